"""Signing with a finger and with a mouse in a real Chromium, beside the sheet that is printed first."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.uploads import Upload, read_pdf
from forms.catalogues import german_of, shipped_translations
from forms.consent_texts import ConsentText
from forms.finger_signatures import finger_signature
from forms.reading import shipped_form
from forms.translations import load_drafts
from forms.versions import FORM_KEY
from tests.forms.browser import Browser
from tests.forms.filled_consents import SHE, fill_in_consents, finger_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
WIDER_THAN_THE_PAGE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
DRAW = """(field, points) => {
  const box = field.getBoundingClientRect();
  const say = (type, [x, y]) => field.dispatchEvent(new PointerEvent(type, {
    bubbles: true, cancelable: true, pointerId: 1, pointerType: "touch", isPrimary: true,
    clientX: box.left + x * box.width, clientY: box.top + y * box.height,
  }));
  field.setPointerCapture = () => {};  // only a real finger can be captured
  say("pointerdown", points[0]);
  for (const point of points.slice(1)) say("pointermove", point);
  say("pointerup", points.at(-1));
}"""


@pytest.fixture
def draft(browser: Browser) -> Browser:
    """Made before the server starts."""
    german = german_of(shipped_form(), ConsentText.objects.current(FORM_KEY))
    load_drafts(FORM_KEY, "ar", german, shipped_translations("ar"))
    return fill_in_consents(browser, "ar")


@pytest.fixture
def open_page(draft: Browser, chromium: Chromium, server: LiveServer) -> Iterator[Any]:
    contexts = []

    def opened(size: dict[str, int], **more: Any) -> Page:
        asking = {"X-Asking": draft.actor.ref}
        context = chromium.new_context(
            base_url=server.url, locale="de-DE", viewport=size, extra_http_headers=asking, **more
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(finger_page(draft))
        return page

    yield opened
    for context in contexts:
        context.close()


def draw_with_the_mouse(page: Page) -> None:
    field = page.locator(".finger__field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    spots = [(0.2, 0.7), (0.3, 0.2), (0.45, 0.7), (0.7, 0.3)]
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in spots]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=5)
    page.mouse.up()


def test_somebody_signs_on_a_phone_and_clears_the_field_before(open_page: Any, draft: Browser) -> None:
    page = open_page(PHONE, has_touch=True)
    assert page.evaluate(WIDER_THAN_THE_PAGE) <= 0
    strokes = page.locator("[name=strokes]")
    draw_with_the_mouse(page)
    assert page.locator(".finger__stroke").count() == 1
    page.click("[data-clear]")
    expect(page.locator(".finger__stroke")).to_have_count(0)
    expect(strokes).to_have_value("")

    page.locator(".finger__field").evaluate(DRAW, [[0.1, 0.8], [0.3, 0.2], [0.5, 0.9]])
    page.locator(".finger__field").evaluate(DRAW, [[0.6, 0.5], [1.4, 0.5]])  # beyond the edge
    page.click("#finger .actions .button:not([data-clear])")

    expect(page.locator("main")).to_contain_text("mit dem Finger unterschrieben, das Blatt auf Papier folgt")
    kept = finger_signature(draft.draft.ledger(), SHE)
    assert kept is not None
    upload = Upload.objects.of(draft.draft_id).get(pk=kept.upload)
    assert read_pdf(upload).startswith(b"%PDF")


def test_the_page_has_no_barrier_in_two_languages_and_the_field_is_not_mirrored(open_page: Any, draft: Browser) -> None:
    page = open_page(DESK)
    draw_with_the_mouse(page)

    expect(page.locator("h1 [lang=ar]")).to_have_attribute("dir", "rtl")
    path = page.locator(".finger__stroke").get_attribute("d")
    assert path is not None
    first, *_between, last = path.removeprefix("M").split("L")
    assert int(first.split(",")[0]) < 250
    assert int(last.split(",")[0]) > 550
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found.response["violations"]] == []


def test_without_scripts_no_field_is_offered_and_the_way_to_paper_is_said(open_page: Any) -> None:
    page = open_page(PHONE, java_script_enabled=False)

    expect(page.locator(".finger__field")).to_be_hidden()
    expect(page.locator("[data-without-script]")).to_contain_text("auf Papier unterschreiben")
    expect(page.locator("a[href$='/bogen/']").first).to_be_visible()
