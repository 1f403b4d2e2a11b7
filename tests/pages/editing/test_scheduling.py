"""What an editor set for a later time happens at that time, without anybody pressing a button."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from documents.sweeping import tell_the_floors_above
from pages import tasks
from pages.editing import scheduling
from pages.editing.scheduling import is_due
from pages.models import InfoPage

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_page_is_taken_down_in_every_language_when_its_time_is_over(
    translated: InfoPage, page: InfoPage, client: Client
) -> None:
    InfoPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)
    assert is_due(timezone.now())

    tasks.publish_due()

    assert client.get("/de/oeffnungszeiten/").status_code == 404
    assert client.get("/ar/oeffnungszeiten/").status_code == 404
    assert not is_due(timezone.now())


def test_a_text_goes_live_when_its_time_has_come(page: InfoPage, client: Client) -> None:
    page.refresh_from_db()
    page.lead = "Wir sind am Freitag da."
    page.go_live_at = timezone.now() + HOUR
    revision = page.save_revision()
    revision.publish()
    assert not is_due(timezone.now())
    assert "Montag" in client.get("/de/oeffnungszeiten/").text
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - HOUR  # two hours later
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()

    tasks.publish_due()

    assert "Freitag" in client.get("/de/oeffnungszeiten/").text
    assert not is_due(timezone.now())


def test_the_sweeper_rings_only_while_something_is_due(page: InfoPage, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(scheduling, "call_worker", lambda task, queue: rung.append(task))

    tell_the_floors_above()
    assert tasks.publish_due.name not in rung

    InfoPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)
    tell_the_floors_above()
    assert rung == [tasks.publish_due.name]
