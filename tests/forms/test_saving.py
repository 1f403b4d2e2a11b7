"""Saving bad input: whatever a page sends, the answer is a page, and what was saved stays."""

from collections.abc import Callable

import pytest

from documents.actors import Actor
from forms.drafts import Draft
from forms.saving import read_number
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def open_step(browser: Browser, step: str) -> None:
    """Whatever stands before it."""
    Draft.objects.update(reached=len(browser.draft.definition.steps))
    browser.open_step(step)


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


def test_an_entry_that_a_colleague_wrote_in_meanwhile_is_looked_at_before_it_goes(browser: Browser) -> None:
    open_step(browser, "aufenthalt")
    browser.press("add:chronologie")
    item = browser.draft.ledger().items["chronologie"][0]
    place = f"chronologie.{item}.ch_ort"
    colleague = browser.tab()
    colleague.press("save", {place: "Unna"})

    browser.press(f"remove:chronologie:{item}")

    assert browser.shown(place) == ["Unna"]
    assert "wurde inzwischen an anderer Stelle geändert" in browser.html
    browser.press(f"remove:chronologie:{item}")
    assert item not in browser.draft.ledger().items["chronologie"]


def test_what_a_colleague_changes_in_an_entry_taken_out_meanwhile_brings_it_back_into_view(browser: Browser) -> None:
    open_step(browser, "aufenthalt")
    browser.press("add:chronologie")
    item = browser.draft.ledger().items["chronologie"][0]
    place = f"chronologie.{item}.ch_ort"
    browser.press("save", {place: "Unna"})
    colleague = browser.tab()
    browser.press(f"remove:chronologie:{item}")

    colleague.press("save", {place: "Hagen"})

    assert "Hagen" in colleague.html
    assert 'id="clashes"' in colleague.html


def test_an_answer_that_waits_beside_an_entry_is_not_removed_with_it_unseen(browser: Browser) -> None:
    open_step(browser, "aufenthalt")
    browser.press("add:chronologie")
    item = browser.draft.ledger().items["chronologie"][0]
    place = f"chronologie.{item}.ch_ort"
    colleague = browser.tab()
    browser.press("save", {place: "Unna"})
    colleague.press("save", {place: "Hagen"})

    browser.press(f"remove:chronologie:{item}")

    assert "Hagen" in browser.html
    assert item in browser.draft.ledger().items["chronologie"]


def test_different_answers_to_a_question_that_is_no_longer_asked_are_not_asked_about(browser: Browser) -> None:
    browser.press("save", {"anwalt": "ja"})
    colleague = browser.tab()
    browser.press("save", {"anwalt_name": "Kanzlei A"})
    colleague.press("save", {"anwalt_name": "Kanzlei B"})
    assert 'id="clashes"' in colleague.html

    colleague.press("save", {"anwalt": "nein"})

    assert 'id="clashes"' not in colleague.html
    assert 'id="clashes"' in colleague.press("save", {"anwalt": "ja"}).html


@pytest.mark.parametrize("order", [("keep", "mark"), ("mark", "keep")])
def test_who_settles_a_clash_otherwise_than_a_colleague_did_stays_and_sees_both(
    browser: Browser, open_browser: Callable[[Actor], Browser], order: tuple[str, str]
) -> None:
    kim = open_browser(actor("Kim Anders")).go(browser.path)
    browser.press("save", {"cm_telefon": "0231 7"})
    kim.press("save", {"cm_telefon": "0231 8"})
    browser.go(browser.path)
    [mark] = kim.form.sent["listed.cm_telefon"]
    choices = [{"settle.cm_telefon": mark if one == "mark" else "keep"} for one in order]

    browser.press("save", choices[0])
    kim.press("onward", choices[1])

    assert kim.step == "beratung"
    assert 'id="clashes"' in kim.html
    assert "0231 7" in kim.html
    assert "0231 8" in kim.html
    kim.press("onward", {"settle.cm_telefon": "keep"})
    assert kim.step == "ausschluss"


def test_an_entry_taken_out_while_a_colleague_typed_in_it_comes_back_whole(browser: Browser) -> None:
    open_step(browser, "familie")
    browser.press("add:familienmitglieder")
    start = "familienmitglieder.F1.fm_"
    browser.press("save", {f"{start}vornamen": "Ali", f"{start}familienname": "Probe"})
    colleague = browser.tab()
    browser.press("remove:familienmitglieder:F1")

    colleague.press("save", {f"{start}vornamen": "Alina"})

    assert colleague.shown(f"{start}familienname") == ["Probe"]
    assert "Alina" in colleague.html
