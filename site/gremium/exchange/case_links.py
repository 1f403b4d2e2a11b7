"""From which case a question was drawn: sealed with the case's key, so that it falls with it; shown to nobody."""

from collections.abc import Iterator
from uuid import UUID

from documents import vault
from forms.submissions import Submission
from forms.withdrawing import everybody_agrees
from gremium.exchange.models import Origin, Question
from gremium.exchange.name_check import names_somebody

FOR_QUESTIONS = "P6"
"""The purpose that lets a general question without names be made from a case (seed R28)."""
LINKED = b"drawn from this case"


def link(question: Question, subject: UUID) -> None:
    """Seal the link into the row; the caller saves it. Raises keystore.KeyMissing, keystore.KeyUnreadable."""
    question.case_link = vault.seal(subject, _purpose(question), LINKED)


def case_of(question: Question) -> UUID | None:
    """For checks alone, never to be shown; None where the case is gone."""
    return vault.subject_of(question.case_link, _purpose(question)) if question.case_link else None


def drawn_from(subject: UUID) -> Iterator[Question]:
    """The questions of a case."""
    for question in Question.objects.filter(origin=Origin.CASE).exclude(case_link=b""):
        try:
            vault.unseal(subject, _purpose(question), question.case_link)
        except vault.UNREADABLE:
            continue
        yield question


def may_be_used(subject: UUID) -> bool:
    """Whether every adult of the case agrees to it today. Raises vault.SealBroken, keystore.KeyMissing."""
    submission = Submission.objects.newest(subject)
    return submission is not None and everybody_agrees(submission, FOR_QUESTIONS)


def names_its_people(subject: UUID, *texts: str) -> bool:
    """Whether a text names somebody of this case or gives a birth date. Raises as above, and CannotBeChecked."""
    submission = Submission.objects.newest(subject)
    return submission is None or names_somebody(submission.definition, submission.answers(), *texts)


def question_in_the_form(subject: UUID) -> str:
    """What the application itself suggests as a general question; "" where it suggests none."""
    submission = Submission.objects.newest(subject)
    return str(submission.answers().get("allgemeine_frage") or "") if submission is not None else ""


def _purpose(question: Question) -> str:
    return f"question/{question.pk}/case"
