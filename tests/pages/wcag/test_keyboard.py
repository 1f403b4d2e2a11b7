"""WCAG 2.2 AA with the keyboard alone, key by key."""

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.browsing import ORIGIN, context

pytestmark = [
    *(pytest.mark.browser, pytest.mark.django_db),
    *(pytest.mark.usefixtures("public_pages"), pytest.mark.parametrize("language", ["de", "ar"])),
]
NUMBER = """() => {
  const groups = new Set();
  const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => one.type !== "radio" || (!groups.has(one.name) && groups.add(one.name)));
  stops.forEach((one, place) => (one.dataset.stop = place));
  return stops.length;
}"""
AT = "() => Number(document.activeElement.dataset.stop ?? -1)"


@pytest.mark.parametrize("path", ["", "beratung/", "haeufige-fragen/", "pruefen/"])
def test_2_1_1_2_1_2_and_2_4_3_the_tab_key_reaches_everything_in_reading_order_and_is_caught_nowhere(
    chromium: Browser, language: str, path: str
) -> None:
    with context(chromium) as browser:
        tab = browser.new_page()
        tab.goto(f"{ORIGIN}/{language}/{path}")
        stops = tab.evaluate(NUMBER)

        assert stops > 10
        assert walked(tab, "Tab", stops) == list(range(stops))
        assert walked(tab, "Tab", 1) in ([-1], [0])


def test_2_1_1_the_enter_key_opens_the_menu_of_languages_and_follows_a_link(chromium: Browser, language: str) -> None:
    with context(chromium) as browser:
        tab = browser.new_page()
        tab.goto(f"{ORIGIN}/{language}/")

        tab.locator(".languages summary").focus()
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        with tab.expect_navigation():
            tab.keyboard.press("Enter")

        assert tab.url == f"{ORIGIN}/de/"


def test_2_4_1_the_first_key_press_offers_the_way_to_the_content(chromium: Browser, language: str) -> None:
    with context(chromium) as browser:
        tab = browser.new_page()
        tab.goto(f"{ORIGIN}/{language}/beratung/")

        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
        tab.keyboard.press("Enter")

        assert tab.evaluate("document.activeElement.id") == "main"


def walked(tab: Page, key: str, presses: int) -> list[int]:
    """The stops that so many presses of a key come to."""
    found = []
    for _press in range(presses):
        tab.keyboard.press(key)
        found.append(tab.evaluate(AT))
    return found
