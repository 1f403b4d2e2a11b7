"""What was handed in, and what the case says, in a form in which they can be compared key by key."""

from typing import Any

from documents.uploads import Upload
from forms.case_files import ExampleCase
from forms.definition import FormDefinition, QuestionType
from forms.submissions import Submission


def stored_answers(submission: Submission) -> dict[str, Any]:
    """The sealed answers, with the names of their files."""
    answers = submission.answers()
    names = {str(upload.pk): upload.display_name for upload in Upload.objects.of(submission.subject)}
    for attachment in answers["anlagen_liste"]:
        [attachment["an_datei"]] = [names[one] for one in attachment["an_datei"]]
    return answers


def as_entered(form: FormDefinition, case: ExampleCase) -> dict[str, Any]:
    """Ticks have no order of their own: they are kept in that of the options."""
    answers = dict(case.answers)
    for group, question in form.questions():
        if question.type is QuestionType.MULTICHOICE and group is None and question.key in answers:
            answers[question.key] = [option for option in question.options if option in answers[question.key]]
    return answers


def in_one_order(answers: dict[str, Any]) -> dict[str, Any]:
    """Attachments stand in the order of the page, which proposes some of them, and not in that of the case."""
    return answers | {"anlagen_liste": sorted(answers["anlagen_liste"], key=lambda one: str(one["an_datei"]))}
