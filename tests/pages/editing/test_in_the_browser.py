"""The editors' pages in a real Chromium: the policy blocks nothing, nothing leaves the site, fields run right."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from pages.editing.outside import make_link, token_of
from pages.models import InfoPage
from tests.pages.editing.conftest import Publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERIOUS = {"serious", "critical"}


def test_every_page_of_the_editors_loads_whole_and_asks_nobody_outside(
    editor_tab: Page, complaints: list[str], live_server: LiveServer, translated: InfoPage, publish: Publish
) -> None:
    german = publish(lead="Wir sind am Dienstag da.")
    work = f"uebersetzungen/{german.translation_key}"
    addresses = ["", f"pages/{german.pk}/edit/", f"pages/{translated.pk}/edit/", "uebersetzungen/", f"{work}/ar/"]
    addresses += [f"{work}/aenderung/", "uebersetzungen/dateien/", f"{work}/ar/datei/hochladen/", "hilfe/"]
    addresses += ["berichte/links-und-nummern/", "berichte/hinweise/", "berichte/wiedervorlage/"]

    for address in addresses:
        answer = editor_tab.goto(f"{live_server.url}/cms/{address}")
        editor_tab.locator("#wagtail-sidebar nav a").first.wait_for()

        assert answer is not None
        assert (address, answer.status, complaints) == (address, 200, [])
        if not address.startswith("pages/") and address:
            assert (address, barriers(editor_tab, "main")) == (address, [])


def barriers(tab: Page, place: str) -> list[str]:
    found = Axe().run(tab, context=place).response["violations"]
    return [f"{found['id']}: {found['nodes'][0]['html']}" for found in found if found["impact"] in SERIOUS]


def test_the_overview_is_used_with_the_keyboard_and_its_heads_stay_in_sight(
    editor_tab: Page, live_server: LiveServer, translated: InfoPage
) -> None:
    editor_tab.goto(f"{live_server.url}/cms/uebersetzungen/")

    cell = editor_tab.locator(".sign--draft").first
    cell.focus()
    assert cell.evaluate("element => document.activeElement === element")
    heads = editor_tab.locator(".matrix thead th").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell).position)"
    )
    assert set(heads) == {"sticky"}
    editor_tab.keyboard.press("Enter")
    editor_tab.wait_for_url("**/ar/")


def test_fields_run_the_way_their_text_runs(
    editor_tab: Page, live_server: LiveServer, translated: InfoPage, page: InfoPage
) -> None:
    def style_of(selector: str) -> list[str]:
        return editor_tab.locator(selector).first.evaluate(  # type: ignore[no-any-return]
            "field => [getComputedStyle(field).direction, getComputedStyle(field).unicodeBidi]"
        )

    editor_tab.goto(f"{live_server.url}/cms/uebersetzungen/{page.translation_key}/ar/")
    assert style_of("textarea[name^=segment]") == ["rtl", "plaintext"]
    editor_tab.goto(f"{live_server.url}/cms/pages/{page.pk}/edit/")
    assert style_of("#id_lead")[1] == "plaintext"


def test_a_translator_works_on_a_phone_without_scripts(
    chromium: Browser, live_server: LiveServer, page: InfoPage
) -> None:
    cache.clear()
    link = make_link(page.translation_key, "ar", days=7, by=None)
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    tab = context.new_page()
    tab.goto(f"{live_server.url}/ar/uebersetzen/{token_of(link)}/")
    widths = [tab.locator("body").bounding_box(), tab.locator("textarea").first.bounding_box()]

    tab.locator("textarea").first.fill("أوقات العمل")
    tab.locator("button[name=keep]").click()

    assert tab.locator("textarea").first.input_value() == "أوقات العمل"
    assert all(box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in widths)
    assert context.cookies() == []
    context.close()
