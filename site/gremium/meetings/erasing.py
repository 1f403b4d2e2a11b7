"""Erasing what is kept of a meeting; its bare row stays, archived: the day, the kind and nothing else (domain 9.2)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from documents.actors import Actor
from documents.bundles import Bundle, revoke_bundles
from documents.erasing import erase_subject
from gremium.cases.models import Case
from gremium.letters.erasing import forget_letters
from gremium.letters.models import Letter
from gremium.meetings.models import AgendaItem, Attendance, Meeting, MeetingQuerySet, MeetingState, Minutes
from gremium.people.models import CouncilTerm


def kept_meetings(today: date) -> Iterable[tuple[Meeting, date]]:
    """Past meetings of which more is kept than the bare row, with the last day of the council term they belong to.

    A term is that in which the minutes were approved, or else the meeting took place; where nobody has noted it, the
    seats of that meeting tell when it ends. None of a case that is restricted (Art. 18 GDPR) is among them.
    """
    terms = list(CouncilTerm.objects.all())
    of_meeting = {"meeting": OuterRef("pk")}
    rows = (AgendaItem.objects, Attendance.objects, Minutes.objects)
    holds = Q(Exists(Letter.objects.filter(subject=OuterRef("subject"))))
    for found in rows:
        holds |= Q(Exists(found.filter(**of_meeting)))
    past = Meeting.objects.filter(holds, day__lt=today).select_related("minutes").prefetch_related("attendances__seat")
    for meeting in _without_restricted(past):
        yield meeting, _end_of_term(meeting, terms)


def meetings_with_bundles(last_day: date) -> MeetingQuerySet:
    """Meetings until that day whose bundle is there, and holds nothing of a restricted case."""
    restricted = Case.objects.restricted().values("pk")
    held = Bundle.objects.given().exclude(shares__subject__in=restricted)
    return Meeting.objects.filter(subject__in=held.values("subject"), day__lte=last_day)


def drop_bundle(subject: UUID, *, by: Actor) -> bool:
    """Remove a meeting's bundle; False where none is there."""
    return revoke_bundles(Bundle.objects.of(subject).given(), by=by) > 0


@transaction.atomic
def erase_meeting(subject: UUID, *, by: Actor) -> bool:
    """Destroy the meeting's key, then minutes with all passages, agenda, invitations and attendances; False for none.

    Passages are sealed with their cases' keys: their rows go here, while the cases stay as they are.
    """
    meeting = Meeting.objects.select_for_update().filter(subject=subject).first()
    if meeting is None:
        return False
    erase_subject(subject, by=by)
    forget_letters(subject)
    Minutes.objects.filter(meeting=meeting).delete()
    meeting.items.all().delete()
    meeting.attendances.all().delete()
    Letter.objects.about(subject).delete()
    if not meeting.is_cancelled:
        meeting.state = MeetingState.ARCHIVED
    meeting.room, meeting.reason, meeting.invited_at, meeting.began_at, meeting.ended_at = "", "", None, None, None
    meeting.save()
    return True


def _without_restricted(meetings: MeetingQuerySet) -> MeetingQuerySet:
    return meetings.exclude(pk__in=AgendaItem.objects.exclude(case__restricted_since=None).values("meeting"))


def _end_of_term(meeting: Meeting, terms: Iterable[CouncilTerm]) -> date:
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    begin = minutes.approved_at.date() if minutes is not None and minutes.approved_at else meeting.day
    known = next((term.ends for term in terms if term.starts <= begin <= term.ends), None)
    return known or max((one.seat.valid_until for one in meeting.attendances.all()), default=begin)
