"""Planning, changing and cancelling a meeting; four regular ones a year, further ones need an occasion (seed R21)."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal, keystore
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.meetings import steps_of_cases
from gremium.meetings.bundling import revoke_bundle
from gremium.meetings.mailing import Notice, tell_members
from gremium.meetings.models import Meeting, MeetingState

USUAL_BEGIN, USUAL_END = time(14), time(17)
REGULAR_MEETINGS_A_YEAR = 4
"""Seed R21: up to four a year; further ones are event-driven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When and where a meeting shall be; `reason` is the occasion of an event-driven one, without names."""

    day: date
    begins: time = USUAL_BEGIN
    ends: time = USUAL_END
    room: str = ""
    kind: str = Meeting.Kind.REGULAR
    reason: str = ""


@transaction.atomic
def plan_meeting(plan: Plan, *, by: Actor, today: date | None = None) -> Meeting:
    """Set a meeting and give it a key of its own; `today` is the day of planning. Raises NotPossible."""
    require_possible(plan, today=today or timezone.localdate())
    meeting = Meeting(**_fields(plan))
    keystore.create_key(meeting.subject)
    meeting.save()
    _record(meeting, Act.MEETING_PLANNED, by, {"kind": str(meeting.kind)})
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, plan: Plan, *, by: Actor) -> Meeting:
    """Move a meeting that lies ahead; whoever is invited gets the new day, and calendars replace the old entry.

    Raises NotPossible.
    """
    held = hold_ahead(meeting)
    require_possible(plan, today=timezone.localdate(), instead_of=held)
    before = (held.day, held.begins, held.ends, held.room)
    for name, value in _fields(plan).items():
        setattr(held, name, value)
    if held.is_frozen and before != (held.day, held.begins, held.ends, held.room):
        held.sequence += 1
        tell_members(held, Notice.MOVED)
    held.save()
    scheduled = Case.objects.filter(agenda_items__in=held.items.standing(), state=State.SCHEDULED)
    Case.objects.filter(pk__in=scheduled).update(meeting_on=held.day)
    _record(held, Act.MEETING_AGENDA_CHANGED, by, {"step": "moved"})
    return held


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Actor) -> None:
    """The meeting does not take place: its cases wait again, its bundle goes, who was invited hears of it.

    Raises NotPossible.
    """
    held = hold_ahead(meeting)
    was_invited = held.is_frozen
    for item in held.items.standing().select_related("case", "meeting"):
        steps_of_cases.take_back(item, by=by)
        item.dropped_at = timezone.now()
        item.save(update_fields=["dropped_at"])
    held.state, held.sequence = MeetingState.CANCELLED, held.sequence + 1
    held.save(update_fields=["state", "sequence"])
    revoke_bundle(held, by=by)
    _record(held, Act.MEETING_CANCELLED, by)
    if was_invited:
        tell_members(held, Notice.CANCELLED)


def require_possible(plan: Plan, *, today: date, instead_of: Meeting | None = None) -> None:
    """Raises NotPossible where no such meeting may be set."""
    others = Meeting.objects.exclude(pk=instead_of.pk) if instead_of is not None else Meeting.objects.all()
    if plan.day < today:
        raise NotPossible(_("This day has passed. Please name a day from today on."))
    if plan.ends <= plan.begins:
        raise NotPossible(_("The meeting would end before it begins. Please correct the times."))
    if others.standing().filter(day=plan.day).exists():
        raise NotPossible(_("There is a meeting on this day already."))
    if plan.kind == Meeting.Kind.EVENT_DRIVEN and not plan.reason.strip():
        raise NotPossible(_("Please name the occasion of the event-driven meeting."))
    if plan.kind == Meeting.Kind.REGULAR and others.regular_in(plan.day.year).count() >= REGULAR_MEETINGS_A_YEAR:
        raise NotPossible(_("This year has four regular meetings already. Please choose “event-driven”."))


def hold_ahead(meeting: Meeting) -> Meeting:
    """The row as it is now, locked, if the meeting lies ahead. Raises NotPossible."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not held.is_ahead:
        raise NotPossible(_("This meeting has taken place or was cancelled. It cannot be changed any more."))
    return held


def _fields(plan: Plan) -> dict[str, object]:
    reason = plan.reason.strip() if plan.kind == Meeting.Kind.EVENT_DRIVEN else ""
    return {
        "day": plan.day,
        "begins": plan.begins,
        "ends": plan.ends,
        "room": plan.room.strip(),
        "kind": plan.kind,
        "reason": reason,
    }


def _record(meeting: Meeting, act: Act, by: Actor, details: dict[str, str] | None = None) -> None:
    journal.record(
        actor=by, act=act, subject=meeting.subject, details={"meeting": meeting.day.isoformat(), **(details or {})}
    )
