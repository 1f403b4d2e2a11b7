"""A browser without scripts that speaks to the wizard as some actor."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone, translation
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from documents import intake
from documents.actors import Actor
from forms.signals import submission_sealed
from tests.documents import gates
from tests.forms.asking import actor
from tests.forms.browser import Browser

GUARD = "gremium.people.middleware.PrivateAreas"


@pytest.fixture(scope="package", autouse=True)
def one_gate() -> Iterator[None]:
    with gates.gate_that_stays_open():
        yield


@pytest.fixture
def a_gate_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a site."""
    monkeypatch.setattr(intake, "examine", gates.ONE_FOR_EACH)


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences as they stand in the code, whatever the catalogues say."""
    with translation.override("en"):
        yield


@pytest.fixture
def wizard_site(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.forms.asking"
    settings.STORAGES = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MIDDLEWARE = ["tests.forms.asking.AskedAs" if one == GUARD else one for one in settings.MIDDLEWARE]


@pytest.fixture
def marte() -> Actor:
    return actor()


@pytest.fixture
def open_browser(db: None, wizard_site: None) -> Callable[[Actor], Browser]:
    return Browser


@pytest.fixture
def browser(open_browser: Callable[[Actor], Browser], marte: Actor) -> Browser:
    """Marte at a new draft."""
    return open_browser(marte).begin()


@pytest.fixture
def pdf() -> bytes:
    """A small readable PDF."""
    return Path(__file__).with_name("one_page.pdf").read_bytes()


@pytest.fixture
def at_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Sets the clock of the forms to noon of a day."""

    def turn(day: date) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    return turn


@pytest.fixture(autouse=True)
def nobody_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """The forms are tested without the floors above them; a test connects the receivers it needs."""
    monkeypatch.setattr(submission_sealed, "receivers", [])


@pytest.fixture
def server(wizard_site: None) -> Iterator[LiveServer]:
    """A server of this test's own: the shared one was begun with the site's settings, not with those of the wizard."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def tab(browser: Browser, chromium: Chromium, server: LiveServer) -> Iterator[Page]:
    """A Chromium of Marte's at her new draft."""
    headers = {"X-Asking": browser.actor.ref}
    context = chromium.new_context(base_url=server.url, locale="de-DE", extra_http_headers=headers)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto(browser.path)
    yield page
    context.close()
