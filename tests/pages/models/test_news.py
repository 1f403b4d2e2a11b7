from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from pages.models import EventPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def the_event() -> EventPage:
    return EventPage.objects.get(slug="austausch-ausbildung", locale__language_code="de")


def test_a_coming_event_stands_on_top_and_a_past_one_below(client: Client) -> None:
    assert "Vergangene Termine" not in client.get("/de/aktuelles/?x").text

    event = the_event()
    event.starts_at = timezone.now() - timedelta(days=3)
    event.ends_at = None
    event.save_revision().publish()

    assert "Vergangene Termine" in client.get("/de/aktuelles/?y").text


def test_an_event_ends_after_it_begins() -> None:
    event = the_event()
    event.ends_at = event.starts_at - timedelta(minutes=1)

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert "ends_at" in refusal.value.message_dict


def test_news_lead_back_to_the_overview(client: Client) -> None:
    html = client.get("/de/aktuelles/neue-seiten/").text

    assert '<a href="/de/aktuelles/">Aktuelles</a>' in html
