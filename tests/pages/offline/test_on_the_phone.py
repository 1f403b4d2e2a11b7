"""A real Chromium whose network is cut: what was kept opens, the rest says honestly that it was not kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage

from pages import views
from pages.offline.keeping import CORE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("public_pages", "page_cache"),
]
SAID = {"de": "Das Internet antwortet nicht", "ar": "الإنترنت لا يستجيب"}
STORED = """async () => ({
    stores: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    local: localStorage.length + sessionStorage.length,
})"""
NOTHING = {"stores": [], "workers": 0, "local": 0}


@pytest.fixture(autouse=True)
def pages_are_asked_for_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the browser's own memory, good for a minute, answers in place of the internet."""
    monkeypatch.setattr(views, "FRESH_FOR", 0)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(60_000)
    yield context
    context.close()


def keep(tab: Page, live_server: LiveServer, language: str) -> None:
    tab.goto(f"{live_server.url}/{language}/offline/")
    tab.locator("[data-offline] button:visible").click()
    expect(tab.locator("[data-offline] .button--danger")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_without_internet_kept_pages_open_and_others_say_that_they_are_not_kept(
    phone: BrowserContext, live_server: LiveServer, language: str
) -> None:
    said = SAID[language]
    tab = phone.new_page()
    keep(tab, live_server, language)

    phone.set_offline(True)

    for path in CORE:
        tab.goto(f"{live_server.url}/{language}/{path}")
        expect(tab.locator("[role=status]").first).to_contain_text(said)
        expect(tab.locator("h1").first).to_be_visible()
        assert tab.evaluate("document.documentElement.lang") == language
        assert tab.evaluate("getComputedStyle(document.querySelector('.site-header')).borderBlockStartStyle") == "solid"
    for path in ("aktuelles/", "pruefen/", "gibt-es-nicht/"):
        tab.goto(f"{live_server.url}/{language}/{path}")
        expect(tab.locator("[role=status]").first).to_contain_text(said)
        expect(tab.locator(f'main a[href="/{language}/beratung/"]')).to_be_visible()
        assert tab.evaluate("document.documentElement.lang") == language


def test_nothing_is_stored_before_the_tap_nor_after_deleting(phone: BrowserContext, live_server: LiveServer) -> None:
    tab = phone.new_page()
    for path in ("", "de/", "de/beratung/", "de/offline/"):
        tab.goto(f"{live_server.url}/{path}")
    expect(tab.locator("[data-offline] [role=status]")).to_contain_text("KB")
    assert tab.evaluate(STORED) == NOTHING

    keep(tab, live_server, "ar")
    keep(tab, live_server, "de")
    kept = tab.evaluate(STORED)
    assert (kept["workers"], len(kept["stores"])) == (2, 2)

    tab.locator("[data-offline] .button--danger").click()
    expect(tab.locator("[data-offline] [role=status]")).to_contain_text("nichts mehr gespeichert")
    assert tab.evaluate(STORED) == NOTHING
    tab.goto(f"{live_server.url}/de/")
    assert tab.evaluate(STORED) == NOTHING
    assert phone.cookies() == []


def test_the_worker_keeps_no_self_check_and_stays_out_of_the_private_areas(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    tab = phone.new_page()
    keep(tab, live_server, "de")

    for path in ("de/pruefen/", "de/antrag/", "api/v2/pages/", "de/suche/?q=duldung"):
        tab.goto(f"{live_server.url}/{path}")
    stored = tab.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
            return found;
        }"""
    )

    allowed = {f"/de/{path}" for path in (*CORE, "offline/", "offline/inhalt.json")}
    assert {path for path in stored if not path.startswith("/static/")} == allowed


def test_with_internet_a_kept_page_is_the_newest(phone: BrowserContext, live_server: LiveServer) -> None:
    tab = phone.new_page()
    keep(tab, live_server, "de")
    page = WagtailPage.objects.get(slug="fuer-wen", locale__language_code="de").specific
    page.lead = "Ein ganz neuer Satz."
    page.save_revision().publish()

    tab.goto(f"{live_server.url}/de/fuer-wen/")

    expect(tab.get_by_text("Ein ganz neuer Satz.")).to_be_visible()
    expect(tab.locator("[role=status]")).to_have_count(0)


def test_without_a_script_there_is_no_button_but_another_way(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/de/offline/")

    expect(tab.locator("[data-offline]")).to_be_hidden()
    expect(tab.locator("[data-otherwise]")).to_be_visible()
    context.close()
