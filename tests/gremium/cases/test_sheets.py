"""Signed consent sheets that come after handing in: filed to the case, beside what was handed in."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from documents.journal import Act, JournalLine
from documents.uploads import Upload, sweep_unnamed
from forms.consent import Signer
from forms.consent_texts import ConsentText
from forms.drafts import Draft, open_draft
from forms.erasing_withdrawn import erase_withdrawn
from forms.late_sheets import LateSheet
from forms.ledger_lines import Stamp
from forms.passes import Pass
from forms.sending import FIELD as PHOTOS
from forms.sheets import filed_sheet, scan_place
from forms.signed_sheets import SignedSheet, signed_sheets
from forms.submissions import Submission
from forms.submit import submit_draft
from forms.versions import FormVersion, store_shipped_form
from forms.withdrawals import ERASED_AFTER, Withdrawal
from gremium.cases.closing import close_case
from gremium.cases.demo.bringing_in import fill_draft
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.documents.hostile import paper, picture
from tests.gremium.cases.living import exclude
from tests.gremium.cases.taking_back import APPLICANT, BringIn, acts, example, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}\b")
FAMILY, SECOND = "C1", "F1"
"""Two persons sign; only the applicant's sheet is among the attachments, not that of the second one."""


def send(client: Client, case: Case, signer: str = SECOND, data: bytes | None = None, **more: str) -> Any:
    file = SimpleUploadedFile("bogen.pdf", data or paper())
    sent = {"signer": signer, **more} | ({} if more else {"sheet": [file]})
    return client.post(f"/de/antrag/{case.pk}/boegen/", sent)


def sheets(case: Case) -> dict[str, tuple[bool, int]]:
    """By signer: whether the sheet is missing, and how many files it has."""
    return {sheet.signer.ref: (sheet.is_missing, len(sheet.files)) for sheet in sheets_now(case.pk)}


def sheets_now(subject: UUID) -> list[SignedSheet]:
    submission = Submission.objects.newest(subject)
    assert submission is not None
    return signed_sheets(submission)


def test_the_page_of_a_case_says_whose_sheet_is_missing(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    case = bring(FAMILY)

    page = sign_in(marte).get(f"/de/antrag/{case.pk}/").content.decode()

    assert sheets(case) == {APPLICANT: (False, 1), SECOND: (True, 0)}
    assert page.count("Unterschriebener Bogen fehlt") == page.count("Unterschriebener Bogen liegt vor") == 1


def test_what_came_by_the_code_on_a_sheet_stays_with_who_signed_it(marte: User) -> None:
    store_shipped_form()
    minor, by = example("C2"), actor_of(marte)
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=by)
    fill_draft(draft, minor, by=by)
    _file_by_code(draft, APPLICANT)

    submit_draft(draft, by=by, today=minor.as_of)

    found = {sheet.signer.ref: len(sheet.files) for sheet in sheets_now(draft.pk)}
    assert found == {"vertretung": 0, APPLICANT: 1}  # both are filed with the applicant


def _file_by_code(draft: Draft, signer: str) -> None:
    """As if the signed sheet among the attachments had come by the code on the sheet of this signer."""
    ledger, stamp = draft.ledger(), Stamp(by="Marte", at="2026-11-26T12:00")
    kind = next(place for place, value in ledger.values.items() if value == "einwilligung" and place.endswith("an_typ"))
    group, item, _key = kind.split(".")
    files = ledger.values[f"{group}.{item}.an_datei"]
    ledger.remove_item(group, item, stamp)
    consent = ConsentText.objects.current("kurzantrag").version
    known = Signer(ref=signer, name="", own_role="jugend")
    filed = filed_sheet(draft.definition, known, consent)
    ledger.write({scan_place(draft.definition, signer): files, **filed}, stamp)
    draft.put(ledger)
    draft.save()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.ADMITTED, State.SCHEDULED])
def test_a_late_sheet_is_added_beside_what_was_handed_in(
    bring: BringIn, sign_in: SignIn, marte: User, state: State
) -> None:
    case = bring(FAMILY, state)
    before = bytes(Submission.objects.get(draft_id=case.pk).sealed_answers)

    answer = send(sign_in(marte), case)

    assert answer.status_code == 302
    assert sheets(case)[SECOND] == (False, 1)
    [row] = LateSheet.objects.all()
    assert row.consent_version == Submission.objects.get(draft_id=case.pk).consent_text.version
    assert b"F1" not in bytes(row.sealed_whose)
    assert bytes(Submission.objects.get(draft_id=case.pk).sealed_answers) == before
    line = JournalLine.objects.about(case.pk).filter(act=Act.CONSENT_RECORDED).last()
    assert line is not None
    assert line.details == {"sheet": "late", "upload": str(row.upload_id), "version": row.consent_version}


@pytest.mark.parametrize("state", [State.EXCLUDED, State.CLOSED])
def test_a_case_that_is_over_takes_no_sheet(bring: BringIn, sign_in: SignIn, marte: User, state: State) -> None:
    case = bring(FAMILY, state)

    send(sign_in(marte), case)

    assert not LateSheet.objects.exists()


@pytest.mark.parametrize("who", ["jonte", "ulrike", "renate"])
def test_nobody_else_adds_one(bring: BringIn, sign_in: SignIn, who: str, request: pytest.FixtureRequest) -> None:
    case = bring(FAMILY, State.SCHEDULED)

    assert send(sign_in(request.getfixturevalue(who)), case).status_code == 404
    assert not LateSheet.objects.exists()


def test_a_sheet_of_nobody_is_not_taken(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    send(sign_in(marte), bring(FAMILY), "F99")

    assert not LateSheet.objects.exists()


def test_a_bad_file_is_refused_in_words(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    case = bring(FAMILY)

    answer = send(sign_in(marte), case, data=b"<html></html>")

    assert answer.status_code == 422
    assert "„bogen.pdf“: Diese Art von Datei" in answer.content.decode()
    assert not LateSheet.objects.exists()


def test_no_file_is_asked_for(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    answer = sign_in(marte).post(f"/de/antrag/{bring(FAMILY).pk}/boegen/", {"signer": SECOND})

    assert answer.status_code == 422
    assert "Bitte wählen Sie zuerst eine Datei" in answer.content.decode()


def test_a_phone_sends_it_with_a_code(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    case = bring(FAMILY)
    [code] = CODE.findall(send(sign_in(marte), case, action="phone").content.decode())
    assert Pass.objects.get().expires_at <= timezone.now() + timedelta(minutes=15)
    phone = Client()
    assert phone.post("/de/foto/", {"code": code}).status_code == 302

    phone.post("/de/foto/", {PHOTOS: [SimpleUploadedFile("IMG_1.jpg", picture())]})

    assert sheets(case)[SECOND] == (False, 1)
    last = JournalLine.objects.about(case.pk).filter(act=Act.CONSENT_RECORDED).last()
    assert last.is_by(str(marte.ref))


def test_a_code_sends_nothing_once_consent_is_taken_back(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    case = bring(FAMILY)
    [code] = CODE.findall(send(sign_in(marte), case, action="phone").content.decode())
    take_back(case, marte)

    assert Client().post("/de/foto/", {"code": code}).status_code == 403


@pytest.mark.parametrize(("who", "area"), [("marte", "antrag"), ("ulrike", "geschaeftsstelle")])
def test_it_is_read_by_those_who_work_on_the_case_with_a_line_each_time(
    bring: BringIn, sign_in: SignIn, marte: User, who: str, area: str, request: pytest.FixtureRequest
) -> None:
    case, filing = bring(FAMILY), sign_in(marte)
    send(filing, case)
    upload = LateSheet.objects.get().upload_id
    reader = filing if who == "marte" else sign_in(request.getfixturevalue(who))
    assert str(upload) in reader.get(f"/de/{area}/{case.pk}/").content.decode()
    before = JournalLine.objects.count()

    answer = reader.post(f"/de/{area}/{case.pk}/boegen/{upload}/")

    assert answer.content.startswith(b"%PDF")
    assert JournalLine.objects.count() == before + 1
    assert acts(case)[-1] == Act.ATTACHMENT_VIEWED


@pytest.mark.parametrize("who", ["jonte", "renate", "clara"])
def test_nobody_else_reads_it(
    bring: BringIn, sign_in: SignIn, marte: User, who: str, request: pytest.FixtureRequest
) -> None:
    case = bring(FAMILY, State.SCHEDULED)
    send(sign_in(marte), case)
    upload = LateSheet.objects.get().upload_id
    reader = sign_in(request.getfixturevalue(who))

    for area in ("antrag", "geschaeftsstelle"):
        assert reader.post(f"/de/{area}/{case.pk}/boegen/{upload}/").status_code == 404


def test_no_other_file_of_the_case_opens_there(bring: BringIn, sign_in: SignIn, ulrike: User) -> None:
    case = bring(FAMILY)
    known = {file.upload.pk for sheet in sheets_now(case.pk) for file in sheet.files}
    other = Upload.objects.of(case.pk).exclude(pk__in=known)[0].pk

    assert sign_in(ulrike).post(f"/de/geschaeftsstelle/{case.pk}/boegen/{other}/").status_code == 404


def test_the_same_file_of_the_same_person_is_kept_once(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    case, client, data = bring(FAMILY), sign_in(marte), paper()
    send(client, case, data=data)

    answer = send(client, case, data=data)

    assert answer.status_code == 302
    assert sheets(case)[SECOND] == (False, 1)
    assert Upload.objects.filter(pk__in=LateSheet.objects.values("upload_id")).count() == 1
    send(client, case, APPLICANT, data=data)
    assert LateSheet.objects.count() == 2


def test_a_sheet_filed_with_the_wrong_person_is_removed_by_the_secretariat_with_a_reason(
    bring: BringIn, sign_in: SignIn, marte: User, ulrike: User
) -> None:
    case, filing, secretariat = bring(FAMILY), sign_in(marte), sign_in(ulrike)
    send(filing, case)
    upload = LateSheet.objects.get().upload_id
    address = f"/de/geschaeftsstelle/{case.pk}/boegen/{upload}/entfernen/"
    assert address in secretariat.get(f"/de/geschaeftsstelle/{case.pk}/").content.decode()

    assert filing.post(address, {"reason": "wrong_person"}).status_code == 404
    assert secretariat.post(address).status_code == 422
    assert secretariat.post(address, {"reason": "wrong_person"}).status_code == 302

    assert sheets(case)[SECOND] == (True, 0)
    assert not Upload.objects.filter(pk=upload).exists()
    line = JournalLine.objects.about(case.pk).get(act=Act.CONSENT_SHEET_REMOVED)
    assert (line.details["reason"], line.is_by(str(ulrike.ref))) == ("wrong_person", True)
    first = next(file.upload.pk for sheet in sheets_now(case.pk) for file in sheet.files)
    assert secretariat.get(f"/de/geschaeftsstelle/{case.pk}/boegen/{first}/entfernen/").status_code == 404


@pytest.mark.parametrize("state", [State.EXCLUDED, State.CLOSED])
def test_a_phone_that_was_let_in_sends_nothing_once_the_case_is_over(
    bring: BringIn, sign_in: SignIn, marte: User, ulrike: User, deniz: User, state: State
) -> None:
    case = bring(FAMILY)
    [code] = CODE.findall(send(sign_in(marte), case, action="phone").content.decode())
    phone = Client()
    phone.post("/de/foto/", {"code": code})
    if state == State.EXCLUDED:
        exclude(case, actor_of(ulrike), actor_of(deniz))
    else:
        Case.objects.filter(pk=case.pk).update(state=State.COMMUNICATED)
        close_case(case, by=actor_of(ulrike))

    answer = phone.post("/de/foto/", {PHOTOS: [SimpleUploadedFile("IMG_1.jpg", picture())]})

    assert "nicht mehr" in answer.content.decode() or "beendet" in answer.content.decode()
    assert not LateSheet.objects.exists()


def test_a_sheet_of_which_nobody_can_tell_whose_it_is_holds_up_no_erasure(
    bring: BringIn, sign_in: SignIn, marte: User
) -> None:
    case = bring(FAMILY)
    client = sign_in(marte)
    send(client, case, APPLICANT)
    send(client, case, APPLICANT, data=paper(pages=2))
    broken = LateSheet.objects.first()
    assert broken is not None
    LateSheet.objects.filter(pk=broken.pk).update(sealed_whose=b"broken")
    assert sheets(case)[APPLICANT] == (False, 2)
    take_back(case, marte, SECOND)

    _erase(case)

    assert not LateSheet.objects.filter(pk=broken.pk).exists()
    assert not Upload.objects.filter(pk=broken.upload_id).exists()
    assert LateSheet.objects.count() == 1


def test_it_is_not_swept_as_a_file_that_nothing_names(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    case = bring(FAMILY, State.RETURNED)
    send(sign_in(marte), case)
    Draft.objects.filter(pk=case.pk).update(submitted_at=None)  # given back, and open again
    _grow_old(LateSheet.objects.get().upload_id)

    sweep_unnamed()

    assert Upload.objects.filter(pk=LateSheet.objects.get().upload_id).exists()


def test_after_a_withdrawal_in_part_only_sheets_of_who_is_left_are_kept(
    bring: BringIn, sign_in: SignIn, marte: User
) -> None:
    case = bring(FAMILY)
    client = sign_in(marte)
    send(client, case)
    gone = LateSheet.objects.get()
    send(client, case, APPLICANT)

    take_back(case, marte, SECOND)

    assert sheets(case) == {APPLICANT: (False, 2)}
    assert client.post(f"/de/antrag/{case.pk}/boegen/{gone.upload_id}/").status_code == 404

    _erase(case)
    assert sheets(case) == {APPLICANT: (False, 2)}
    assert not LateSheet.objects.filter(pk=gone.pk).exists()
    assert not Upload.objects.filter(pk=gone.upload_id).exists()


def test_erasing_a_case_takes_its_late_sheets(bring: BringIn, sign_in: SignIn, marte: User) -> None:
    case = bring(FAMILY)
    send(sign_in(marte), case)
    take_back(case, marte)

    _erase(case)

    assert not LateSheet.objects.exists()
    assert not Upload.objects.of(case.pk).exists()


def _erase(case: Case) -> None:
    Withdrawal.objects.of(case.pk).update(erase_on=timezone.localdate())
    erase_withdrawn(timezone.now() + ERASED_AFTER)


def _grow_old(upload: UUID) -> None:
    now = timezone.now()
    Upload.objects.filter(pk=upload).update(created_at=now - timedelta(hours=3))
