"""A signed sheet comes back by the code printed on it: filed with its signer, for that sheet alone, no sign-in."""

import io
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from documents.uploads import Upload
from forms.consent_texts import ConsentText, store_text
from forms.models import Draft, Pass
from forms.passes import Purpose
from forms.reading import shipped_form
from forms.sending import FIELD
from tests.documents.hostile import picture
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MOTHER = {"vornamen": "Shirin", "familienname": "Karvani", "geburtsdatum": "12.04.1988"}
FATHER = {
    "vornamen": "Rojan",
    "familienname": "Karvani",
    "geburtsdatum": "01.03.1985",
    "beziehung": "ehe",
    "mitantrag": "ja",
}
PHONE = "/de/foto/"
CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}\b")


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def couple(browser: Browser) -> Browser:
    """Two adults, each with a sheet of her or his own."""
    Draft.objects.update(reached=len(shipped_form().steps))
    browser.open_step("person").press("save", MOTHER)
    browser.open_step("familie").press("add:familienmitglieder")
    return browser.press("save", {f"familienmitglieder.F1.fm_{key}": value for key, value in FATHER.items()})


def printed(browser: Browser, signer: str, language: str = "de") -> bytes:
    address = f"/de/antrag/{browser.draft_id}/bogen/pdf/"
    answer = browser.client.post(address, {"signer": signer, "language": language})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    return bytes(answer.content)


def code_on(pdf: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "sheet.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(folder / "sheet.pdf"), "-"], capture_output=True, check=True)
    [code] = CODE.findall(done.stdout.decode())
    return str(code)


def send(phone: Client, code: str) -> Any:
    assert phone.post(PHONE, {"code": code}).status_code == 302
    return phone.post(PHONE, {FIELD: [SimpleUploadedFile("IMG_1.jpg", picture())]})


def test_photos_of_a_sheet_are_filed_with_its_signer(couple: Browser, tmp_path: Path) -> None:
    hers, his = (code_on(printed(couple, signer), tmp_path) for signer in ("antragsteller", "F1"))

    send(Client(), his)
    send(Client(), hers)

    values = couple.draft.ledger().values
    for signer in ("antragsteller", "F1"):
        start = f"anlagen_liste.s-{signer}"
        assert Upload.objects.of(couple.draft_id).filter(pk__in=values[f"{start}.an_datei"]).count() == 1
        assert values[f"{start}.an_typ"] == "einwilligung"
        assert values[f"{start}.an_person"] == signer
        assert values[f"einwilligungen.{signer}.ew_form"] == "papier_scan"


def test_the_consent_step_and_the_attachments_show_what_came(couple: Browser, tmp_path: Path) -> None:
    send(Client(), code_on(printed(couple, "F1"), tmp_path))

    assert couple.open_step("einwilligung").html.count("Unterschriebener Bogen liegt vor: 1 Datei") == 1
    assert "IMG_1.jpg" in couple.open_step("anlagen").html


@pytest.mark.parametrize("signer", ["antragsteller", "F1"])
def test_what_a_page_still_sends_to_a_sheet_that_was_taken_out_brings_it_back(
    couple: Browser, tmp_path: Path, pdf: bytes, signer: str
) -> None:
    item = f"anlagen_liste.s-{signer}"
    send(Client(), code_on(printed(couple, signer), tmp_path))
    page = couple.open_step("anlagen")
    page.tab().press(f"remove:anlagen_liste:s-{signer}")
    assert not [place for place in couple.draft.ledger().values if place.startswith(item)]

    page.press("save", {f"{item}.an_titel": "Nachgetragen"}, files={f"{item}.an_datei": [("bogen.pdf", pdf)]})

    assert "bogen.pdf" in page.html
    assert "Nachgetragen" in page.html
    assert [upload.display_name for upload in Upload.objects.of(page.draft_id)] == ["bogen.pdf"]


def test_the_record_names_the_text_that_was_printed_even_if_a_newer_one_is_valid(
    couple: Browser, tmp_path: Path
) -> None:
    code = code_on(printed(couple, "antragsteller"), tmp_path)
    store_text("kurzantrag", "2026-03", ConsentText.objects.current("kurzantrag").text + "\n\nNeu.")
    send(Client(), code)
    couple.open_step("einwilligung").press("save", {"einwilligungen.antragsteller.ew_zwecke": ["P0", "P1", "P4"]})

    assert couple.draft.ledger().values["einwilligungen.antragsteller.ew_version"] == "2026-02"
    assert "Die Textfassung der Einwilligung ist nicht mehr gültig." in couple.open_step("abschluss").html


def test_a_code_opens_once_and_a_new_print_ends_the_earlier_one_of_the_same_sheet(
    couple: Browser, tmp_path: Path
) -> None:
    first, other = (code_on(printed(couple, signer), tmp_path) for signer in ("antragsteller", "F1"))
    second = code_on(printed(couple, "antragsteller"), tmp_path)

    assert Client().post(PHONE, {"code": first}).status_code == 403
    assert Client().post(PHONE, {"code": second}).status_code == 302
    assert Client().post(PHONE, {"code": second}).status_code == 403
    assert Client().post(PHONE, {"code": other}).status_code == 302


def test_the_code_on_paper_ends_after_a_working_day_and_the_phone_after_a_quarter_of_an_hour(
    couple: Browser, tmp_path: Path
) -> None:
    code = code_on(printed(couple, "antragsteller"), tmp_path)
    admission = Pass.objects.get(purpose=Purpose.SHEET)
    assert admission.expires_at <= timezone.now() + timedelta(hours=12)

    Client().post(PHONE, {"code": code})

    admission.refresh_from_db()
    assert admission.expires_at <= timezone.now() + timedelta(minutes=15)


def test_the_phone_sees_neither_name_nor_case(couple: Browser, tmp_path: Path) -> None:
    phone = Client()

    page = send(phone, code_on(printed(couple, "antragsteller"), tmp_path)).content.decode()

    assert "Karvani" not in page
    assert str(couple.draft_id) not in page


def test_the_printed_code_is_kept_nowhere(couple: Browser, tmp_path: Path) -> None:
    code = code_on(printed(couple, "antragsteller"), tmp_path).replace("-", "")

    admission = Pass.objects.get(purpose=Purpose.SHEET)
    assert code not in admission.code_digest
    assert code.encode() not in bytes(admission.sealed_aim)


def test_another_organisation_prints_no_sheet_and_opens_no_pass(couple: Browser, open_browser: Any) -> None:
    stranger = open_browser(actor("Toni Fremd", organisation="south"))

    answer = stranger.client.post(f"/de/antrag/{couple.draft_id}/bogen/pdf/", {"signer": "antragsteller"})

    assert answer.status_code == 404
    assert not Pass.objects.exists()


def test_nobody_signs_for_a_person_who_is_not_in_the_application(couple: Browser) -> None:
    answer = couple.client.post(f"/de/antrag/{couple.draft_id}/bogen/pdf/", {"signer": "F9"})

    assert answer.status_code == 404
    assert not Pass.objects.exists()


def test_from_the_first_minute_there_is_a_blank_sheet(browser: Browser) -> None:
    assert io.BytesIO(printed(browser, "", "ar")).read(5) == b"%PDF-"
    assert not Pass.objects.exists()
