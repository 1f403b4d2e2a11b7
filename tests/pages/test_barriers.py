"""axe over templates and languages; the drill takes every template in every language, width and colour scheme."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.pages.browsing import context
from tests.pages.conftest import IS_DRILL, LANGUAGES
from tests.pages.screens import screens

pytestmark = [
    *(pytest.mark.drill, pytest.mark.browser, pytest.mark.django_db),
    pytest.mark.usefixtures("public_pages"),
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SAMPLE = {"de": (360, "light"), "ar": (360, "dark")}
"""Besides the drill: two languages, each way of reading once."""


@pytest.mark.parametrize("language", LANGUAGES if IS_DRILL else SAMPLE)
def test_no_page_has_a_barrier_that_a_program_can_find(chromium: Browser, language: str) -> None:
    shown = screens(language)
    looks = list(product((360, 1280), ("light", "dark"))) if IS_DRILL else [SAMPLE[language]]

    found = {}
    for width, scheme in looks:
        with context(chromium, width, scheme=scheme) as browser:
            tab = browser.new_page()
            for screen in shown:
                screen.open(tab)
                tab.evaluate("scrollTo(0, 0)")  # what lies half under the bar of the self-check would count as small
                for violation in Axe().run(tab, options=RULES).response["violations"]:
                    places = [node["html"][:160] for node in violation["nodes"]]
                    found[screen.template, width, scheme, violation["id"]] = places[:2]

    assert len(shown) > 20
    assert found == {}
