"""Every screen as it is measured, once for all criteria."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.pages.browsing import context
from tests.pages.conftest import IS_DRILL, LANGUAGES
from tests.pages.screens import screens

MEASURES = Path(__file__).with_name("measures.js").read_text()
AT_400_PERCENT = (320, 256)
"""A window of 1280 by 1024 at 400 %: everything is narrowest, and what is fixed covers most."""
DESK = (1280, 800)
TESTED = LANGUAGES if IS_DRILL else ["de", "ar"]
Measured = dict[str, dict[str, Any]]


@cache
def measured(chromium: Browser, language: str, size: tuple[int, int]) -> Measured:
    """Template -> what `measures.js` found there."""
    found: Measured = {}
    with context(chromium, size[0]) as browser:
        tab = browser.new_page()
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        for screen in screens(language):
            screen.open(tab)
            tab.keyboard.press("Tab")  # from here on the browser marks the focus as for a keyboard
            found[screen.template] = tab.evaluate(MEASURES)
    return found


@pytest.fixture(params=TESTED)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def near(chromium: Browser, language: str, public_pages: None) -> Measured:
    return measured(chromium, language, AT_400_PERCENT)


@pytest.fixture
def far(chromium: Browser, language: str, public_pages: None) -> Measured:
    """Besides the drill one language is enough: at a desk both directions have room."""
    return measured(chromium, language, DESK) if IS_DRILL or language == TESTED[0] else {}


@pytest.fixture
def missed(near: Measured, far: Measured) -> Callable[..., dict[str, Any]]:
    """What a measure found, by template; nothing where all is well."""

    def look(measure: str) -> dict[str, Any]:
        seen = [(template, one[measure]) for size in (near, far) for template, one in size.items()]
        return {template: value for template, value in seen if value}

    return look
