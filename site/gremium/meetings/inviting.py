"""The secretariat invites the four members, each personally and in good time (seed R22); that freezes the agenda."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal, keystore
from documents.actors import SYSTEM, Actor
from documents.jobs import call_worker
from documents.journal import Act
from documents.sweeping import round_done
from gremium.cases.life import NotPossible
from gremium.meetings import papers
from gremium.meetings.bundling import order_bundle_anew
from gremium.meetings.mailing import invite_by_mail
from gremium.meetings.models import Attendance, Meeting, MeetingQuerySet, MeetingState
from gremium.meetings.planning import hold_ahead
from gremium.people.models import Seat

TASK = "gremium.meetings.tasks.invite_latecomers"


@transaction.atomic
def invite_members(meeting: Meeting, *, by: Actor) -> Meeting:
    """Freeze the agenda and write to all who hold a seat on the meeting's day. Raises NotPossible."""
    held = hold_ahead(meeting)
    if held.is_frozen:
        raise NotPossible(_("The members have been invited already."))
    if not held.room:
        raise NotPossible(_("Please name the room first. Without it nobody can come."))
    seats = seats_of(held)
    if not seats:
        raise NotPossible(_("Nobody holds a seat on this day, so there is nobody to invite."))
    keystore.create_key(held.subject)
    held.state, held.invited_at = MeetingState.INVITED, timezone.now()
    held.save(update_fields=["state", "invited_at"])
    _invite(held, seats, by=by)
    papers.issue_agenda(held, by=by)
    order_bundle_anew(held, by=by)
    journal.record(
        actor=by,
        act=Act.MEETING_INVITED,
        subject=held.subject,
        details={"meeting": held.day.isoformat(), "members": str(len(seats))},
    )
    return held


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="meetings.latecomers")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if any(_uninvited(meeting) for meeting in _invited_ahead()):
        call_worker(TASK, queue="bulk")


def invite_latecomers() -> int:
    """Who was given a seat only after the invitation went out is invited too, by mail once the seat has begun.

    Returns how many were invited.
    """
    return sum(_invite_latecomers(meeting) for meeting in _invited_ahead())


@transaction.atomic
def _invite_latecomers(meeting: Meeting) -> int:
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    late = _uninvited(held) if held.state == MeetingState.INVITED else []
    if late:
        _invite(held, late, by=SYSTEM)
        details = {"meeting": held.day.isoformat(), "members": str(len(late))}
        journal.record(actor=SYSTEM, act=Act.MEETING_INVITED, subject=held.subject, details=details)
    return len(late)


def _invited_ahead() -> MeetingQuerySet:
    return Meeting.objects.upcoming(timezone.localdate()).filter(state=MeetingState.INVITED)


def _uninvited(meeting: Meeting) -> list[Seat]:
    known = set(meeting.attendances.values_list("seat_id", flat=True))
    return [seat for seat in seats_of(meeting) if seat.pk not in known]


def _invite(meeting: Meeting, seats: Sequence[Seat], *, by: Actor) -> None:
    for seat in seats:
        letter = papers.issue_invitation(meeting, seat, by=by)
        Attendance.objects.update_or_create(meeting=meeting, seat=seat, defaults={"invitation": letter})
    invite_by_mail(meeting, seats)


def seats_of(meeting: Meeting) -> list[Seat]:
    """The seats that are held on the meeting's day, in their fixed order; vacant ones stay vacant (seed R12)."""
    order = list(Seat.Origin)
    seats = Seat.objects.current(meeting.day).select_related("holder")
    return sorted(seats, key=lambda seat: order.index(Seat.Origin(seat.origin)))


def lead_time(meeting: Meeting) -> timedelta:
    """How early an invitation should go out."""
    days = settings.INVITATION_DAYS_EVENT_DRIVEN if meeting.is_event_driven else settings.INVITATION_DAYS
    return timedelta(days=days)


def is_short_notice(meeting: Meeting, today: date) -> bool:
    """An invitation today would come later than it should; that is a warning and stops nothing."""
    return meeting.day - today < lead_time(meeting)


@transaction.atomic
def answer_invitation(meeting: Meeting, seat: Seat, *, answer: str) -> Attendance:
    """Keep whether a member comes; she may change her mind until the meeting. Raises NotPossible."""
    held = hold_ahead(meeting)
    if held.state != MeetingState.INVITED:
        raise NotPossible(_("The invitation has not gone out yet."))
    attendance, _is_new = Attendance.objects.get_or_create(meeting=held, seat=seat)
    attendance.answer, attendance.answered_at = answer, timezone.now()
    attendance.save(update_fields=["answer", "answered_at"])
    return attendance
