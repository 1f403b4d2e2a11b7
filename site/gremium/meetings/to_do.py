"""What waits of meetings: members answer and agree; the secretariat invites, records and writes."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gremium.meetings.inviting import lead_time
from gremium.meetings.models import AgendaItem, Approval, Attendance, Meeting, MeetingState, Minutes
from gremium.people.asking import current_seat
from gremium.people.models import Role, User
from gremium.people.waiting import Waiting

FINISHED = frozenset({MeetingState.MINUTES_APPROVED, MeetingState.ARCHIVED})
SOON = timedelta(days=14)
"""So long before the invitation should go out the desk of the secretariat tells of it."""


def waiting_meetings(user: User) -> Iterator[Waiting]:
    if user.role == Role.SECRETARIAT:
        yield from _of_the_secretariat()
    else:
        yield from _of_a_member(user)


def _of_a_member(user: User) -> Iterator[Waiting]:
    seat = current_seat(user)
    if seat is None:
        return
    meetings = Meeting.objects.visible_to(user)
    asked = meetings.upcoming(timezone.localdate()).filter(state=MeetingState.INVITED)
    put = Minutes.objects.filter(approved_at=None, put_forward_at__isnull=False)
    put = put.exclude(approvals__in=Approval.objects.filter(seat=seat))
    unanswered = Q(answer="", meeting__in=asked.order_by())
    unread = Q(is_present=True, meeting__in=meetings.filter(minutes__in=put))
    for one in Attendance.objects.filter(unanswered | unread, seat=seat).select_related("meeting"):
        if one.meeting.is_ahead:
            address = reverse("meetings:members_meeting", args=[one.meeting.subject])
            yield Waiting(_("Say whether you come to the meeting"), address, one.meeting.day)
        else:
            told = _("Read the minutes of the meeting on %(day)s and agree") % {"day": _shown(one.meeting)}
            yield Waiting(told, reverse("meetings:members_minutes", args=[one.meeting.subject]))


def _of_the_secretariat() -> Iterator[Waiting]:
    today = timezone.localdate()
    left_open = AgendaItem.objects.left_open().filter(meeting=OuterRef("pk"))
    meetings = Meeting.objects.annotate(has_open_cases=Exists(left_open)).standing()
    unfinished = meetings.filter(~Q(state__in=FINISHED) | Q(has_open_cases=True))
    for meeting in unfinished.select_related("minutes"):
        is_left_open = meeting.has_open_cases  # type: ignore[attr-defined]
        told = _of_cases_left_open(meeting) if is_left_open else _step(meeting)
        if meeting.is_ahead and meeting.day >= today:
            invite_by = meeting.day - lead_time(meeting)
            if meeting.state == MeetingState.PLANNED and today >= invite_by - SOON:
                told = _("Invite to the meeting on %(day)s")
                yield Waiting(told % {"day": _shown(meeting)}, meeting.get_absolute_url(), invite_by)
        elif told:
            yield Waiting(told % {"day": _shown(meeting)}, meeting.get_absolute_url())


def _of_cases_left_open(meeting: Meeting) -> str:
    if meeting.state == MeetingState.HELD:
        return _step(meeting)
    return _("Say of each case of the meeting on %(day)s what became of it")


def _step(meeting: Meeting) -> str:
    """What comes next for a meeting whose day is over; "" where others have the next step."""
    if meeting.is_ahead:
        return _("Record who was at the meeting on %(day)s")
    if meeting.state == MeetingState.HELD:
        return _("Note the cases and begin the minutes of the meeting on %(day)s")
    return "" if meeting.minutes.put_forward_at else _("Go on with the minutes of the meeting on %(day)s")


def _shown(meeting: Meeting) -> str:
    return date_format(meeting.day, "DATE_FORMAT")
