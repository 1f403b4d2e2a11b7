"""Public pages and the page editor in a real Chromium."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERIOUS = {"serious", "critical"}


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab that notes what a visitor must never meet: blocked or failed things and strange addresses."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def complaints(tab: Page, live_server: LiveServer) -> list[str]:
    found: list[str] = []
    tab.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: found.append(str(error)))
    tab.on(
        "request",
        lambda request: (
            found.append(request.url) if not request.url.startswith((live_server.url, "data:", "blob:")) else None
        ),
    )
    return found


@pytest.fixture
def editor_tab(tab: Page, editing: Client, live_server: LiveServer) -> Page:
    cookie = editing.cookies[settings.SESSION_COOKIE_NAME]
    tab.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return tab


@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize("language", ["de", "ar", "de-simple"])
def test_pages_have_no_serious_barrier_and_fit_a_small_screen(
    tab: Page, complaints: list[str], live_server: LiveServer, language: str
) -> None:
    for path in ("", "so-laeuft-es-ab/", "haeufige-fragen/"):
        for width in (360, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            tab.goto(f"{live_server.url}/{language}/{path}")

            barriers = [v for v in Axe().run(tab).response["violations"] if v["impact"] in SERIOUS]
            assert barriers == []
            assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []
    assert tab.context.cookies() == []


@pytest.mark.usefixtures("public_pages")
def test_a_reader_without_scripts_changes_the_language(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="ar")
    page = context.new_page()
    page.goto(live_server.url)

    page.locator(".language-list a").first.click()
    assert page.url == f"{live_server.url}/ar/"
    page.locator(".nav a").first.click()
    page.locator(".languages summary").click()
    page.get_by_text("Türkçe").click()

    assert page.url == f"{live_server.url}/tr/so-laeuft-es-ab/"
    context.close()


def test_an_editor_changes_a_page_of_steps_and_the_policy_blocks_nothing(
    editor_tab: Page, complaints: list[str], live_server: LiveServer
) -> None:
    german = WagtailPage.objects.get(slug="so-laeuft-es-ab", locale__language_code="de")
    editor_tab.goto(f"{live_server.url}/cms/pages/{german.pk}/edit/")
    editor_tab.locator("#id_lead").fill("Es sind sieben kleine Schritte.")
    editor_tab.locator("[data-streamfield-stream-container] .public-DraftEditor-content").first.click()
    editor_tab.keyboard.type("Zuerst: ")

    editor_tab.locator(
        "[data-w-dropdown-target=toggle][aria-label*='ctions'], .footer [data-w-dropdown-target=toggle]"
    ).last.click()
    editor_tab.locator("[name=action-publish]").click()
    expect(editor_tab.locator(".messages .success")).to_be_visible()

    editor_tab.goto(f"{live_server.url}/de/so-laeuft-es-ab/")
    expect(editor_tab.get_by_text("Es sind sieben kleine Schritte.")).to_be_visible()
    expect(editor_tab.get_by_text("Zuerst: ")).to_be_visible()
    assert complaints == []
