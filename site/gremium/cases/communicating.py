"""The assessment goes to whoever applied, and to the office only where all adults agreed (domain T14, T15)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.submissions import Submission
from forms.withdrawing import everybody_agrees
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.notices import tell_case_manager
from gremium.cases.writing import Kind, german_day, write_letter

FOR_THE_OFFICE = "P5"
"""The purpose that lets the assessment be given to the immigration office (seed R17)."""


@transaction.atomic
def communicate_case(
    case: Case,
    *,
    by: Actor,
    language: str | None = None,
    next_steps: Sequence[str] = (),
    for_the_office: bool = False,
) -> Case:
    """Write the letter to the counsellor, in German and the person's language; the case manager is told.

    `language` is the person's own where none is given; `for_the_office` also writes the copy that the head takes to
    the office. Raises NotPossible.
    """
    held = life.hold(case, to=State.COMMUNICATED)
    if for_the_office and not may_go_to_the_office(held):
        raise NotPossible(_("Not every adult agrees that the office gets the assessment. It may not be handed over."))
    told = {
        "result": str(held.assessment.result),
        "text": held.assessment.text,
        "meeting_on": german_day(held.meeting_on or timezone.localdate(held.assessment.agreed_at)),
    }
    moved = life.move(held, State.COMMUNICATED, by=by, act=Act.CASE_COMMUNICATED)
    lists = {"next_steps": list(next_steps)}
    write_letter(Kind.ASSESSMENT, moved, by=by, facts=told, lists=lists, language=language)
    if for_the_office:
        checked_on = german_day(timezone.localdate())
        write_letter(Kind.DECISION_AID, moved, by=by, facts={**told, "consent_checked_on": checked_on})
        journal.record(actor=by, act=Act.ASSESSMENT_HANDED_TO_AUTHORITY, subject=moved.pk)
    tell_case_manager(moved, by=by)
    return moved


def may_go_to_the_office(case: Case) -> bool:
    """Whether every adult agrees to it today."""
    submission = Submission.objects.newest(case.pk)
    return submission is not None and everybody_agrees(submission, FOR_THE_OFFICE)
