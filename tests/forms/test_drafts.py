"""Who may see a draft, and what becomes of a deleted one."""

from collections.abc import Callable

import pytest

from documents import keystore
from documents.actors import Actor
from documents.journal import Act, JournalLine
from forms.drafts import Draft
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OpenBrowser = Callable[[Actor], Browser]
STRANGERS = {
    "another organisation": actor("Jonte Albrecht", "south"),
    "the organisation's lead": actor("Lea Leitung", "north", **{"forms.fills": ""}),
    "a member of the board": actor("Mia Mitglied", "", **{"forms.fills": ""}),
    "somebody without an organisation": actor("Nils Niemand", ""),
    "nobody": Actor(ref=""),
}


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", ["beratung", "loeschen", "bogen", "weiter"])
def test_a_draft_is_not_there_for_strangers(browser: Browser, open_browser: OpenBrowser, who: str, page: str) -> None:
    stranger = open_browser(STRANGERS[who])

    assert stranger.go(f"/de/antrag/{browser.draft_id}/{page}/").status == 404
    answer = stranger.client.post(f"/de/antrag/{browser.draft_id}/{page}/", {"cm_telefon": "1"}).status_code
    assert answer == (405 if page in ("bogen", "weiter") else 404)  # where nothing can be sent, whoever asks
    assert Draft.objects.filter(pk=browser.draft_id).exists()


@pytest.mark.parametrize("who", [who for who in STRANGERS if who != "another organisation"])
def test_only_case_workers_begin_drafts(open_browser: OpenBrowser, who: str) -> None:
    assert open_browser(STRANGERS[who]).client.post("/de/antrag/neu/").status_code == 404
    assert not Draft.objects.exists()


def test_a_colleague_of_the_organisation_goes_on_with_a_draft(browser: Browser, open_browser: OpenBrowser) -> None:
    colleague = open_browser(actor("Kim Kollegin")).go(browser.path)

    colleague.press("save", {"cm_telefon": "0231 99"})

    assert browser.go(browser.path).shown("cm_telefon") == ["0231 99"]
    assert "Marte Feldhaus" in colleague.html


def test_beginning_needs_a_post(open_browser: OpenBrowser, marte: Actor) -> None:
    assert open_browser(marte).go("/de/antrag/neu/").status == 405
    assert not Draft.objects.exists()


def test_a_draft_is_deleted_only_after_asking_and_then_for_good(browser: Browser) -> None:
    subject = browser.draft_id

    browser.go(f"/de/antrag/{subject}/loeschen/")
    assert Draft.objects.filter(pk=subject).exists()
    browser.client.post(f"/de/antrag/{subject}/loeschen/")

    assert not Draft.objects.filter(pk=subject).exists()
    assert JournalLine.objects.filter(subject=subject, act=Act.DRAFT_DELETED).count() == 1


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_the_key_of_a_deleted_draft_is_destroyed(browser: Browser) -> None:
    subject = browser.draft_id

    browser.client.post(f"/de/antrag/{subject}/loeschen/")

    assert not keystore.has_key(subject)


def test_what_is_typed_lies_sealed(browser: Browser) -> None:
    browser.press("save", {"cm_telefon": "0231 4711"})

    assert b"0231 4711" not in bytes(browser.draft.sealed_ledger)


def test_titles_and_addresses_hold_no_names(browser: Browser) -> None:
    browser.press("onward").press("onward").press("save", {"vornamen": "Shirin", "familienname": "Karvani"})

    title = browser.html.split("<title>")[1].split("</title>")[0]
    assert "Karvani" not in title + browser.path
