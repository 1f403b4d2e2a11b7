"""Answers that an editor types for a rule because their question has no options, as the form keeps such answers."""

from django.utils import timezone
from django.utils.translation import gettext as _

from forms.definition import Question, QuestionType
from forms.messages import VALUE_MESSAGES
from forms.revising.outline import Outline
from forms.structure import is_fit
from forms.typed import read_typed
from pages.editing.form.values import Unusable

CHECKED = {
    *(QuestionType.INTEGER, QuestionType.DATE, QuestionType.PARTIAL_DATE),
    *(QuestionType.COUNTRY, QuestionType.LANGUAGE, QuestionType.EMAIL, QuestionType.PHONE),
}
"""Types whose answers have a form of their own; a text may be anything."""


def typed_answers(path: str, texts: list[str], outline: Outline) -> list[str]:
    """The same answers in the form's own way; raises Unusable, whose message names the question and the answer.

    What ends in ``*`` is the beginning of an answer, and of a question that is not there the rule itself speaks.
    """
    if path not in outline or outline.options(path) or outline[path].type not in CHECKED:
        return texts
    question = Question(key=outline[path].key, type=QuestionType(outline[path].type), label=outline[path].label)
    return [text if text.endswith("*") else _as_kept(text, question) for text in texts]


def _as_kept(text: str, question: Question) -> str:
    answer = read_typed(question, [text], today=timezone.localdate())
    if not is_fit(question, answer):
        told = {"answer": text, "question": question.label, "help": VALUE_MESSAGES[question.type]()}
        raise Unusable(_("“%(answer)s” is no answer to the question “%(question)s”. %(help)s") % told)
    return str(answer)
