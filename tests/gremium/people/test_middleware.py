"""What was typed when the sign-in ended is carried on without scripts: its owner saves it, nobody else stores it."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.uploads import Upload
from forms.drafts import Draft
from gremium.entrance import MEGABYTE
from gremium.people.models import User
from tests.forms.browser import FormReader
from tests.gremium.conftest import PASSWORD, SignIn, code_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HERE = {"Origin": "http://testserver"}
TYPED = 'Sie sagte: "Ich bleibe" & <b>zwei\nZeilen</b>'
PHONE = "0231 98 76"


@pytest.fixture
def address(draft: Draft) -> str:
    return f"/de/antrag/{draft.pk}/beratung/"


@pytest.fixture
def tab(marte: User, sign_in: SignIn) -> Client:
    """A browser that is asked for its token, as real ones are."""
    client = sign_in(marte)
    client.handler.enforce_csrf_checks = True
    return client


def what_the_page_sends(page: Any, **typed: str) -> dict[str, Any]:
    return FormReader(page.content.decode()).sent | {"action": ["save"]} | {key: [text] for key, text in typed.items()}


def carried(page: Any) -> dict[str, list[str]]:
    """The hidden fields of the page that asks to sign in again."""
    found: dict[str, list[str]] = {}
    form = page.content.decode().split('<form method="post" class="actions">')[1]
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def end_all_sessions() -> None:
    Session.objects.all().delete()


def sign_in_again(client: Client, user: User) -> None:
    """In another tab of the same browser, once the session has ended: the token becomes a new one."""
    end_all_sessions()
    client.handler.enforce_csrf_checks = False
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(user, step=1)})
    client.handler.enforce_csrf_checks = True


def held(draft: Draft) -> dict[str, Any]:
    return Draft.objects.get(pk=draft.pk).ledger().values


def test_what_was_typed_when_the_sign_in_ended_is_saved_after_signing_in_again(
    tab: Client, marte: User, draft: Draft, address: str
) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE, sprachmittlung_andere=TYPED, anwalt="nein")
    end_all_sessions()
    signed_out = tab.post(address, sent, headers=HERE)
    sign_in_again(tab, marte)
    again = tab.post(address, carried(signed_out), headers=HERE)

    tab.post(address, what_the_page_sends(again), headers=HERE)

    assert signed_out.status_code == 403
    assert held(draft)["cm_telefon"] == PHONE
    assert held(draft)["anwalt"] == "nein"


def test_text_is_carried_on_to_the_letter(tab: Client, address: str) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=TYPED)
    end_all_sessions()

    signed_out = tab.post(address, sent, headers=HERE)

    assert carried(signed_out)["cm_telefon"] == [TYPED]
    assert "csrfmiddlewaretoken" not in carried(signed_out)


def test_nothing_is_stored_before_the_person_saves(tab: Client, marte: User, draft: Draft, address: str) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE)
    before = held(draft)
    end_all_sessions()
    signed_out = tab.post(address, sent, headers=HERE)
    sign_in_again(tab, marte)

    again = tab.post(address, carried(signed_out), headers=HERE)

    assert FormReader(again.content.decode()).sent["cm_telefon"] == [PHONE]
    assert "Noch nicht gespeichert" in again.content.decode()
    assert held(draft) == before
    assert all(PHONE not in str(session.get_decoded()) for session in Session.objects.all())


def test_a_tab_that_was_open_while_one_signed_in_again_loses_nothing(tab: Client, marte: User, address: str) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE)
    sign_in_again(tab, marte)

    again = tab.post(address, sent, headers=HERE)

    assert again.status_code == 200
    assert FormReader(again.content.decode()).sent["cm_telefon"] == [PHONE]


def test_what_a_colleague_saved_meanwhile_stays_beside_it(
    tab: Client, marte: User, colleague: User, draft: Draft, address: str, sign_in: SignIn
) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE)
    other = sign_in(colleague)
    other.post(address, what_the_page_sends(other.get(address), cm_telefon="0231 1"))
    sign_in_again(tab, marte)
    again = tab.post(address, sent, headers=HERE)

    tab.post(address, what_the_page_sends(again), headers=HERE)

    assert held(draft)["cm_telefon"] == "0231 1"
    assert [rival.value for rival in Draft.objects.get(pk=draft.pk).ledger().rivals["cm_telefon"]] == [PHONE]


def test_somebody_of_another_organisation_is_not_shown_the_draft(tab: Client, jonte: User, address: str) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE)
    end_all_sessions()
    signed_out = tab.post(address, sent, headers=HERE)
    sign_in_again(tab, jonte)

    assert tab.post(address, carried(signed_out), headers=HERE).status_code == 404


@pytest.mark.parametrize("sender", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}])
def test_another_site_cannot_put_words_into_the_form(
    tab: Client, marte: User, address: str, sender: dict[str, str]
) -> None:
    answer = tab.post(address, {"cm_telefon": PHONE, "base": "0", "action": "save"}, headers=sender)

    assert answer.status_code == 403
    assert PHONE not in answer.content.decode()


def test_an_anonymous_sender_hears_the_same_whether_there_is_such_a_draft_or_not(address: str) -> None:
    other = "/de/antrag/6d1d1d64-4b4b-4f6c-9a60-0d5f7c3f0f7a/beratung/"

    real, invented = (Client().post(path, {"cm_telefon": "1"}) for path in (address, other))

    assert real.status_code == invented.status_code == 403
    assert real.content.decode().replace(address, other) == invented.content.decode()


def test_files_are_not_carried_on_and_the_page_says_which(tab: Client, marte: User, draft: Draft, address: str) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE)
    files = {"anlagen_liste.n1.an_datei": [SimpleUploadedFile("Duldung <1>.pdf", b"x" * 3 * MEGABYTE)]}
    end_all_sessions()
    signed_out = tab.post(address, sent | files, headers=HERE)
    sign_in_again(tab, marte)
    again = tab.post(address, carried(signed_out), headers=HERE)

    assert carried(signed_out)["cm_telefon"] == [PHONE]
    for page in (signed_out, again):
        assert "Duldung &lt;1&gt;.pdf" in page.content.decode()
    assert not Upload.objects.of(draft.pk).exists()


def test_no_file_of_an_anonymous_sender_is_taken_into_memory(address: str) -> None:
    answer = Client().post(address, {"cm_telefon": "1", "file": SimpleUploadedFile("a.bin", b"x" * 20 * MEGABYTE)})

    assert not answer.wsgi_request.FILES
    assert "a.bin" in answer.content.decode()


def test_more_text_than_any_form_takes_is_refused(address: str) -> None:
    assert Client().post(address, {"cm_telefon": "x" * 4 * MEGABYTE}).status_code == 413


def test_a_script_hears_of_the_old_token_and_keeps_its_page(tab: Client, marte: User, address: str) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE)
    sign_in_again(tab, marte)

    answer = tab.post(address, sent, headers=HERE | {"X-Requested-With": "script"})

    assert answer.status_code == 403
    assert "step-form" not in answer.content.decode()


def test_a_draft_handed_in_meanwhile_says_so(tab: Client, marte: User, draft: Draft, address: str) -> None:
    sent = what_the_page_sends(tab.get(address), cm_telefon=PHONE)
    sign_in_again(tab, marte)
    Draft.objects.filter(pk=draft.pk).update(submitted_at=draft.created_at)

    answer = tab.post(address, sent, headers=HERE)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/de/antrag/{draft.pk}/"


def test_notes_about_papers_are_carried_on_too(tab: Client, marte: User, draft: Draft) -> None:
    address, place = f"/de/antrag/{draft.pk}/unterlagen/", "unterlagen.duldung_kopie.grund"
    sent = {"base": str(draft.version), place: PHONE}
    end_all_sessions()
    signed_out = tab.post(address, sent, headers=HERE)
    sign_in_again(tab, marte)

    again = tab.post(address, carried(signed_out), headers=HERE).content.decode()

    assert signed_out.status_code == 403
    assert f'value="{PHONE}"' in again
    assert "Noch nicht gespeichert" in again
    assert place not in held(draft)
