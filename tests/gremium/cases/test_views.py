"""Desks, case pages, progress and downloads."""

from io import BytesIO
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from documents import handing_out, jobs, journal
from documents.dossiers import Dossier
from documents.journal import Act, JournalLine
from documents.keystore import CaseKey
from forms.drafts import open_draft
from forms.versions import FormVersion
from gremium.cases import giving_out
from gremium.cases.forms import CopyForm
from gremium.cases.models import Case, State
from gremium.cases.recusals import Recusal
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def downloads_of(case: Case) -> int:
    return JournalLine.objects.about(case.pk).filter(act=Act.DOSSIER_DOWNLOADED).count()


def test_a_foreign_case_and_a_missing_one_get_the_same_answer(
    make_case: MakeCase, north: Organisation, jonte: User, sign_in: SignIn
) -> None:
    case = make_case(north)
    client = sign_in(jonte)

    foreign = client.get(f"/de/antrag/{case.pk}/")
    other = uuid4()
    missing = client.get(f"/de/antrag/{other}/")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content.replace(str(case.pk).encode(), b"") == missing.content.replace(str(other).encode(), b"")


def test_the_address_of_an_own_draft_leads_to_its_step(marte: User, jonte: User, sign_in: SignIn) -> None:
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))

    own = sign_in(marte).get(f"/de/antrag/{draft.pk}/", follow=True)
    foreign = sign_in(jonte).get(f"/de/antrag/{draft.pk}/")

    assert own.redirect_chain[-1][0] == f"/de/antrag/{draft.pk}/beratung/"
    assert foreign.status_code == 404


def test_the_desk_lists_own_cases_alone_and_writes_one_line(
    make_case: MakeCase, north: Organisation, south: Organisation, marte: User, sign_in: SignIn
) -> None:
    own, foreign = make_case(north), make_case(south)
    client = sign_in(marte)

    page = client.get("/de/antrag/").content.decode()

    assert own.reference in page
    assert foreign.reference not in page
    line = JournalLine.objects.get(act=Act.CASE_LISTED)
    assert set(line.details) == {str(own.pk)}


def test_each_look_at_a_case_writes_one_line(
    make_case: MakeCase, north: Organisation, ulrike: User, sign_in: SignIn
) -> None:
    case = make_case(north)
    client = sign_in(ulrike)

    client.get(f"/de/geschaeftsstelle/{case.pk}/")
    client.get(f"/de/geschaeftsstelle/{case.pk}/stand/")

    assert JournalLine.objects.about(case.pk).filter(act=Act.CASE_VIEWED).count() == 1


def test_the_secretariat_sees_grounds_and_flags(
    make_case: MakeCase, north: Organisation, ulrike: User, sign_in: SignIn
) -> None:
    case = make_case(north, exclusions=("X2",), flags=("H7",))

    page = sign_in(ulrike).get(f"/de/geschaeftsstelle/{case.pk}/").content.decode()

    assert "Ausschluss X2" in page
    assert "Hinweis H7" in page
    assert f"/de/geschaeftsstelle/{case.pk}/zulassen/" not in page


def test_the_title_of_a_page_names_the_reference_alone(
    make_case: MakeCase, north: Organisation, marte: User, sign_in: SignIn
) -> None:
    case = make_case(north)

    page = sign_in(marte).get(f"/de/antrag/{case.pk}/").content.decode()

    title = page.split("<title>")[1].split("</title>")[0]
    assert title.startswith(case.reference)
    assert north.name not in title


def test_progress_is_shown_until_the_dossier_is_ready(
    make_case: MakeCase, north: Organisation, marte: User, sign_in: SignIn
) -> None:
    case = make_case(north, dossier="ordered")
    client = sign_in(marte)

    page = client.get(f"/de/antrag/{case.pk}/").content.decode()
    part = client.get(f"/de/antrag/{case.pk}/stand/").content.decode()

    assert 'http-equiv="refresh"' in page
    assert "<progress" in part
    assert "data-final" not in part


def test_a_ready_dossier_ends_the_polling(
    make_case: MakeCase, north: Organisation, marte: User, sign_in: SignIn
) -> None:
    case = make_case(north, dossier="ready")
    client = sign_in(marte)

    assert 'http-equiv="refresh"' not in client.get(f"/de/antrag/{case.pk}/").content.decode()
    assert "data-final" in client.get(f"/de/antrag/{case.pk}/stand/").content.decode()


def test_asking_for_the_progress_does_not_keep_a_session_alive(
    make_case: MakeCase, north: Organisation, marte: User, sign_in: SignIn
) -> None:
    case = make_case(north, dossier="ordered")
    client = sign_in(marte)
    session = client.session
    session["seen_at"] -= 20 * 60
    session.save()
    before = session["seen_at"]

    client.get(f"/de/antrag/{case.pk}/stand/")

    assert client.session["seen_at"] == before
    client.get("/de/antrag/")
    assert client.session["seen_at"] > before


def test_a_stopped_dossier_says_why_and_the_secretariat_starts_it_again(
    make_case: MakeCase, north: Organisation, ulrike: User, marte: User, sign_in: SignIn
) -> None:
    case = make_case(north, dossier="ordered")
    job = jobs.Job.objects.get(subject=case.pk)
    jobs.Job.objects.filter(pk=job.pk).update(state=jobs.State.DEAD, reason="worker_lost")
    client = sign_in(ulrike)

    assert job.reason_text in client.get(f"/de/geschaeftsstelle/{case.pk}/").content.decode()
    assert "neuer-versuch" not in sign_in(marte).get(f"/de/antrag/{case.pk}/").content.decode()
    client.post(f"/de/geschaeftsstelle/{case.pk}/neuer-versuch/")

    assert jobs.Job.objects.get(pk=job.pk).state == jobs.State.NEW


def test_a_dossier_with_a_stand_in_page_says_so_and_the_secretariat_has_it_compiled_anew(
    make_case: MakeCase, north: Organisation, ulrike: User, marte: User, sign_in: SignIn
) -> None:
    case = make_case(north, dossier="ready")
    ready = Dossier.objects.get(subject=case.pk)
    parts = [{**part, "status": "placeholder"} for part in ready.manifest()["parts"][:1]]
    ready.keep_result(file=ready.file, manifest={**ready.manifest(), "parts": parts}, pages=ready.pages)
    client = sign_in(ulrike)

    page = client.get(f"/de/geschaeftsstelle/{case.pk}/").content.decode()
    for _press in range(2):
        client.post(f"/de/geschaeftsstelle/{case.pk}/neuer-versuch/")

    assert "Eine Datei konnte nicht gelesen werden" in page
    assert "neuer-versuch" not in sign_in(marte).get(f"/de/antrag/{case.pk}/").content.decode()
    assert [dossier.number for dossier in Dossier.objects.of(case.pk)] == [2, 1]
    assert Dossier.objects.get(pk=ready.pk).is_ready


@pytest.mark.parametrize("area", ["antrag", "geschaeftsstelle"])
def test_a_download_for_work_writes_exactly_one_line(
    make_case: MakeCase, north: Organisation, marte: User, ulrike: User, sign_in: SignIn, area: str
) -> None:
    case = make_case(north, dossier="ready")
    client = sign_in(marte if area == "antrag" else ulrike)

    answer = client.post(f"/de/{area}/{case.pk}/dossier/")

    assert answer.getvalue().startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Dossier-{case.reference}.pdf"'
    assert downloads_of(case) == 1


class JournalBroken(Exception):
    pass


@pytest.mark.parametrize("area", ["antrag", "geschaeftsstelle", "mitglieder"])
def test_without_the_line_not_a_byte_is_given(
    make_case: MakeCase,
    north: Organisation,
    marte: User,
    ulrike: User,
    renate: User,
    sign_in: SignIn,
    area: str,
) -> None:
    case = make_case(north, State.SCHEDULED, dossier="ready")
    client = sign_in({"antrag": marte, "geschaeftsstelle": ulrike, "mitglieder": renate}[area])
    client.raise_request_exception = False

    with patch.object(journal, "record", side_effect=JournalBroken):
        answer = client.post(f"/de/{area}/{case.pk}/dossier/", {"protection": "none"})

    assert answer.status_code == 500
    assert b"%PDF" not in answer.content


def member_takes(client: Client, case: Case, **form: str) -> bytes:
    return client.post(f"/de/mitglieder/{case.pk}/dossier/", form).getvalue()


def test_a_member_gets_a_copy_that_only_the_password_opens(
    make_case: MakeCase, north: Organisation, renate: User, sign_in: SignIn
) -> None:
    case = make_case(north, State.SCHEDULED, dossier="ready")
    password = "ein-langes-passwort"

    pdf = member_takes(sign_in(renate), case, protection="password", password1=password, password2=password)

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password=password) as opened:
        assert opened.encryption.bits == 256
    assert downloads_of(case) == 1


@pytest.mark.parametrize("end", ["steps back", "loses the seat", "is blocked", "case is restricted"])
def test_q33_a_right_that_ends_while_the_copy_is_made_gives_none(
    make_case: MakeCase, north: Organisation, renate: User, sign_in: SignIn, end: str
) -> None:
    case, client = make_case(north, State.SCHEDULED, dossier="ready"), sign_in(renate)
    marked, copies = handing_out.MarkedCopy.of, []

    def end_it(*sent: Any, **named: Any) -> handing_out.MarkedCopy:
        if end == "steps back":
            Recusal.objects.create(case=case, member=renate)
        elif end == "loses the seat":
            renate.seats.update(ended_on=timezone.localdate())
        elif end == "is blocked":
            User.objects.filter(pk=renate.pk).update(is_active=False)
        else:
            Case.objects.filter(pk=case.pk).update(restricted_since=timezone.now())
        copies.append(marked(*sent, **named))
        return copies[0]

    with patch.object(handing_out.MarkedCopy, "of", end_it):
        answer = client.post(f"/de/mitglieder/{case.pk}/dossier/", {"protection": "none"})

    assert answer.status_code == 404
    assert copies[0].file.closed


def test_a_copy_on_its_way_stops_once_the_right_to_it_ends(
    make_case: MakeCase, north: Organisation, renate: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, client = make_case(north, State.SCHEDULED, dossier="ready"), sign_in(renate)
    monkeypatch.setattr(giving_out, "PIECE_BYTES", 1000)
    monkeypatch.setattr(giving_out, "ASK_EVERY", 0.0)
    pieces = iter(client.post(f"/de/mitglieder/{case.pk}/dossier/", {"protection": "none"}))
    assert len(next(pieces)) == 1000
    Recusal.objects.create(case=case, member=renate)

    with pytest.raises(ConnectionResetError):
        list(pieces)


@pytest.mark.parametrize("end", ["the case is restricted", "the dossier is taken back"])
def test_a_download_for_work_stops_once_the_right_to_it_ends(
    make_case: MakeCase, north: Organisation, ulrike: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    case, client = make_case(north, dossier="ready"), sign_in(ulrike)
    monkeypatch.setattr(giving_out, "PIECE_BYTES", 1000)
    monkeypatch.setattr(giving_out, "ASK_EVERY", 0.0)
    pieces = iter(client.post(f"/de/geschaeftsstelle/{case.pk}/dossier/"))
    assert len(next(pieces)) == 1000
    if end == "the case is restricted":
        Case.objects.filter(pk=case.pk).update(restricted_since=timezone.now())
    else:
        Dossier.objects.of(case.pk).update(revoked_at=timezone.now())

    with pytest.raises(ConnectionResetError):
        list(pieces)


def test_a_copy_without_a_password_is_a_choice_of_its_own(
    make_case: MakeCase, north: Organisation, renate: User, sign_in: SignIn
) -> None:
    case = make_case(north, State.SCHEDULED, dossier="ready")

    pdf = member_takes(sign_in(renate), case, protection="none")

    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not opened.is_encrypted


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"protection": "password"},
        {"protection": "password", "password1": "kurz", "password2": "kurz"},
        {"protection": "password", "password1": "lang-genug-eins", "password2": "lang-genug-zwei"},
    ],
)
def test_a_poor_password_gives_a_sentence_and_no_file(
    make_case: MakeCase, north: Organisation, renate: User, sign_in: SignIn, form: dict[str, str]
) -> None:
    case = make_case(north, State.SCHEDULED, dossier="ready")

    answer = sign_in(renate).post(f"/de/mitglieder/{case.pk}/dossier/", form)

    assert answer.status_code == 422
    assert b"error-summary" in answer.content
    assert downloads_of(case) == 0


def test_a_member_sees_nothing_of_a_case_before_its_admission(
    make_case: MakeCase, north: Organisation, renate: User, sign_in: SignIn
) -> None:
    case = make_case(north, State.SUBMITTED, dossier="ready")
    client = sign_in(renate)

    assert case.reference not in client.get("/de/mitglieder/").content.decode()
    assert client.get(f"/de/mitglieder/{case.pk}/").status_code == 404
    assert client.post(f"/de/mitglieder/{case.pk}/dossier/", {"protection": "none"}).status_code == 404
    assert downloads_of(case) == 0


def test_a_dossier_in_work_is_not_given_out(
    make_case: MakeCase, north: Organisation, marte: User, renate: User, sign_in: SignIn
) -> None:
    case = make_case(north, State.SCHEDULED, dossier="ordered")

    assert sign_in(marte).post(f"/de/antrag/{case.pk}/dossier/").status_code == 302
    assert sign_in(renate).post(f"/de/mitglieder/{case.pk}/dossier/", {"protection": "none"}).status_code == 422
    assert Dossier.objects.of(case.pk).ready().count() == 0
    assert downloads_of(case) == 0


def test_one_unreadable_case_hides_no_other(
    make_case: MakeCase, north: Organisation, marte: User, sign_in: SignIn
) -> None:
    whole, damaged = make_case(north), make_case(north)
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))
    for subject in (damaged.pk, draft.pk):
        CaseKey.objects.filter(subject=subject).delete()
    client = sign_in(marte)

    desk = client.get("/de/antrag/")

    assert desk.status_code == 200
    assert whole.reference in desk.content.decode()
    assert damaged.reference in desk.content.decode()


@pytest.mark.parametrize("path", ["antrag", "geschaeftsstelle"])
def test_an_unreadable_case_gets_a_plain_page(
    path: str, make_case: MakeCase, north: Organisation, marte: User, ulrike: User, sign_in: SignIn
) -> None:
    case = make_case(north)
    CaseKey.objects.filter(subject=case.pk).delete()

    answer = sign_in(marte if path == "antrag" else ulrike).get(f"/de/{path}/{case.pk}/")

    assert answer.status_code == 503
    assert "zurzeit nicht lesen" in answer.content.decode()


def test_an_editors_redirect_does_not_act_on_private_addresses(
    make_case: MakeCase, north: Organisation, jonte: User, sign_in: SignIn
) -> None:
    address = f"/de/antrag/{make_case(north).pk}"
    Redirect.objects.create(old_path=address, redirect_link="https://evil.example/")

    assert sign_in(jonte).get(f"{address}/").status_code == 404


@pytest.mark.parametrize(("password", "is_fine"), [("ä" * 63 + "x", True), ("ä" * 64, False), ("😀" * 32, False)])
def test_a_password_that_no_reader_would_take_is_refused(password: str, is_fine: bool) -> None:
    form = CopyForm({"protection": "password", "password1": password, "password2": password})

    assert form.is_valid() == is_fine
    assert ("password1" in form.errors) != is_fine
