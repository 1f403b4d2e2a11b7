"""Saving bad input: whatever a page sends, the answer is a page, and what was saved stays."""

import pytest

from forms.saving import read_number
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    ("text", "number"), [("17", 17), ("", None), (ENDLESS, None), ("-1", None), ("١٧", None), ("1.5", None)]
)
def test_numbers_are_read_if_they_can_be_meant(text: str, number: int | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("base", [ENDLESS, "²", "-1", "x", ""])
def test_a_version_nobody_can_mean_saves_all_the_same(browser: Browser, base: str) -> None:
    browser.press("save", {"base": base, "cm_telefon": "0231 1234"})

    assert browser.status == 200
    assert browser.shown("cm_telefon") == ["0231 1234"]


@pytest.mark.parametrize("choice", [ENDLESS, "²", "7"])
def test_a_choice_nobody_offered_keeps_the_saved_answer(browser: Browser, choice: str) -> None:
    browser.press("save", {"cm_telefon": "0231 1"})

    browser.press("save", {"settle.cm_telefon": choice})

    assert browser.status == 200
    assert browser.shown("cm_telefon") == ["0231 1"]


@pytest.mark.parametrize("action", ["drop", "drop:::", "add:gibt-es-nicht", "remove:anlagen_liste", "goto:", "☃", ""])
def test_a_button_that_does_not_exist_does_nothing(browser: Browser, action: str) -> None:
    browser.press("save", {"cm_telefon": "0231 1234"})

    browser.press(action)

    assert (browser.status, browser.step) == (200, "beratung")
    assert browser.shown("cm_telefon") == ["0231 1234"]
