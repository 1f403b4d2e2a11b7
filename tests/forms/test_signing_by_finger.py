"""A signature on the screen lies beside the sheet on paper: bound to its words, sealed, and gone with its consent."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from documents.journal import Act, JournalLine
from documents.uploads import Upload, read_pdf
from forms.consent_texts import ConsentText, store_text
from forms.drafts import delete_draft
from forms.finger_signatures import FingerSignature, finger_signature
from forms.ledger_lines import Stamp
from forms.models import Draft
from forms.reading import shipped_form
from forms.sheets import compose_all, scan_place
from forms.signing_by_finger import standing_signatures
from forms.withdrawals import Declaration
from forms.withdrawing import withdraw
from tests.documents.conftest import ReadText, plain, read_text
from tests.forms.asking import actor
from tests.forms.browser import Browser
from tests.forms.filled_consents import HE, SHE, fill_in_consents, finger_page

__all__ = ["read_text"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DRAWN = json.dumps([[[100, 200], [300, 60], [420, 220], [600, 80]], [[650, 90]]])


@pytest.fixture
def couple(browser: Browser) -> Browser:
    return fill_in_consents(browser, "ckb")


def sign(browser: Browser, signer: str = SHE, drawn: str = DRAWN, shown: str | None = None) -> Any:
    address = finger_page(browser, signer)
    mark = re.search(r'name="shown" value="(\w+)"', browser.client.get(address).content.decode())
    sent = {"strokes": drawn, "shown": shown if shown is not None else mark[1] if mark else ""}
    return browser.client.post(address, sent)


def kept(browser: Browser, signer: str = SHE) -> FingerSignature:
    found = finger_signature(browser.draft.ledger(), signer)
    assert found is not None
    return found


def write(browser: Browser, **values: Any) -> None:
    draft = browser.draft
    ledger = draft.ledger()
    ledger.write({place.replace("__", "."): one for place, one in values.items()}, Stamp(by="M", at="2026-11-20T11:00"))
    draft.put(ledger)
    draft.save()


def standing(browser: Browser) -> list[str]:
    form, consent = shipped_form(), ConsentText.objects.current("kurzantrag")
    found = standing_signatures(form, browser.draft.ledger(), consent, today=date.today())
    return [one.signed.signer for one in found]


def test_it_is_kept_with_its_signer_and_says_what_was_signed(couple: Browser) -> None:
    answer = sign(couple, HE)

    consent = ConsentText.objects.current("kurzantrag")
    assert answer.status_code == 302
    found = kept(couple, HE)
    assert (found.signed.name, found.signed.people, found.signed.purposes) == (
        "Rojan Karvani",
        (HE,),
        ("P0", "P1", "P4"),
    )
    assert (found.signed.version, found.signed.sha256) == (consent.version, consent.sha256)
    assert (found.explained, found.explained_by, found.interpreter) == ("uebersetzt", "Marte Feldhaus", "Nora Beispiel")
    assert finger_signature(couple.draft.ledger(), SHE) is None
    line = JournalLine.objects.about(couple.draft_id).get(act=Act.CONSENT_RECORDED)
    told = {"sheet": "finger", "upload": found.upload, "version": consent.version, "sha256": consent.sha256}
    assert line.details == told


def test_it_passes_the_gate_and_lies_sealed(couple: Browser, read_text: ReadText) -> None:
    sign(couple)

    upload = Upload.objects.of(couple.draft_id).get(pk=kept(couple).upload)
    assert upload.gate_version
    assert upload.media_type == "application/pdf"
    assert "Karvani" not in upload.display_name
    read = read_text(read_pdf(upload), "-raw")
    consent = ConsentText.objects.current("kurzantrag")
    assert plain("neben dem Blatt auf Papier und ersetzt es nicht") in read
    assert plain(f"Prüfsumme (SHA-256) {consent.sha256}") in read
    assert plain("Marte Feldhaus") in read
    assert plain("Nora Beispiel") in read


def test_the_signed_sheet_is_missing_as_before(couple: Browser) -> None:
    form = shipped_form()
    before = compose_all(form, couple.draft.ledger(), today=date.today(), consent_version="2026-02").answers

    sign(couple)

    ledger = couple.draft.ledger()
    assert not ledger.values.get(scan_place(form, SHE))
    assert compose_all(form, ledger, today=date.today(), consent_version="2026-02").answers == before
    page = couple.go(f"/de/antrag/{couple.draft_id}/bogen/").html
    assert "Unterschriebener Bogen liegt vor" not in page
    assert "mit dem Finger unterschrieben, das Blatt auf Papier folgt" in page


def test_paper_is_offered_first(couple: Browser) -> None:
    page = couple.go(f"/de/antrag/{couple.draft_id}/bogen/").html

    assert page.index("Bogen zum Drucken") < page.index(finger_page(couple)) < page.index("sheet consent-text")


def test_a_changed_consent_is_no_longer_what_was_signed(couple: Browser) -> None:
    sign(couple)
    sign(couple, HE)
    assert standing(couple) == [SHE, HE]

    write(couple, einwilligungen__antragsteller__ew_zwecke=["P0", "P1", "P3", "P4"])

    assert standing(couple) == [HE]
    assert "aber die Einwilligung wurde seitdem geändert" in couple.open_step("einwilligung").html
    consent = ConsentText.objects.current("kurzantrag")
    store_text("kurzantrag", "2026-03", consent.text + "\n\nNeu.")
    assert standing(couple) == []


def test_nobody_signs_what_another_page_has_changed(couple: Browser) -> None:
    answer = sign(couple, shown="0" * 32)

    assert answer.status_code == 422
    assert "inzwischen geändert" in answer.content.decode()
    assert not Upload.objects.of(couple.draft_id).exists()


@pytest.mark.parametrize(("drawn", "told"), [("", "noch keine Unterschrift"), ("[[[-1,0]]]", "noch einmal")])
def test_nothing_and_rubbish_are_refused_in_words_of_both_languages(couple: Browser, drawn: str, told: str) -> None:
    answer = sign(couple, drawn=drawn)

    assert answer.status_code == 422
    [problem] = re.findall(r'class="error-summary".*?</div>', answer.content.decode(), re.DOTALL)
    assert told in problem
    assert 'lang="ckb"' in problem


def test_a_consent_that_is_not_filled_in_is_not_signed(couple: Browser) -> None:
    write(couple, einwilligungen__antragsteller__ew_zwecke=None)

    page = couple.client.get(finger_page(couple)).content.decode()

    assert 'name="strokes"' not in page
    assert "noch nicht ausgefüllt" in page
    assert sign(couple).status_code == 422
    assert finger_signature(couple.draft.ledger(), SHE) is None


def test_the_newest_counts_and_the_one_before_is_gone(couple: Browser) -> None:
    sign(couple)
    first = kept(couple).upload

    sign(couple, drawn=json.dumps([[[0, 0], [500, 200]]]))

    assert [str(one.pk) for one in Upload.objects.of(couple.draft_id)] == [kept(couple).upload] != [first]


def test_it_can_be_read_and_taken_out_again(couple: Browser) -> None:
    sign(couple)
    assert couple.client.post(finger_page(couple), {"action": "open"}).content.startswith(b"%PDF")

    couple.client.post(finger_page(couple), {"action": "remove"})

    assert finger_signature(couple.draft.ledger(), SHE) is None
    assert not Upload.objects.of(couple.draft_id).exists()
    assert couple.client.post(finger_page(couple), {"action": "open"}).status_code == 404


@pytest.mark.parametrize("signer", ["F99", "antragsteller2"])
def test_nobody_signs_who_has_nothing_to_sign(couple: Browser, signer: str) -> None:
    assert couple.client.get(finger_page(couple, signer)).status_code == 404


def test_no_other_organisation_and_no_closed_draft_takes_one(couple: Browser) -> None:
    stranger = Browser(actor("Jonte", "south"))
    assert stranger.client.get(finger_page(couple)).status_code == 404
    Draft.objects.update(submitted_at="2026-11-20T12:00:00Z")

    assert couple.client.post(finger_page(couple), {"strokes": DRAWN}).status_code == 404


@pytest.mark.parametrize("purposes", [(), ("P2",)], ids=["whole", "one point"])
def test_who_takes_consent_back_in_a_draft_takes_her_signature_along(
    couple: Browser, purposes: tuple[str, ...]
) -> None:
    write(couple, einwilligungen__F1__ew_zwecke=["P0", "P1", "P2", "P4"])
    sign(couple)
    sign(couple, HE)

    declared = Declaration(signer=HE, purposes=purposes, day=date.today())
    withdraw(couple.draft_id, declared, by=couple.actor, today=date.today())

    ledger = couple.draft.ledger()
    assert finger_signature(ledger, HE) is None
    assert "Rojan" not in json.dumps(ledger.as_data()["changes"].get(f"finger.{HE}"))
    assert [str(one.pk) for one in Upload.objects.of(couple.draft_id)] == [kept(couple).upload]


def test_a_withdrawal_of_everything_closes_the_page_and_deleting_takes_the_file(couple: Browser) -> None:
    sign(couple)
    withdraw(couple.draft_id, Declaration(signer=SHE, day=date.today()), by=couple.actor, today=date.today())

    assert couple.client.get(finger_page(couple)).status_code == 404
    delete_draft(couple.draft, by=couple.actor)
    assert not Upload.objects.of(couple.draft_id).exists()


def test_a_save_of_the_steps_leaves_it_alone(couple: Browser) -> None:
    step = couple.tab().go(f"/de/antrag/{couple.draft_id}/einwilligung/")
    sign(couple)

    step.press("save", {f"einwilligungen.{SHE}.ew_datum": "21.11.2026"})

    assert standing(couple) == [SHE]
    assert Upload.objects.filter(pk=kept(couple).upload).exists()


def test_the_page_asks_for_a_sign_in(couple: Browser) -> None:
    assert Client().get(finger_page(couple)).status_code == 404
