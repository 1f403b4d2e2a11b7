"""axe over every template in every language; each language and template once, sizes and schemes taking turns.

`make drill` takes every size and scheme for each.
"""

import os
from itertools import cycle, islice, product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.pages.browsing import ORIGIN, context, one_of_each_kind
from tests.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
LOOKS = tuple(product((360, 1280), ("light", "dark")))
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.mark.drill
@pytest.mark.skipif(os.environ.get("GREMIUM_DRILL") != "1", reason="the audits of all templates run in `make drill`")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier_that_a_program_can_find(chromium: Browser, language: str) -> None:
    paths = one_of_each_kind(language)
    turns = islice(cycle(LOOKS), LANGUAGES.index(language), None)
    is_drill = os.environ.get("GREMIUM_DRILL") == "1"
    seen = list(product(paths, LOOKS)) if is_drill else list(zip(paths, turns, strict=False))

    found = {}
    for width, scheme in LOOKS:
        with context(chromium, width, scheme=scheme) as browser:
            tab = browser.new_page()
            for path in (path for path, look in seen if look == (width, scheme)):
                tab.goto(f"{ORIGIN}{path}")
                for violation in Axe().run(tab, options=RULES).response["violations"]:
                    places = [node["html"][:160] for node in violation["nodes"]]
                    found[path, width, scheme, violation["id"]] = places[:2]
                assert (path, tab.evaluate("document.documentElement.scrollWidth") <= width) == (path, True)

    assert found == {}
