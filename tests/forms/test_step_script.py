"""The wizard's script in a real Chromium: what is typed is saved, and never lost when the sign-in has ended."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from forms.drafts import Draft
from tests.forms.browser import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
LONG = "Ein langer Text, an dem eine halbe Stunde geschrieben wurde."


@pytest.fixture
def draft(browser: Browser) -> Browser:
    """Marte at the first step of a new draft; made before the server starts, so that both see the same tables."""
    return browser


def show_sign_in(route: Route) -> None:
    """What the site answers to somebody who is signed out."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Anmelden</h1>")


def test_the_page_is_not_left_while_the_sign_in_has_ended(tab: Page, draft: Browser) -> None:
    tab.route("**/antrag/**", show_sign_in)

    tab.fill("[name=cm_telefon]", LONG)
    tab.click("button[value=next]")

    expect(tab.locator("#saved")).to_have_class("saved small soft saved--serious")
    assert tab.input_value("[name=cm_telefon]") == LONG
    tab.unroute("**/antrag/**")
    tab.click("button[value=close]")
    tab.wait_for_url("**/antrag/")
    assert draft.draft.ledger().values["cm_telefon"] == LONG


def test_after_signing_in_again_elsewhere_the_open_page_can_be_saved(tab: Page, draft: Browser) -> None:
    tab.fill("[name=cm_telefon]", LONG)
    tab.context.clear_cookies()

    tab.click("button[value=close]")

    tab.wait_for_url("**/antrag/")
    assert draft.draft.ledger().values["cm_telefon"] == LONG


def test_a_pause_while_typing_saves_without_leaving_the_field(tab: Page, draft: Browser) -> None:
    tab.clock.install()
    tab.fill("[name=cm_telefon]", LONG)

    with tab.expect_response("**/beratung/") as response:
        tab.clock.run_for(5100)

    assert response.value.ok
    assert draft.draft.ledger().values["cm_telefon"] == LONG


def test_a_page_whose_draft_was_handed_in_says_so(tab: Page, draft: Browser) -> None:
    tab.route("**/antrag/**", lambda route: route.fulfill(status=409, body="Bereits eingereicht."))

    tab.fill("[name=cm_telefon]", LONG)
    tab.click("button[value=next]")

    expect(tab.locator("#saved")).to_have_text("Bereits eingereicht.")


def test_a_corrected_answer_leaves_the_error_box_with_the_next_autosave(tab: Page) -> None:
    tab.click("button[value=next]")
    box = tab.locator("#errors li")
    before = box.count()
    tab.check("[name=eilig][value=nein]")

    expect(box).to_have_count(before - 1)
    expect(tab.locator("#f-eilig-field .field__error")).to_have_count(0)
    expect(tab.locator("#f-eilig-field")).to_have_class("field")
    expect(tab.locator("#f-anwalt-field .field__error")).to_have_count(1)


def test_the_error_box_goes_when_nothing_is_wrong_any_more(tab: Page) -> None:
    tab.click("button[value=next]")
    tab.fill("[name=beratung_datum]", "16.02.2026")
    for name in ("sprachmittlung", "eilig", "anwalt"):
        tab.check(f"[name={name}][value={'nicht_noetig' if name == 'sprachmittlung' else 'nein'}]")

    expect(tab.locator("#errors")).to_have_count(0)
    expect(tab.locator(".wizard__actions button").first).to_have_attribute("value", "next")


def test_what_is_typed_without_a_connection_waits_in_view_and_is_saved_when_it_is_back(
    tab: Page, draft: Browser
) -> None:
    tab.context.set_offline(True)

    tab.fill("[name=cm_telefon]", LONG)
    expect(tab.locator("#saved")).to_have_attribute("data-pending", "neueste Änderungen noch nicht gespeichert")
    tab.click("button[value=next]")
    expect(tab.locator("#saved")).to_contain_text("Noch nicht gespeichert")
    expect(tab.locator("#saved")).to_be_in_viewport()
    assert tab.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])") == "[[],[]]"
    tab.context.set_offline(False)

    expect(tab.locator("#saved")).to_contain_text("Gespeichert um")
    expect(tab.locator("#saved")).not_to_have_attribute("data-pending", "neueste Änderungen noch nicht gespeichert")
    assert draft.draft.ledger().values["cm_telefon"] == LONG


def test_a_saved_page_is_not_left_for_a_browser_error_while_the_connection_is_away(tab: Page) -> None:
    tab.context.set_offline(True)

    tab.click("button[value=close]")

    expect(tab.locator("#saved")).to_contain_text("Noch nicht gespeichert")
    assert tab.url.endswith("/beratung/")


def test_a_language_is_typed_by_its_name_and_kept_by_its_code(tab: Page, draft: Browser) -> None:
    tab.check("[name=sprachmittlung][value=professionell]")
    language = tab.locator("[name=sprachmittlung_sprache]")

    language.press_sequentially("kurmandschi")
    language.press("Tab")

    expect(language).to_have_value("Kurmandschi")
    expect(tab.locator("#saved")).to_contain_text("Gespeichert um")
    assert draft.draft.ledger().values["sprachmittlung_sprache"] == "kmr"


def test_who_types_in_a_draft_that_has_gone_is_told_so_and_keeps_the_text(tab: Page, draft: Browser) -> None:
    Draft.objects.filter(pk=draft.draft_id).update(withdrawn_at=timezone.now())

    tab.fill("[name=cm_telefon]", LONG)
    tab.click(".wizard__actions button[value=save]")

    expect(tab.locator("#saved")).to_contain_text("Dieser Entwurf ist für Sie nicht mehr offen.")
    assert tab.input_value("[name=cm_telefon]") == LONG


def pause(tab: Page) -> None:
    with tab.expect_response("**/beratung/"):
        tab.clock.run_for(5100)
    expect(tab.locator("#saved")).to_contain_text("Gespeichert")
    expect(tab.locator("#saved")).not_to_have_attribute("data-pending", re.compile("."))


def test_a_colleagues_answer_is_not_overwritten_by_who_types_in_the_same_field(tab: Page, draft: Browser) -> None:
    tab.clock.install()
    draft.tab().press("save", {"cm_telefon": "0231 7"})

    for typed in ("0231 8", "0231 89"):
        tab.fill("[name=cm_telefon]", typed)
        pause(tab)

    assert draft.draft.ledger().values["cm_telefon"] == "0231 7"
    tab.fill("[name=beratung_datum]", "10.02.2026")
    pause(tab)
    expect(tab.locator(".clash")).to_contain_text("0231 89")


def test_a_colleagues_answer_is_shown_and_stays_where_somebody_types_elsewhere(tab: Page, draft: Browser) -> None:
    tab.clock.install()
    draft.tab().press("save", {"cm_telefon": "0231 7"})

    for typed in ("9.2.2026", "10.2.2026"):
        tab.fill("[name=beratung_datum]", typed)
        pause(tab)

    assert tab.input_value("[name=cm_telefon]") == "0231 7"
    assert draft.draft.ledger().values["cm_telefon"] == "0231 7"


def test_a_colleagues_answer_is_not_overwritten_by_what_is_typed_while_a_button_is_at_work(
    tab: Page, draft: Browser
) -> None:
    tab.clock.install()
    waiting: list[Route] = []
    tab.route("**/antrag/**", lambda route: waiting.append(route))
    with tab.expect_request(lambda request: request.method == "POST"):
        tab.select_option("[name='desk.language']", "ar")
    draft.tab().press("save", {"cm_telefon": "0231 7"})

    tab.fill("[name=cm_telefon]", "0231 8")
    waiting[0].continue_()
    tab.unroute("**/antrag/**")
    expect(tab.locator("[lang=ar]").first).to_be_attached()
    assert tab.input_value("[name=cm_telefon]") == "0231 8"
    pause(tab)

    assert draft.draft.ledger().values["cm_telefon"] == "0231 7"
    tab.fill("[name=beratung_datum]", "10.02.2026")
    pause(tab)
    expect(tab.locator(".clash")).to_contain_text("0231 8")


def test_a_save_of_which_nothing_is_heard_is_told_and_sent_again(tab: Page, draft: Browser) -> None:
    hanging: list[Route] = []
    tab.clock.install()
    tab.route("**/beratung/", lambda route: hanging.append(route), times=1)
    tab.fill("[name=cm_telefon]", LONG)
    tab.clock.run_for(5100)

    tab.clock.run_for(60_000)
    expect(tab.locator("#saved")).to_contain_text("Noch nicht gespeichert")
    pause(tab)

    assert len(hanging) == 1
    assert draft.draft.ledger().values["cm_telefon"] == LONG


def test_more_text_than_a_page_can_hold_is_told_as_that_and_saved_when_it_is_shorter(tab: Page, draft: Browser) -> None:
    tab.clock.install()
    tab.fill("[name=cm_telefon]", "0" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    tab.clock.run_for(5100)
    expect(tab.locator("#saved")).to_contain_text("mehr Text, als auf einmal gesendet werden kann")

    tab.fill("[name=cm_telefon]", LONG)
    pause(tab)

    assert draft.draft.ledger().values["cm_telefon"] == LONG


def test_who_closes_the_page_while_a_save_hangs_is_asked_first(tab: Page) -> None:
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tab.clock.install()
    tab.route("**/beratung/", lambda _route: None)
    tab.locator("[name=cm_telefon]").press_sequentially("0231 1")  # browsers ask nobody who has touched nothing
    tab.clock.run_for(5100)
    tab.clock.run_for(3100)

    tab.close(run_before_unload=True)

    tab.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def add_a_wife(family: Browser) -> None:
    """She has a sheet of her own to sign."""
    family.reach("familie").press("add:familienmitglieder")
    [first] = {name.split(".")[1] for name in family.form.names if name.endswith(".fm_vornamen")}
    wife = {"mitantrag": "ja", "beziehung": "ehe", "vornamen": "Amira", "geburtsdatum": "2.3.1985"}
    family.press("save", {f"familienmitglieder.{first}.fm_{key}": value for key, value in wife.items()})


def test_an_entry_that_a_colleague_added_appears_with_the_next_save(tab: Page, draft: Browser) -> None:
    """Nobody has typed in it here: the page holds no room for what it proposes, and is renewed as a whole."""
    draft.tab().reach("person").press("save", {"vornamen": "Shirin", "geburtsdatum": "1.5.1984"})
    tab.goto(draft.reach("einwilligung").path)
    tab.clock.install()
    tab.locator(".item [name$='.ew_datum']").first.fill("1.2.2026")
    add_a_wife(draft.tab())

    with tab.expect_response("**/einwilligung/"):
        tab.clock.run_for(5100)

    expect(tab.locator(".item")).to_have_count(2)
    expect(tab.locator(".item [name$='.ew_datum']").first).to_have_value("01.02.2026")


def test_what_is_typed_back_while_the_whole_page_is_fetched_counts(tab: Page, draft: Browser) -> None:
    draft.tab().reach("person").press("save", {"vornamen": "Shirin", "geburtsdatum": "1.5.1984"})
    tab.goto(draft.reach("einwilligung").path)
    day = tab.locator(".item [name$='.ew_datum']").first
    tab.clock.install()
    day.fill("1.2.2026")
    add_a_wife(draft.tab())

    def type_back(route: Route) -> None:
        reply = route.fetch()
        day.evaluate("(one) => { one.value = ''; one.dispatchEvent(new Event('input', { bubbles: true })); }")
        route.fulfill(response=reply)

    tab.route("**/einwilligung/", type_back, times=1)
    with tab.expect_response("**/einwilligung/"):
        tab.clock.run_for(5100)
    expect(tab.locator(".item")).to_have_count(2)

    expect(day).to_have_value("")
    assert draft.draft.ledger().values.get(str(day.get_attribute("name"))) is None


def test_a_field_that_was_corrected_with_the_focus_in_it_is_not_called_wrong_any_more(
    tab: Page, draft: Browser
) -> None:
    draft.reach("person").press("save", {"geburtsdatum": "1.5.1984"})
    tab.goto(draft.path)
    tab.clock.install()
    born = tab.locator("[name=geburtsdatum]")

    for typed, wrong in (("1.5.2999", "true"), ("1.5.1984", None)):
        born.fill(typed)
        with tab.expect_response("**/person/"):
            tab.clock.run_for(5100)
        expect(tab.locator("#saved")).not_to_have_attribute("data-pending", re.compile("."))
        assert born.get_attribute("aria-invalid") == wrong

    described = str(born.get_attribute("aria-describedby")).split()
    assert all(tab.locator(f"#{one}").count() for one in described)


def test_a_page_whose_answer_was_lost_on_the_way_types_on_without_a_clash_with_itself(
    tab: Page, draft: Browser
) -> None:
    def save_and_answer_nothing(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    tab.clock.install()
    tab.check("[name=eilig][value=ja]")
    tab.fill("[name=cm_telefon]", "0231 1")
    tab.route("**/beratung/", save_and_answer_nothing, times=1)
    tab.clock.run_for(5100)
    expect(tab.locator("#saved")).to_contain_text("Noch nicht gespeichert")

    tab.check("[name=eilig][value=nein]")
    tab.fill("[name=cm_telefon]", "0231")
    pause(tab)

    ledger = draft.draft.ledger()
    assert (ledger.values["eilig"], ledger.values["cm_telefon"], ledger.rivals) == ("nein", "0231", {})
