"""The warning and the lock at the desk, in a real Chromium with the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from playwright.sync_api import APIResponse, Page, Route, expect
from playwright.sync_api import Browser as Chromium
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from forms.drafts import Draft
from gremium.people.models import User
from gremium.people.signing_in import OPENED_AT, SEEN_AT
from tests.gremium.conftest import PASSWORD, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
TYPED = "0231 während der Sperre"
PROOFS = "account_authentication_methods"


@pytest.fixture
def client(marte: User, sign_in: SignIn) -> Client:
    return sign_in(marte)


@pytest.fixture
def tab(draft: Draft, client: Client, chromium: Chromium, settings: Settings) -> Iterator[Page]:
    server = LiveServer("localhost")
    context = chromium.new_context(base_url=server.url, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"/de/antrag/{draft.pk}/beratung/")
    yield page
    context.close()
    server.stop()


def leave_alone(client: Client, seconds: float, *, was_opened: float = 0) -> None:
    """As if the session had been left alone so long, and opened so much earlier."""
    session = SessionStore(client.cookies["sessionid"].value)
    session[SEEN_AT] -= seconds
    session[OPENED_AT] -= was_opened
    session[PROOFS] = [proof | {"at": proof["at"] - seconds} for proof in session[PROOFS]]
    session.save()


def come_back(tab: Page) -> None:
    """The window is looked at again, so that its script asks how much time is left."""
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_any_key_answers_the_warning_and_gives_the_whole_time_again(tab: Page, client: Client) -> None:
    leave_alone(client, 28.5 * 60)
    come_back(tab)
    warning = tab.get_by_role("alertdialog", name="Sind Sie noch da?")
    expect(warning).to_be_visible()
    expect(tab.get_by_role("button", name="Weiterarbeiten")).to_be_focused()
    assert not [found for found in Axe().run(tab).response["violations"] if found["impact"] in ("serious", "critical")]

    with tab.expect_response("**/accounts/noch-da/") as answer:
        tab.keyboard.press("a")

    assert answer.value.json()["left"] > 29 * 60
    expect(warning).to_be_hidden()


def test_a_locked_page_covers_all_and_goes_on_with_what_was_typed(tab: Page, client: Client, draft: Draft) -> None:
    tab.fill("[name=cm_telefon]", TYPED)
    leave_alone(client, 31 * 60)
    come_back(tab)
    lock = tab.get_by_role("dialog", name="Gesperrt")
    expect(lock).to_be_visible()
    expect(tab.get_by_label("Passwort")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(lock).to_be_visible()
    assert not [found for found in Axe().run(tab).response["violations"] if found["impact"] in ("serious", "critical")]

    tab.keyboard.type("wrong-horse-battery")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Das hat nicht geklappt.")).to_be_visible()
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")

    expect(lock).to_be_hidden()
    assert tab.input_value("[name=cm_telefon]") == TYPED
    expect(tab.locator("#saved")).to_contain_text("Gespeichert um")
    assert Draft.objects.get(pk=draft.pk).ledger().values["cm_telefon"] == TYPED


def test_after_eight_hours_the_page_waits_for_a_whole_sign_in(tab: Page, client: Client) -> None:
    tab.fill("[name=cm_telefon]", TYPED)
    leave_alone(client, 60, was_opened=9 * 3600)

    come_back(tab)

    expect(tab.get_by_text("Ihre Anmeldung ist abgelaufen")).to_be_visible()
    expect(tab.get_by_label("Passwort")).to_be_hidden()
    assert tab.input_value("[name=cm_telefon]") == TYPED


@pytest.mark.parametrize("width", [360, 1280])
def test_warning_and_lock_fit_every_screen(tab: Page, client: Client, width: int, tmp_path: Path) -> None:
    tab.set_viewport_size({"width": width, "height": 640})
    for minutes, role in ((28.5, "alertdialog"), (3, "dialog")):
        leave_alone(client, minutes * 60)
        come_back(tab)
        dialog = tab.get_by_role(role)  # type: ignore[arg-type]
        expect(dialog).to_be_visible()
        tab.screenshot(path=tmp_path / f"{role}.png")
        box = dialog.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 640


def test_an_answer_that_comes_late_does_not_take_the_warning_away(tab: Page, client: Client) -> None:
    held: list[tuple[Route, APIResponse]] = []
    tab.route("**/accounts/zeit/", lambda route: held.append((route, route.fetch())), times=1)
    with tab.expect_request("**/accounts/zeit/"):
        come_back(tab)
    tab.wait_for_timeout(300)
    leave_alone(client, 28.5 * 60)
    come_back(tab)
    warning = tab.get_by_role("alertdialog")
    expect(warning).to_be_visible()

    [(route, half_an_hour)] = held
    with tab.expect_response("**/accounts/zeit/"):
        route.fulfill(response=half_an_hour)

    expect(warning).to_be_visible()
    assert half_an_hour.json()["left"] > 29 * 60


@pytest.mark.parametrize("minutes", [0, 31])
def test_nobody_else_who_signs_in_in_the_same_browser_opens_the_page(
    tab: Page, client: Client, jonte: User, sign_in: SignIn, minutes: int
) -> None:
    leave_alone(client, minutes * 60)
    if minutes:
        come_back(tab)
        expect(tab.get_by_role("dialog", name="Gesperrt")).to_be_visible()
    [cookie] = [one for one in tab.context.cookies() if one["name"] == "sessionid"]
    tab.context.add_cookies([{**cookie, "value": sign_in(jonte).cookies["sessionid"].value}])  # type: ignore[list-item]

    with tab.expect_response("**/accounts/zeit/"):
        come_back(tab)

    expect(tab.get_by_text("Sie waren abgemeldet", exact=False)).to_be_visible()
    expect(tab.get_by_role("dialog", name="Gesperrt")).to_be_visible()
    expect(tab.get_by_label("Passwort")).to_be_hidden()


def test_a_page_that_was_open_while_one_signed_in_again_is_kept_open_and_unlocked_as_before(
    tab: Page, client: Client
) -> None:
    """Signing in makes the token of every form that is open an old one."""
    tab.context.clear_cookies(name="csrftoken")
    leave_alone(client, 28.5 * 60)
    come_back(tab)
    warning, lock = tab.get_by_role("alertdialog"), tab.get_by_role("dialog", name="Gesperrt")
    expect(warning).to_be_visible()

    with tab.expect_response(lambda reply: "noch-da" in reply.url and reply.ok):
        tab.keyboard.press("a")
    leave_alone(client, 31 * 60)
    come_back(tab)
    expect(lock).to_be_visible()
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")

    expect(lock).to_be_hidden()


def test_an_unlocking_that_comes_after_eight_hours_asks_for_a_whole_sign_in(tab: Page, client: Client) -> None:
    leave_alone(client, 31 * 60)
    come_back(tab)
    expect(tab.get_by_label("Passwort")).to_be_visible()
    leave_alone(client, 0, was_opened=9 * 3600)

    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")

    expect(tab.get_by_text("Ihre Anmeldung ist abgelaufen")).to_be_visible()


def test_who_types_on_without_a_connection_is_not_asked_again_and_again(tab: Page) -> None:
    typed, minutes = tab.locator("[name=cm_telefon]"), 40
    tab.clock.install()
    tab.reload()
    with tab.expect_response("**/accounts/zeit/"):
        come_back(tab)
    tab.context.set_offline(True)
    typed.fill("")
    typed.focus()

    for _minute in range(minutes):
        tab.keyboard.type("1")
        tab.clock.run_for(60_000)

    assert typed.input_value() == "1" * minutes
    expect(tab.get_by_role("alertdialog")).to_be_hidden()
    for _minute in range(minutes):
        tab.clock.run_for(60_000)
    expect(tab.get_by_role("dialog", name="Gesperrt")).to_be_visible()
    tab.context.set_offline(False)


def test_what_was_typed_while_signed_out_is_saved_as_soon_as_one_comes_back_signed_in(tab: Page, draft: Draft) -> None:
    cookies = tab.context.cookies()
    tab.context.clear_cookies()
    tab.fill("[name=cm_telefon]", TYPED)
    tab.locator("[name=cm_telefon]").blur()
    expect(tab.locator("#saved")).to_contain_text("abgemeldet")

    tab.context.add_cookies([one for one in cookies if one["name"] == "sessionid"])  # type: ignore[misc]
    come_back(tab)

    expect(tab.locator("#saved")).to_contain_text("Gespeichert um")
    assert Draft.objects.get(pk=draft.pk).ledger().values["cm_telefon"] == TYPED


def test_a_page_is_covered_once_one_has_signed_out_in_another_tab(tab: Page, client: Client) -> None:
    client.post("/accounts/logout/")

    come_back(tab)

    expect(tab.get_by_text("Sie waren abgemeldet", exact=False)).to_be_visible()
    expect(tab.get_by_role("dialog", name="Gesperrt")).to_be_visible()
