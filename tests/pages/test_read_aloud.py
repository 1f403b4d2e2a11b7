"""Reading a page aloud with the device's own voices, played by a stand-in that notes what it is told to say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.pages.browsing import ORIGIN, context

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
GERMAN = {"lang": "de-DE", "localService": True}
FROM_AFAR = {"lang": "de-DE", "localService": False}
ARABIC = {"lang": "ar_SA", "localService": True}
DEVICE = """
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.device = {
  voices: %s,
  said: [],
  getVoices() { return this.voices; },
  speak(one) { this.said.push(one); },
  cancel() { this.said = []; },
  pending: false,
};
Object.defineProperty(window, "speechSynthesis", { value: window.device });
"""


@contextmanager
def page_on_a_device(
    chromium: Browser, language: str, *voices: dict[str, object], path: str = "so-laeuft-es-ab/"
) -> Iterator[Page]:
    with context(chromium) as opened:
        opened.add_init_script(DEVICE % json.dumps(voices))
        page = opened.new_page()
        page.goto(f"{ORIGIN}/{language}/{path}")
        yield page


def button(page: Page) -> Locator:
    return page.locator("button[data-stop]")


def said(page: Page) -> list[str]:
    return page.evaluate("device.said.map(one => one.text)")  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("language", "voices", "is_offered"),
    [
        ("de", [], False),
        ("de", [FROM_AFAR], False),
        ("de", [GERMAN], True),
        ("en", [GERMAN, {"lang": "en-GB", "localService": True}], True),
        ("ar", [GERMAN], False),
        ("ar", [GERMAN, ARABIC], True),
    ],
)
def test_the_button_is_there_only_where_the_device_itself_speaks_the_language(
    chromium: Browser, language: str, voices: list[dict[str, object]], is_offered: bool
) -> None:
    with page_on_a_device(chromium, language, *voices) as page:
        expect(button(page)).to_be_visible(visible=is_offered)


def test_voices_may_come_late(chromium: Browser) -> None:
    with page_on_a_device(chromium, "de") as page:
        page.evaluate("voice => { device.voices = [voice]; device.onvoiceschanged(); }", GERMAN)

        expect(button(page)).to_be_visible()


def test_a_press_reads_the_page_from_its_title_on_and_another_stops_at_once(chromium: Browser) -> None:
    with page_on_a_device(chromium, "de", FROM_AFAR, GERMAN) as page:
        begin = button(page).inner_text()

        button(page).click()
        assert said(page)[:2] == ["So läuft es ab", "Von der ersten Beratung bis zur Antwort sind es sieben Schritte."]
        assert page.evaluate("device.said.every(one => one.voice.localService)")
        assert button(page).inner_text() != begin
        button(page).click()

        assert said(page) == []
        assert button(page).inner_text() == begin


def test_after_the_last_sentence_the_page_can_be_read_again(chromium: Browser) -> None:
    with page_on_a_device(chromium, "de", GERMAN) as page:
        begin = button(page).inner_text()
        button(page).click()

        page.evaluate("device.said.at(-1).onend()")

        assert button(page).inner_text() == begin


def test_who_leaves_the_page_hears_no_more_of_it(chromium: Browser) -> None:
    with page_on_a_device(chromium, "de", GERMAN) as page:
        button(page).click()

        page.evaluate("dispatchEvent(new Event('pagehide'))")

        assert said(page) == []


def test_an_arabic_voice_is_given_no_german_to_read(chromium: Browser) -> None:
    for path in ("so-laeuft-es-ab/", "fuer-wen/"):
        with page_on_a_device(chromium, "ar", ARABIC, path=path) as page:
            german = page.locator(".german, .german p").all_inner_texts()
            button(page).click()

            heard, sentences = " ".join(said(page)), [text for text in german if len(text) > 20]
            assert len(sentences) > 3
            assert [text for text in sentences if text in heard] == []
