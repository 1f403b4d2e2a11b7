"""The focus and the caret stay with whoever types, whatever the page renews."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from documents.actors import Actor
from tests.forms.browser import Browser
from tests.forms.driven.conftest import DESK, OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
ENTRIES = "#f-chronologie-panel .item"
WHERE = """() => {
  const items = [...document.querySelectorAll(".item")];
  return items.indexOf(document.activeElement);
}"""


@pytest.fixture
def draft(open_browser: Callable[[Actor], Browser], marte: Actor) -> Browser:
    """A draft of which all steps are open."""
    browser = open_browser(marte).begin()
    row = browser.draft
    row.reached = len(row.definition.steps)
    row.save(update_fields=["reached"])
    return browser


@pytest.fixture
def at_step(draft: Browser, open_tab: OpenTab) -> Callable[[str], Page]:
    def opened(step: str) -> Page:
        page = open_tab(draft.actor, DESK)
        page.goto(draft.path.replace("beratung", step))
        return page

    return opened


def test_after_an_entry_is_removed_the_focus_stands_on_the_one_that_took_its_place(
    at_step: Callable[[str], Page],
) -> None:
    page = at_step("aufenthalt")
    page.locator("button[value='add:chronologie']").press("Enter")
    expect(page.locator(ENTRIES)).to_have_count(3)

    page.locator("button[value^='remove:chronologie:']").nth(1).press("Enter")

    expect(page.locator(ENTRIES)).to_have_count(2)
    assert page.evaluate(WHERE) == 1


def test_after_the_only_entry_is_removed_the_focus_stands_on_the_button_that_adds_one(
    at_step: Callable[[str], Page],
) -> None:
    page = at_step("familie")
    page.locator("button[value='add:familienmitglieder']").press("Enter")
    page.locator("button[value^='remove:familienmitglieder:']").press("Enter")

    expect(page.locator("button[value='add:familienmitglieder']")).to_be_focused()


def test_the_caret_stays_where_somebody_types_while_the_page_is_renewed(at_step: Callable[[str], Page]) -> None:
    page = at_step("beratung")
    page.fill("[name=cm_telefon]", "0231 5")
    page.evaluate("wizard.act('save')")
    page.focus("[name=cm_telefon]")
    page.keyboard.press("End")

    page.evaluate("wizard.act('save')")
    page.keyboard.type("678")

    expect(page.locator("[name=cm_telefon]")).to_have_value("0231 5678")


def test_a_button_keeps_the_focus_while_the_page_is_renewed(at_step: Callable[[str], Page]) -> None:
    page = at_step("familie")
    page.focus("button[value='add:familienmitglieder']")

    page.evaluate("wizard.act('save')")

    expect(page.locator("button[value='add:familienmitglieder']")).to_be_focused()


def test_who_has_skipped_to_the_content_is_led_to_what_is_wrong_on_the_next_page(
    at_step: Callable[[str], Page],
) -> None:
    page = at_step("beratung")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#head")).to_be_focused()

    page.locator("button[value=next]").press("Enter")

    expect(page.locator("#errors")).to_be_focused()
