"""Opening meetings: whoever may see one; a page that names its cases writes one line first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from documents import journal
from gremium.cases.models import Case, State
from gremium.meetings.models import AgendaItem, Meeting
from gremium.meetings.papers import items_in_order
from gremium.people.asking import SignedInRequest, current_seat
from gremium.people.models import Seat


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting in a list, with the number of cases on its agenda."""

    meeting: Meeting
    cases: int


def meeting_for(request: SignedInRequest, subject: UUID) -> Meeting:
    """The meeting if this account may open it. Raises Http404."""
    return get_object_or_404(Meeting.objects.visible_to(request.user), subject=subject)


def item_for(request: SignedInRequest, subject: UUID, item: int) -> AgendaItem:
    """An item of its agenda, of a case that may still be read. Raises Http404."""
    standing = AgendaItem.objects.standing().select_related("case", "meeting")
    found = get_object_or_404(standing, meeting=meeting_for(request, subject), pk=item)
    if found.case.is_closed_to_all:
        raise Http404
    return found


def seat_of(request: SignedInRequest) -> Seat:
    """The seat whoever asks holds today. Raises Http404."""
    seat = current_seat(request.user)
    if seat is None:
        raise Http404
    return seat


def open_agenda(request: SignedInRequest, meeting: Meeting) -> list[AgendaItem]:
    """The agenda in order, after one line that names the meeting and the cases shown."""
    items = items_in_order(meeting)
    for item in items:
        item.meeting = meeting
    _record(request, meeting, (item.case for item in items))
    return items


def list_meetings(request: SignedInRequest) -> tuple[list[Listed], list[Listed]]:
    """Those to come, the next one first, and those of before; a list of days names no case and writes no line."""
    standing = Count("items", filter=Q(items__dropped_at=None))
    visible = Meeting.objects.visible_to(request.user)
    numbers = dict(visible.annotate(number=standing).values_list("pk", "number"))
    listed = [Listed(meeting, numbers[meeting.pk]) for meeting in visible]
    today = timezone.localdate()
    ahead = sorted((one for one in listed if _is_to_come(one.meeting, today)), key=lambda one: one.meeting.day)
    return ahead, [one for one in listed if not _is_to_come(one.meeting, today)]


def schedulable_cases(request: SignedInRequest) -> list[Case]:
    """Cases that wait for a meeting, the one that waits longest first; one line names them."""
    waiting = Case.objects.visible_to(request.user).filter(state__in=(State.ADMITTED, State.DEFERRED))
    cases = list(waiting.select_related("organisation").order_by("submitted_at"))
    if cases:
        journal.record_list(actor=request.actor, hits={case.pk: str(case.state) for case in cases})
    return cases


def _is_to_come(meeting: Meeting, today: date) -> bool:
    return meeting.is_ahead or (meeting.day >= today and not meeting.is_over)


def _record(request: SignedInRequest, meeting: Meeting, cases: Iterable[Case]) -> None:
    hits = {case.pk: str(case.state) for case in cases}
    journal.record_list(actor=request.actor, hits={meeting.subject: str(meeting.state), **hits})
