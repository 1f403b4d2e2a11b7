"""A case whose assessment was passed on comes to its end: by hand, or by itself after 30 days (domain T16)."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.actors import SYSTEM, Actor
from documents.jobs import call_worker
from documents.journal import Act
from documents.sweeping import each_alone, round_done
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, Exclusion, Report, State
from gremium.cases.notices import tell_case_manager

CLOSED_AFTER = timedelta(days=30)
TASK = "gremium.cases.tasks.close_silent_cases"


@transaction.atomic
def close_case(case: Case, *, by: Actor) -> Case:
    """Close a case in which nothing is open any more. Raises NotPossible."""
    held = life.hold(case, to=State.CLOSED)
    if has_open_question(held):
        raise NotPossible(_("Something is still open in this case. Please decide it first."))
    moved = life.move(held, State.CLOSED, by=by, act=Act.CASE_CLOSED)
    tell_case_manager(moved, by=by)
    return moved


def has_open_question(case: Case) -> bool:
    """Whether a later step was reported or an exclusion proposed that nobody has decided yet."""
    of_case = {"case": case.pk}
    return Exclusion.objects.open().filter(**of_case).exists() or Report.objects.open().filter(**of_case).exists()


def close_silent_cases(now: datetime) -> int:
    """Close what was passed on 30 days ago and has nothing open; returns how many."""
    due = list(Case.objects.silent_since(now - CLOSED_AFTER).values_list("pk", flat=True))
    return each_alone(partial(_close_silent, now=now), due)


@transaction.atomic
def _close_silent(pk: UUID, now: datetime) -> bool:
    held = Case.objects.silent_since(now - CLOSED_AFTER).select_for_update(of=("self",)).filter(pk=pk).first()
    if held is None:
        return False
    close_case(held, by=SYSTEM)
    return True


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="cases.silent")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if Case.objects.silent_since(timezone.now() - CLOSED_AFTER).exists():
        call_worker(TASK, queue="bulk")
