"""What one person typed is never saved under the name of a colleague who signs in in the same browser."""

import pytest
from django.test import Client

from tests.forms.asking import AskedAs, actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SCRIPT = {"X-Requested-With": "script"}


@pytest.fixture
def page(browser: Browser) -> Browser:
    """Marte's page, in a browser in which a colleague of her organisation is signed in by now."""
    colleague = actor("jonte")
    AskedAs.actors[colleague.ref] = colleague
    browser.client = Client(headers={"X-Asking": colleague.ref})
    return browser


def test_it_is_shown_to_the_colleague_and_not_saved_yet(page: Browser) -> None:
    page.press("next", {"cm_telefon": "0231 1"})

    assert page.shown("cm_telefon") == ["0231 1"]
    assert "unter Ihrem Namen" in page.html
    assert page.draft.ledger().values["cm_telefon"] != "0231 1"


def test_what_the_colleague_saves_then_is_hers(page: Browser) -> None:
    page.press("next", {"cm_telefon": "0231 1"}).press("save")

    ledger = page.draft.ledger()
    assert (ledger.values["cm_telefon"], ledger.changes["cm_telefon"][-1].by) == ("0231 1", "jonte")


def test_a_script_saves_nothing_by_itself(page: Browser) -> None:
    fields = {**page.form.sent, "cm_telefon": "0231 1", "action": "autosave"}

    reply = page.client.post(page.path, fields, headers=SCRIPT)

    assert reply.status_code == 412
    assert page.draft.ledger().values["cm_telefon"] != "0231 1"


def test_a_page_tells_nothing_of_who_opened_it(page: Browser) -> None:
    assert page.actor.ref not in page.html


def test_what_a_page_held_back_is_still_told_when_it_is_shown_again(page: Browser) -> None:
    """A place that the page showed as of an older version: what was saved there since is not overwritten unseen."""
    marte = Browser(page.actor).go(page.path)
    held = marte.form.sent["base"][0]
    marte.tab().press("save", {"cm_telefon": "0231 7"})
    now = str(page.draft.ledger().version)

    page.press("save", {"cm_telefon": "0231 8", "held.cm_telefon": held, "base": now}).press("save")

    ledger = page.draft.ledger()
    rivals = [rival.value for rival in ledger.rivals["cm_telefon"]]
    assert (ledger.values["cm_telefon"], rivals) == ("0231 7", ["0231 8"])
