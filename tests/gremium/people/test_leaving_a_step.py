"""Back and F5 a moment after the last character, in a real Chromium that is signed in: nothing typed is lost."""

import time
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from forms.drafts import Draft
from gremium.people.models import User
from tests.gremium.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
TYPED = "0231 eben erst"
PATIENCE = 20
"""Seconds for a save that goes out with the page."""


@pytest.fixture
def tab(draft: Draft, marte: User, sign_in: SignIn, chromium: Chromium, settings: Settings) -> Iterator[Page]:
    client: Client = sign_in(marte)
    server = LiveServer("localhost")
    context = chromium.new_context(base_url=server.url, locale="de-DE")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/de/antrag/")
    page.goto(f"/de/antrag/{draft.pk}/beratung/")
    yield page
    context.close()
    server.stop()


@pytest.mark.parametrize("way", ["back", "reload"])
def test_what_was_typed_a_moment_before_the_page_is_left_is_saved(tab: Page, draft: Draft, way: str) -> None:
    tab.fill("[name=cm_telefon]", TYPED)

    if way == "back":
        tab.go_back()
    else:
        tab.reload()

    assert is_saved(draft)


def test_what_was_typed_a_moment_before_signing_out_is_saved(tab: Page, draft: Draft) -> None:
    tab.fill("[name=cm_telefon]", TYPED)

    tab.get_by_role("button", name="Abmelden").first.click()

    tab.wait_for_url("**/accounts/login/**")
    assert is_saved(draft)


def test_who_signs_out_while_nothing_can_be_saved_is_told_and_may_press_once_more(tab: Page, draft: Draft) -> None:
    tab.fill("[name=cm_telefon]", TYPED)
    tab.route("**/beratung/", lambda route: route.abort())

    tab.get_by_role("button", name="Abmelden").first.click()
    tab.locator("#saved.saved--serious").wait_for()
    assert tab.input_value("[name=cm_telefon]") == TYPED

    tab.get_by_role("button", name="Abmelden").first.click()
    tab.wait_for_url("**/accounts/login/**")


def is_saved(draft: Draft) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if Draft.objects.get(pk=draft.pk).ledger().values.get("cm_telefon") == TYPED:
            return True
        time.sleep(0.2)
    return False
