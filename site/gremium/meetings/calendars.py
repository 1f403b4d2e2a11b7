"""A meeting as an entry for calendars (RFC 5545): day, time and room, and never a case."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from gremium.meetings.models import Meeting

METHODS = {False: "REQUEST", True: "CANCEL"}


def calendar_of(meeting: Meeting, *, member: str, now: datetime | None = None) -> bytes:
    """The entry for one member's mail address; the same meeting keeps its UID, a change counts SEQUENCE up.

    A cancelled meeting takes its entry back.
    """
    site = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    entry = Event()
    entry.add("uid", f"{meeting.subject}@{site}")
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", now or timezone.now())
    entry.add("dtstart", meeting.starts_at)
    entry.add("dtend", meeting.stops_at)
    entry.add("summary", _("Meeting, not public"))
    entry.add("class", "CONFIDENTIAL")
    entry.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    entry.add("url", settings.WAGTAILADMIN_BASE_URL + reverse("meetings:members_meeting", args=[meeting.subject]))
    if meeting.room:
        entry.add("location", meeting.room)
    entry.add("organizer", vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}"))
    attendee = vCalAddress(f"mailto:{member}")
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    entry.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Gremium//Sitzungen//DE")
    calendar.add("version", "2.0")
    calendar.add("method", METHODS[meeting.is_cancelled])
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
