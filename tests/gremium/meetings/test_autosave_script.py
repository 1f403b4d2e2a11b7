"""Minutes save themselves in a real Chromium, and keep what was written when nobody is signed in any more."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from documents.actors import Actor
from gremium.meetings.models import Meeting, MeetingState, Minutes
from gremium.meetings.writing import begin_minutes
from gremium.people.models import User
from tests.gremium.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
SAVED = "#saved"


@pytest.fixture
def client(ulrike: User, sign_in: SignIn) -> Client:
    return sign_in(ulrike)


@pytest.fixture
def tab(client: Client, secretariat: Actor, chromium: Chromium) -> Iterator[Page]:
    meeting = Meeting.objects.create(day=date.today(), state=MeetingState.HELD)
    begin_minutes(meeting, by=secretariat)
    server = LiveServer("localhost")
    context = chromium.new_context(base_url=server.url, locale="de-DE", viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"/de/geschaeftsstelle/sitzungen/{meeting.subject}/protokoll/")
    yield page
    context.close()
    server.stop()


def test_what_is_written_is_saved_without_a_button_and_stays_when_the_sign_in_has_ended(
    tab: Page, client: Client
) -> None:
    field, saved = tab.locator("#id_general-exchange"), tab.locator(SAVED)

    field.press_sequentially("Termin")
    expect(saved).to_contain_text("Gespeichert um", timeout=60_000)
    assert Minutes.objects.get().words()["exchange"] == "Termin"
    client.logout()
    field.press_sequentially(" im März")
    expect(saved).to_contain_text("abgemeldet", timeout=60_000)

    assert field.input_value() == "Termin im März"
    assert (Minutes.objects.get().revision, Minutes.objects.get().words()["exchange"]) == (1, "Termin")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_save_of_which_nothing_is_heard_is_told_and_sent_again(tab: Page) -> None:
    hanging: list[Route] = []
    field, saved = tab.locator("#id_general-exchange"), tab.locator(SAVED)
    tab.clock.install()
    tab.route("**/protokoll/", lambda route: hanging.append(route), times=1)

    field.press_sequentially("Termin")
    tab.clock.run_for(1600)
    tab.clock.run_for(60_000)
    expect(saved).to_contain_text("keine Verbindung")
    tab.clock.run_for(5100)
    expect(saved).to_contain_text("Gespeichert um")

    assert len(hanging) == 1
    assert Minutes.objects.get().words()["exchange"] == "Termin"
