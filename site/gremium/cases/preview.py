"""Competence (D02) and the question, and nothing else: what members see before a case is scheduled, and of it only
competence what a second person sees (domain 2.3). Special categories (D08) never stand here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone, translation

from documents import journal
from documents.journal import Act
from forms.answers import visible
from forms.definition import QuestionType
from forms.submissions import Submission
from gremium.cases.dossier_content.record import Record
from gremium.cases.models import Case, Summary
from gremium.cases.supplementing import answers_today, lines_of
from gremium.people.asking import SignedInRequest

COMPETENCE = "D02"
QUESTION = "frage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """German, as the application is; `question` is "" where it is not shown."""

    summary: Summary
    told: Sequence[tuple[str, str]]
    supplements: Sequence[tuple[str, str]]
    question: str = ""


def open_preview(request: SignedInRequest, case: Case, *, with_question: bool) -> Preview:
    """With the journal's line that it was looked at. Raises vault.SealBroken, keystore.KeyMissing."""
    part = f"{COMPETENCE}+question" if with_question else COMPETENCE
    journal.record(actor=request.actor, act=Act.APPLICATION_VIEWED, subject=case.pk, details={"part": part})
    return _preview(case, with_question=with_question)


def _preview(case: Case, *, with_question: bool) -> Preview:
    submission = Submission.objects.newest(case.pk)
    if submission is None:
        return Preview(summary=case.summary(), told=(), supplements=())
    day = timezone.localdate(submission.submitted_at)
    shown = visible(submission.definition, answers_today(case, submission), day).answers
    record = Record(submission.definition, shown, day, {})
    with translation.override("de"):
        cells = (cell for cell in record.of_section(COMPETENCE) if cell.question.type is not QuestionType.BOOLEAN)
        told = [(cell.question.label, record.text(cell)) for cell in cells]  # without what every applicant confirms
        question = record.open_text(QUESTION) if with_question else ""
    return Preview(summary=case.summary(), told=told, supplements=lines_of(case), question=question)
