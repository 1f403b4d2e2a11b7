"""The steps of a case's life that a meeting brings about (domain T9 to T12)."""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from documents.actors import Actor
from documents.journal import Act
from gremium.cases import deliberating, life
from gremium.cases.consents import consents_hold
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.meetings.models import AgendaItem, Meeting, NotReached


def schedule(case: Case, meeting: Meeting, *, by: Actor) -> str:
    """Release a case for a meeting, in the caller's transaction; returns the state it came from (T9, T12).

    Raises NotPossible.
    """
    held = life.hold(case, to=State.SCHEDULED)
    if not consents_hold(held):
        raise NotPossible(_("A consent that is needed does not hold any more. The case cannot be put on an agenda."))
    before = held.state
    details = {"meeting": meeting.day.isoformat()}
    life.move(held, State.SCHEDULED, by=by, act=Act.CASE_SCHEDULED, details=details, meeting_on=meeting.day)
    return before


def take_back(item: AgendaItem, *, by: Actor) -> None:
    """The meeting does not take place: the case waits again where it waited before."""
    held = life.hold(item.case)
    if held.state == State.SCHEDULED:
        _wait_again(held, item, by=by, act=Act.MEETING_CANCELLED, step={"step": "cancelled"})


def pass_over(item: AgendaItem, *, because: NotReached, by: Actor) -> Case:
    """The meeting did not come to the case: it waits again where it waited before, and is told why.

    Raises NotPossible.
    """
    held = life.hold(item.case)
    if held.state != State.SCHEDULED:
        raise NotPossible(_("This case has already moved on. Please look at its present state."))
    with translation.override(settings.LANGUAGE_CODE):
        told = _("Not reached in the meeting: %(why)s.") % {"why": because.label}
    step = {"step": "not_reached", "reason": str(because)}
    return _wait_again(held, item, by=by, act=Act.MEETING_AGENDA_CHANGED, step=step, words={"reason": told})


def _wait_again(
    case: Case, item: AgendaItem, *, by: Actor, act: Act, step: dict[str, str], words: dict[str, str] | None = None
) -> Case:
    details = {"meeting": item.meeting.day.isoformat(), **step}
    return life.move(
        case,
        item.came_from,
        by=by,
        act=act,
        table=life.CALLED_OFF,
        details=details,
        words=words,
        meeting_on=None,
    )


def deliberate(item: AgendaItem, *, by: Actor) -> None:
    """The members have talked about the case (T10). Raises NotPossible."""
    deliberating.deliberate_case(item.case, by=by)


def defer(item: AgendaItem, *, reason: str, next_on: date, by: Actor) -> None:
    """The members put the case off until a day that is named (T11). Raises NotPossible."""
    deliberating.defer_case(item.case, reason=reason, next_on=next_on, by=by)
