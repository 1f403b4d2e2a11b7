"""Pages in a real Chromium that something has overtaken: a newer form, a colleague who signed in, the way back, F5."""

import pytest
from playwright.sync_api import Page, expect

from tests.forms.asking import ASKING, AskedAs, actor
from tests.forms.browser import Browser
from tests.forms.revising.changing import remove
from tests.forms.test_older_pages import moved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
LONG = "Ein langer Text, an dem eine halbe Stunde geschrieben wurde."
HELD_BACK = """() => {
  const send = window.fetch;
  window.fetch = async (...sent) => {
    const reply = await send(...sent);
    document.documentElement.classList.add("is-held-back");
    await new Promise((go) => (window.letGo ??= go));
    return reply;
  };
}"""
"""The answer to the next save comes to the page when `letGo` is called; later ones never."""


def typed_into(page: Page, text: str) -> None:
    page.press("[name=cm_telefon]", "End")
    page.locator("[name=cm_telefon]").press_sequentially(text)


def overtaken_by_a_newer_form(browser: Browser) -> None:
    moved(browser, lambda data: remove(data, "beratung_art") and None)


def test_who_types_on_in_an_older_form_is_told_and_led_to_the_newer_one(tab: Page, browser: Browser) -> None:
    overtaken_by_a_newer_form(browser)
    tab.clock.install()

    tab.fill("[name=cm_telefon]", LONG)
    tab.check("[name=beratung_art][value=video]")
    with tab.expect_response(lambda reply: reply.status == 205):
        tab.clock.run_for(5100)

    expect(tab.locator("#saved")).to_contain_text("auf eine neuere Fassung umgestellt")
    tab.click(".wizard__actions button[value=save]")
    expect(tab.locator("[name=beratung_art]")).to_have_count(0)
    expect(tab.locator("[name=cm_telefon]")).to_have_value(LONG)
    ledger = browser.draft.ledger()
    assert (ledger.values["cm_telefon"], [one.answer for one in ledger.former]) == (LONG, ["Video"])


def test_a_button_in_the_page_of_an_older_form_leads_to_the_newer_one(tab: Page, browser: Browser) -> None:
    overtaken_by_a_newer_form(browser)

    tab.fill("[name=cm_telefon]", LONG)
    tab.select_option("[name='desk.language']", "ar")

    expect(tab.locator("[name=beratung_art]")).to_have_count(0)
    expect(tab.locator("[name=cm_telefon]")).to_have_value(LONG)


def test_a_colleague_who_signs_in_looks_over_what_was_typed_before_it_is_hers(tab: Page, browser: Browser) -> None:
    colleague = actor("Jonte Brink")
    AskedAs.actors[colleague.ref] = colleague
    before = browser.draft.ledger().values["cm_telefon"]
    tab.fill("[name=cm_telefon]", LONG)
    tab.context.set_extra_http_headers({"X-Asking": colleague.ref})

    tab.locator(".wizard__actions button").first.click()

    expect(tab.locator("#carried")).to_contain_text("unter Ihrem Namen")
    expect(tab.locator("[name=cm_telefon]")).to_have_value(LONG)
    assert browser.draft.ledger().values["cm_telefon"] == before
    tab.click(".wizard__actions button[value=save]")
    expect(tab.locator("#carried")).to_have_count(0)
    assert browser.draft.ledger().changes["cm_telefon"][-1].by == "Jonte Brink"


def test_an_answer_without_a_place_is_kept_once_whoever_sends_it(tab: Page, browser: Browser) -> None:
    """The script sends a line's end in one way, a form in another."""
    page = browser.reach("anliegen")
    tab.goto(page.path)
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)
    colleague = actor("Jonte Brink")
    AskedAs.actors[colleague.ref] = colleague
    answer = tab.locator("[name=geprueft_ergebnis]")
    answer.evaluate("(one) => { one.value = 'eins\\nzwei'; one.dispatchEvent(new Event('input', { bubbles: true })); }")
    tab.context.set_extra_http_headers({"X-Asking": colleague.ref})

    tab.locator(".wizard__actions button").first.click()
    expect(tab.locator("#carried")).to_be_visible()
    tab.click(".wizard__actions button[value=save]")
    expect(tab.locator("#carried")).to_have_count(0)

    assert [one.answer for one in browser.draft.ledger().former] == ["eins\nzwei"]


def test_what_somebody_else_typed_is_not_saved_by_itself(tab: Page, browser: Browser) -> None:
    """Neither in a pause, nor by leaving the page: only a button that the colleague presses makes it hers."""
    colleague = actor("Jonte Brink")
    AskedAs.actors |= {colleague.ref: colleague, "jonte": colleague}
    tab.fill("[name=cm_telefon]", LONG)
    tab.context.set_extra_http_headers({"X-Asking": colleague.ref})
    tab.locator(".wizard__actions button").first.click()
    expect(tab.locator("#carried")).to_be_visible()
    tab.context.add_cookies([{"name": ASKING, "value": "jonte", "url": tab.url}])
    tab.on("dialog", lambda dialog: dialog.accept())

    tab.check("[name=eilig][value=nein]")
    expect(tab.locator("#saved")).to_contain_text("jemand anderes angemeldet")
    tab.goto("/de/antrag/")
    tab.wait_for_timeout(1000)

    assert browser.draft.ledger().values["cm_telefon"] != LONG


@pytest.mark.parametrize("status", [200, 205])
def test_what_is_typed_while_a_button_is_on_its_way_is_not_taken_for_saved(
    tab: Page, browser: Browser, status: int
) -> None:
    AskedAs.actors["marte"] = browser.actor
    tab.context.add_cookies([{"name": ASKING, "value": "marte", "url": tab.url}])
    tab.on("dialog", lambda dialog: dialog.accept())
    if status == 205:
        overtaken_by_a_newer_form(browser)

    tab.evaluate(HELD_BACK)

    if status == 205:
        tab.check("[name=eilig][value=nein]")
    else:
        tab.select_option("[name='desk.language']", "ar")
    expect(tab.locator("html.is-held-back")).to_have_count(1)
    typed_into(tab, " abends")
    tab.evaluate("window.letGo()")
    tab.wait_for_timeout(500)
    tab.goto("/de/antrag/")
    tab.wait_for_timeout(1000)

    assert browser.draft.ledger().values["cm_telefon"].endswith(" abends")


@pytest.mark.parametrize("leave", ["reload", "another page"])
def test_what_was_typed_a_moment_before_the_page_is_left_is_saved(tab: Page, browser: Browser, leave: str) -> None:
    AskedAs.actors["marte"] = browser.actor
    tab.context.add_cookies([{"name": ASKING, "value": "marte", "url": tab.url}])
    tab.on("dialog", lambda dialog: dialog.accept())
    typed_into(tab, " abends")

    if leave == "reload":
        tab.reload()
    else:
        tab.goto("/de/antrag/")
        tab.go_back()

    tab.wait_for_timeout(500)
    tab.reload()
    assert tab.input_value("[name=cm_telefon]").endswith(" abends")
    assert browser.draft.ledger().values["cm_telefon"].endswith(" abends")


def test_a_page_with_unsaved_text_is_not_closed_without_a_question_while_the_connection_is_away(tab: Page) -> None:
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    typed_into(tab, " abends")
    tab.context.set_offline(True)

    tab.close(run_before_unload=True)

    tab.wait_for_timeout(1000)
    assert asked == ["beforeunload"]
    assert tab.input_value("[name=cm_telefon]").endswith(" abends")
    tab.context.set_offline(False)
    expect(tab.locator("#saved")).to_contain_text("Gespeichert um")


def test_back_leads_to_the_page_that_was_left_with_text_on_the_way(tab: Page) -> None:
    step = tab.url
    typed_into(tab, " abends")
    tab.click(".wizard__actions button[value=close]")
    tab.wait_for_url("**/de/antrag/")

    tab.go_back()

    assert tab.url == step
    assert tab.input_value("[name=cm_telefon]").endswith(" abends")


def test_a_clash_that_was_settled_does_not_come_back_with_the_way_back(tab: Page, browser: Browser) -> None:
    other = browser.tab()
    other.press("save", {"cm_telefon": "0231 7"})
    tab.fill("[name=cm_telefon]", "0231 8")
    tab.click(".wizard__actions button[value=save]")
    tab.locator(".clash input[type=radio]").last.check()
    tab.locator(".wizard__actions button").first.click()
    tab.wait_for_url("**/ausschluss/")
    chosen = browser.draft.ledger().values["cm_telefon"]

    tab.go_back()
    tab.wait_for_timeout(300)
    tab.click(".wizard__actions button[value=save]")

    expect(tab.locator("#saved")).to_contain_text("Gespeichert")
    ledger = browser.draft.ledger()
    assert (ledger.values["cm_telefon"], ledger.rivals) == (chosen, {})
