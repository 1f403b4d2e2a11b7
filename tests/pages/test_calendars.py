from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.test import Client

from pages.calendars import calendar_of
from pages.models import EventPage

pytestmark = pytest.mark.django_db
ADDRESS = "https://gremium.example/de/aktuelles/treffen/"


def entry_of(event: EventPage) -> icalendar.Event:
    return icalendar.Calendar.from_ical(calendar_of(event, ADDRESS)).walk("VEVENT")[0]


def test_an_event_becomes_one_calendar_entry() -> None:
    event = EventPage(title="Treffen; mit Komma, und mehr", lead="Worum es geht.", place="Haus", address="Weg 1")
    event.starts_at = datetime(2027, 1, 5, 16, tzinfo=UTC)
    event.ends_at = datetime(2027, 1, 5, 18, tzinfo=UTC)

    entry = entry_of(event)

    assert str(entry["summary"]) == "Treffen; mit Komma, und mehr"
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (event.starts_at, event.ends_at)
    assert str(entry["location"]) == "Haus, Weg 1"
    assert str(entry["url"]) == ADDRESS


def test_an_event_without_an_end_takes_two_hours() -> None:
    event = EventPage(title="Treffen", starts_at=datetime(2027, 1, 5, 16, tzinfo=UTC))

    entry = entry_of(event)

    assert entry["dtend"].dt - entry["dtstart"].dt == timedelta(hours=2)


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_file_is_served_below_the_page_in_each_language(client: Client, language: str) -> None:
    response = client.get(f"/{language}/aktuelles/austausch-ausbildung/termin.ics")

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert icalendar.Calendar.from_ical(response.content).walk("VEVENT")


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize("path", ["aktuelles/neue-seiten", "beratung", "nirgends"])
def test_only_an_event_has_a_calendar_file(client: Client, path: str) -> None:
    assert client.get(f"/de/{path}/termin.ics").status_code == 404
