"""Public pages and the page editor in a real Chromium."""

import io

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage
from wagtail_localize.models import StringTranslation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERIOUS = {"serious", "critical"}
SETTLED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 500)))"
"""Resolves once the page was drawn and its scripts have had time to ask for what they need."""


@pytest.mark.usefixtures("public_pages")
def test_pages_have_no_serious_barrier_and_fit_a_small_screen(
    tab: Page, complaints: list[str], live_server: LiveServer
) -> None:
    paths = [f"{language}/{path}" for language in ("de", "ar", "de-simple") for path in ("", "so-laeuft-es-ab/")]
    for path in ["", "de/haeufige-fragen/", *paths]:
        for width in (360, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            tab.goto(f"{live_server.url}/{path}")

            barriers = [v for v in Axe().run(tab).response["violations"] if v["impact"] in SERIOUS]
            assert (path, barriers) == (path, [])
            assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []
    assert tab.context.cookies() == []


@pytest.mark.usefixtures("public_pages")
def test_the_headings_of_the_home_page_leave_out_no_level(tab: Page, live_server: LiveServer) -> None:
    for language, _name in settings.LANGUAGES:
        tab.goto(f"{live_server.url}/{language}/")

        found = Axe().run(tab, options={"runOnly": ["heading-order"]}).response
        assert (language, found["violations"], len(found["passes"])) == (language, [], 1)


@pytest.mark.usefixtures("public_pages")
def test_printed_questions_have_their_answers(tab: Page, live_server: LiveServer) -> None:
    tab.goto(f"{live_server.url}/de/haeufige-fragen/")

    pages = pypdf.PdfReader(io.BytesIO(tab.pdf())).pages

    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Beratung und Antrag sind kostenlos." in printed
    assert "Niemand vertritt sie." in printed
    assert "Türkçe" not in printed


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
    editor_tab.get_by_label("Toggle preview").click()
    expect(editor_tab.frame_locator("#w-preview-iframe").get_by_role("heading", level=1)).to_be_visible()

    editor_tab.locator("#id_lead").fill("Es sind sieben kleine Schritte.")
    editor_tab.locator(".public-DraftEditor-content").first.click()
    editor_tab.keyboard.press("Control+Home")
    editor_tab.keyboard.type("Zuerst: ")
    expect(editor_tab.locator("input[type=hidden][value*='Zuerst: ']")).to_have_count(1)
    editor_tab.locator("footer .w-dropdown__toggle").click()
    editor_tab.locator("[name=action-publish]").click()
    expect(editor_tab.locator(".messages .success")).to_be_visible()

    editor_tab.goto(f"{live_server.url}/de/so-laeuft-es-ab/")
    expect(editor_tab.get_by_text("Es sind sieben kleine Schritte.")).to_be_visible()
    expect(editor_tab.get_by_text("Zuerst: Sie gehen")).to_be_visible()
    assert complaints == []


def test_an_editor_checks_a_translated_string_and_the_policy_blocks_nothing(
    editor_tab: Page, complaints: list[str], live_server: LiveServer
) -> None:
    english = WagtailPage.objects.get(slug="so-laeuft-es-ab", locale__language_code="en")
    editor_tab.goto(f"{live_server.url}/cms/pages/{english.pk}/edit/")

    editor_tab.locator("textarea[name^=segment]").first.fill("How it really works")
    with editor_tab.expect_navigation():
        editor_tab.locator("button[name=keep]").click()

    saved = StringTranslation.objects.get(data="How it really works")
    assert saved.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
    assert complaints == []


def test_the_other_screens_of_the_page_editor_work_under_the_policy(
    editor_tab: Page, complaints: list[str], live_server: LiveServer
) -> None:
    home = WagtailPage.objects.get(slug="start").pk

    for address in ("", f"pages/{home}/", f"pages/add/pages/infopage/{home}/", "reports/site-history/", "images/add/"):
        answer = editor_tab.goto(f"{live_server.url}/cms/{address}")
        editor_tab.wait_for_function("window.wagtail && document.querySelector('[data-controller]')")
        editor_tab.evaluate(SETTLED)

        assert answer is not None
        assert (address, answer.status, complaints) == (address, 200, [])
