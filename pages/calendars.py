"""An event as a calendar file that any phone can read (RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar, Event

from pages.models import EventPage

USUAL_LENGTH = timedelta(hours=2)


def calendar_of(event: EventPage, address: str) -> bytes:
    """`address` is the full address of the event's page."""
    entry = Event()
    entry.add("uid", f"{event.translation_key}@{address.split('/')[2]}")
    entry.add("dtstamp", event.last_published_at or event.starts_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at or event.starts_at + USUAL_LENGTH)
    entry.add("summary", event.title)
    entry.add("url", address)
    if event.lead:
        entry.add("description", event.lead)
    if where := ", ".join(part for part in (event.place, event.address, event.online) if part):
        entry.add("location", where)
    calendar = Calendar()
    calendar.add("prodid", "-//Gremium//Termine//DE")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
