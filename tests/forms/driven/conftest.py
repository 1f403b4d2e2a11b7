"""A live server with the wizard, a case in its own time, and tabs of whatever size."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from documents.actors import Actor
from forms.case_files import ExampleCase
from forms.catalogues import german_of, shipped_translations
from forms.consent_texts import ConsentText
from forms.reading import shipped_form
from forms.translations import load_drafts
from forms.versions import FORM_KEY
from tests.forms.browser import Browser
from tests.forms.driven.cases import case_manager, example_cases

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
OpenTab = Callable[..., Page]


@pytest.fixture
def open_tab(chromium: Chromium, server: LiveServer) -> Iterator[OpenTab]:
    contexts = []

    def opened(actor: Actor, size: dict[str, int], *, day: date | None = None, **more: Any) -> Page:
        headers = {"X-Asking": actor.ref}
        context = chromium.new_context(
            base_url=server.url, locale="de-DE", viewport=size, extra_http_headers=headers, **more
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        if day is not None:
            page.clock.set_fixed_time(datetime.combine(day, time(12), ZoneInfo("Europe/Berlin")))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def begin(
    open_browser: Callable[[Actor], Browser], at_day: Callable[[date], None]
) -> Callable[[str, str], tuple[ExampleCase, Browser]]:
    """An empty draft for a case, on the day the case is of, with a language beside German at hand."""

    def begun(case_id: str, language: str) -> tuple[ExampleCase, Browser]:
        case = example_cases()[case_id]
        at_day(case.as_of)
        browser = open_browser(case_manager(case)).begin()
        german = german_of(shipped_form(), ConsentText.objects.current(FORM_KEY))
        load_drafts(FORM_KEY, language, german, shipped_translations(language))
        return case, browser

    return begun
