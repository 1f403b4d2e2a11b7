"""The board has talked about a case, and perhaps puts it off (domain T10, T11)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.actors import Actor
from documents.journal import Act
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.notices import tell_case_manager
from gremium.cases.writing import Kind, german_day, write_letter


@transaction.atomic
def deliberate_case(case: Case, *, by: Actor) -> Case:
    """The members have talked about it; whoever calls has the attendance on record. Raises NotPossible."""
    return life.move(case, State.DELIBERATED, by=by, act=Act.MEETING_HELD)


@transaction.atomic
def defer_case(case: Case, *, reason: str, next_on: date, by: Actor, wanted: Sequence[str] = ()) -> Case:
    """Put a case off until a day that is named; `wanted` is what is needed until then. Raises NotPossible."""
    if not reason.strip():
        raise NotPossible(_("Please give the reason in a sentence."))
    words = {"reason": reason.strip(), "next_on": next_on.isoformat()}
    moved = life.move(case, State.DEFERRED, by=by, act=Act.CASE_DEFERRED, words=words, due_on=next_on)
    met_on = german_day(moved.meeting_on or timezone.localdate())
    facts = {"reason": words["reason"], "next_on": german_day(next_on), "meeting_on": met_on}
    write_letter(Kind.INTERIM, moved, by=by, facts=facts, lists={"items": list(wanted)})
    tell_case_manager(moved, by=by)
    return moved
