"""Both languages in a real Chromium, at the width of a phone and of a desk: nothing overflows, nothing is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from forms.catalogues import german_of, shipped_translations
from forms.consent_texts import ConsentText
from forms.reading import shipped_form
from forms.translations import load_drafts
from forms.versions import FORM_KEY
from tests.forms.browser import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
SIDE_BY_SIDE = "([one, other]) => other.left >= one.right"
BOXES = """() => [...document.querySelector("#f-cm_telefon-field .pair").children].map((one) => {
  const box = one.getBoundingClientRect();
  return { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
})"""
WIDER_THAN_THE_PAGE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def draft(browser: Browser) -> Browser:
    """Marte at a new draft with all steps open and the translations there; made before the server starts."""
    german = german_of(shipped_form(), ConsentText.objects.current(FORM_KEY))
    for language in ("ar", "ckb"):
        load_drafts(FORM_KEY, language, german, shipped_translations(language))
    row = browser.draft
    row.reached = len(row.definition.steps)
    row.save(update_fields=["reached"])
    return browser


@pytest.fixture
def open_tab(draft: Browser, chromium: Chromium, server: LiveServer) -> Iterator[Any]:
    contexts = []

    def opened(size: dict[str, int], **more: Any) -> Page:
        context = chromium.new_context(base_url=server.url, locale="de-DE", viewport=size, **more)
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def at_the_desk(open_tab: Any, draft: Browser, size: dict[str, int]) -> Page:
    page: Page = open_tab(size, extra_http_headers={"X-Asking": draft.actor.ref})
    page.goto(draft.path)
    return page


def choose(page: Page, language: str) -> None:
    page.select_option("#desk-language", language)
    expect(page.locator(f"h1 [lang={language}]")).to_be_visible()


@pytest.mark.parametrize(("size", "is_wide"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_both_languages_stand_side_by_side_where_there_is_room(
    open_tab: Any, draft: Browser, size: dict[str, int], is_wide: bool, language: str
) -> None:
    page = at_the_desk(open_tab, draft, size)
    choose(page, language)

    boxes = page.evaluate(BOXES)
    assert page.evaluate(SIDE_BY_SIDE, boxes) is is_wide
    assert (boxes[1]["top"] >= boxes[0]["bottom"]) is not is_wide
    for step in ("beratung", "familie", "haerte", "einwilligung", "abschluss"):
        page.goto(draft.path.replace("beratung", step))
        assert page.evaluate(WIDER_THAN_THE_PAGE) <= 0, step


def test_switching_in_place_loses_no_character(open_tab: Any, draft: Browser) -> None:
    page = at_the_desk(open_tab, draft, DESK)
    page.fill("[name=cm_telefon]", "0231 halb getippt ")

    choose(page, "ar")
    page.click("[value='desk:german']")
    expect(page.locator("h1 [lang=ar]")).to_have_count(0)
    choose(page, "ckb")

    assert page.input_value("[name=cm_telefon]") == "0231 halb getippt "
    assert draft.draft.ledger().values["cm_telefon"] == "0231 halb getippt"


def test_a_phone_reads_along_until_the_desk_ends_it(open_tab: Any, draft: Browser) -> None:
    page = at_the_desk(open_tab, draft, DESK)
    choose(page, "ar")
    page.click("[value='person:start']")
    phone = open_tab(PHONE)
    phone.goto(page.get_attribute(".person-code a", "href"))

    page.focus("[name=cm_telefon]")
    expect(phone.locator("h1")).to_contain_text("Dienstliche Telefonnummer")

    page.click("[value='person:end']")
    expect(phone.locator("h1")).to_have_text("انتهت المتابعة بالقراءة. يمكنكم إغلاق هذه الصفحة.")


@pytest.mark.parametrize("step", ["beratung", "familie", "einwilligung", "abschluss"])
def test_axe_finds_no_barrier_in_two_languages(open_tab: Any, draft: Browser, step: str) -> None:
    page = at_the_desk(open_tab, draft, DESK)
    choose(page, "ar")
    page.goto(draft.path.replace("beratung", step))

    found = Axe().run(page, options={"resultTypes": ["violations"]})

    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found.response["violations"]] == []


@pytest.mark.parametrize("paper", ["bogen", "kopie"])
def test_the_pages_of_the_papers_have_room_and_no_barrier(open_tab: Any, draft: Browser, paper: str) -> None:
    for size in (PHONE, DESK):
        page = at_the_desk(open_tab, draft, size)
        choose(page, "ar")
        page.goto(draft.path.replace("beratung", paper))

        assert page.evaluate(WIDER_THAN_THE_PAGE) <= 0
        assert page.input_value("[name=language]") == "ar"
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert [one["id"] for one in found.response["violations"]] == []
