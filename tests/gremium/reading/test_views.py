"""Who may open a document on screen, what is written down, and what the script of the page may fetch."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from documents import file_objects, handing_out, issues, vault
from documents.actors import SYSTEM
from documents.dossiers import Dossier, read_dossier
from documents.issues import Issue
from documents.journal import Act, JournalLine
from documents.revoking import revoke_dossiers
from gremium.cases import giving_out
from gremium.cases.models import Case, State
from gremium.people.models import Organisation, Role, Seat, User
from gremium.reading import views
from tests.gremium.conftest import MakeCase, SignIn, make_person
from tests.gremium.reading.conftest import MakeVersion

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BESIDE = ("seiten/", "offen/", "notizen/")
"""What the script of the page fetches."""


def address(case: Case, rest: str = "", kind: str = "dossier") -> str:
    return f"/en/mitglieder/lesen/{kind}/{case.pk}/{rest}"


@dataclass
class Tab:
    """A member's browser with one reader's page."""

    client: Client
    case: Case
    ticket: str = ""

    def open(self) -> int:
        answer = self.client.get(address(self.case))
        if answer.status_code == 200:
            self.ticket = str(answer.context["opening"].ticket)
        return answer.status_code

    def fetch(self, rest: str, **headers: str) -> Any:
        sent = {"X-Gremium-Reader": self.ticket, "Sec-Fetch-Dest": "empty", **headers}
        return self.client.get(address(self.case, rest), headers=sent)

    def write(self, **fields: object) -> Any:
        return self.client.post(address(self.case, "notizen/"), fields, headers={"X-Gremium-Reader": self.ticket})

    def codes(self) -> list[int]:
        answers = [self.fetch(rest) for rest in BESIDE]
        assert all(len(answer.getvalue()) for answer in answers if answer.streaming)  # as all servers do, to the end
        return [answer.status_code for answer in answers]


def in_its_order(answer: Any) -> bytes:
    """The file that comes with its end first."""
    sent, length = answer.getvalue(), int(answer.headers["Content-Length"])
    of_end = length - int(answer.headers["X-Gremium-Begin"])
    return bytes(sent[of_end:] + sent[:of_end])


@pytest.fixture
def dossier(compiled: MakeVersion) -> Dossier:
    return compiled()


@pytest.fixture
def reading(renate: User, sign_in: SignIn, dossier: Dossier, case: Case) -> Tab:
    """Renate, who has opened the dossier."""
    tab = Tab(sign_in(renate), case)
    assert (tab.open(), tab.codes()) == (200, [200, 204, 200])
    return tab


def test_every_member_reads_and_nobody_else(
    reading: Tab, henrik: User, marte: User, ulrike: User, clara: User, sign_in: SignIn, case: Case
) -> None:
    other_member = Tab(sign_in(henrik), case)
    assert (other_member.open(), other_member.codes()) == (200, [200, 204, 200])
    for other in (marte, ulrike, clara, make_person("office", Role.DEPARTMENT_OFFICE)):
        tab = Tab(sign_in(other), case, reading.ticket)
        assert (tab.open(), tab.codes()) == (404, [404] * 3)
    nobody = Tab(Client(), case, reading.ticket)
    assert (nobody.open(), nobody.codes()) == (302, [302] * 3)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ADMITTED, State.WITHDRAWN, State.ERASED])
def test_what_is_not_released_cannot_be_opened(
    renate: User, sign_in: SignIn, case: Case, dossier: Dossier, state: State
) -> None:
    Case.objects.filter(pk=case.pk).update(state=state)

    assert Tab(sign_in(renate), case).open() == 404
    assert not JournalLine.objects.about(case.pk).filter(act=Act.DOSSIER_VIEWED).exists()


def test_unknown_kinds_are_not_there(reading: Tab, case: Case) -> None:
    assert reading.client.get(address(case, kind="mappe")).status_code == 404


def withdrawn(case: Case, renate: User) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN)


def revoked(case: Case, renate: User) -> None:
    revoke_dossiers(case.pk, by=SYSTEM)


def seat_ended(case: Case, renate: User) -> None:
    Seat.objects.filter(holder=renate).delete()


def account_blocked(case: Case, renate: User) -> None:
    User.objects.filter(pk=renate.pk).update(is_active=False)


@pytest.mark.parametrize("ended", [withdrawn, revoked, seat_ended, account_blocked])
def test_who_may_not_read_any_more_gets_nothing_of_an_open_document(
    reading: Tab, renate: User, case: Case, ended: Callable[[Case, User], None]
) -> None:
    ended(case, renate)

    assert set(reading.codes()) <= {302, 401, 404}
    assert reading.fetch("seiten/").status_code != 200
    assert reading.open() != 200


def test_pages_that_are_on_their_way_stop(reading: Tab, renate: User, case: Case, monkeypatch: Any) -> None:
    monkeypatch.setattr(giving_out, "PIECE_BYTES", 1000)
    monkeypatch.setattr(giving_out, "ASK_EVERY", 0.0)
    pieces: Iterator[bytes] = iter(reading.fetch("seiten/"))
    assert len(next(pieces)) == 1000
    seat_ended(case, renate)

    with pytest.raises(ConnectionResetError):
        list(pieces)


def test_an_opening_is_one_line_however_often_its_pages_are_fetched(reading: Tab, renate: User, case: Case) -> None:
    for _time in range(3):
        assert reading.codes() == [200, 204, 200]

    [line] = JournalLine.objects.about(case.pk).exclude(act__in=(Act.DOSSIER_QUEUED, Act.DOSSIER_BUILT))
    assert (line.act, line.details["number"], line.is_by(str(renate.ref))) == (Act.DOSSIER_VIEWED, "1", True)


def test_pages_come_for_the_session_that_opened_them_and_not_for_long(
    reading: Tab, case: Case, monkeypatch: Any
) -> None:
    monkeypatch.setattr(views, "FETCHED_WITHIN", -1)
    assert reading.codes() == [404, 204, 200]

    reading.client.session.cycle_key()
    reading.client.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key
    assert reading.codes() == [404] * 3


def test_a_ticket_opens_no_other_document(reading: Tab, make_case: MakeCase, north: Organisation) -> None:
    other = make_case(north, State.SCHEDULED, dossier="ready")

    assert Tab(reading.client, other, reading.ticket).codes() == [404] * 3


def test_the_pages_are_no_address_to_go_to(reading: Tab, case: Case) -> None:
    assert reading.fetch("seiten/", **{"Sec-Fetch-Dest": "document"}).status_code == 404
    for ticket in ("", "1", reading.ticket[:-1], reading.ticket.swapcase()):
        assert Tab(reading.client, case, ticket).codes() == [404] * 3


def test_the_pages_bear_the_readers_name_and_are_not_kept(reading: Tab, case: Case) -> None:
    answer = reading.fetch("seiten/")
    pdf = in_its_order(answer)

    for page in PdfReader(io.BytesIO(pdf)).pages:
        assert "Persönliches Exemplar für Renate" in page.extract_text()
        assert "Abruf 1-001" in page.extract_text()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Content-Disposition"] == "inline"
    assert int(answer.headers["Content-Length"]) == len(pdf)


def test_the_end_of_the_file_comes_first_so_that_the_first_page_shows_before_the_last_has_come(
    reading: Tab, dossier: Dossier, monkeypatch: Any
) -> None:
    monkeypatch.setattr(handing_out, "BORDER_BYTES", 1000)
    answer = reading.fetch("seiten/")

    begin = int(answer.headers["X-Gremium-Begin"])
    assert 0 < begin < len(read_dossier(dossier))
    assert begin % 1000 == 0
    assert answer.getvalue()[: int(answer.headers["Content-Length"]) - begin].endswith(b"%%EOF\n")


def test_what_is_shown_is_known_again_as_what_this_member_was_given(reading: Tab, renate: User) -> None:
    pdf = in_its_order(reading.fetch("seiten/"))

    verdict, origin = issues.recognise(pdf)
    assert (verdict, origin and origin.actor_ref, origin and origin.number) == ("unaltered", str(renate.ref), "1-001")


def test_a_part_of_what_is_shown_is_known_again_too(reading: Tab, renate: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(handing_out, "BORDER_BYTES", 1000)
    monkeypatch.setattr(file_objects, "PIECE_BYTES", 1000)
    monkeypatch.setattr(giving_out, "PIECE_BYTES", 1000_000)
    [end] = islice(reading.fetch("seiten/"), 1)

    verdict, origin = issues.recognise(bytes(end))
    assert (verdict, origin and origin.actor_ref) == ("altered", str(renate.ref))


def test_of_a_case_that_is_erased_while_it_is_shown_nothing_is_remembered(
    reading: Tab, dossier: Dossier, monkeypatch: Any
) -> None:
    monkeypatch.setattr(handing_out, "BORDER_BYTES", 1000)
    pieces = iter(reading.fetch("seiten/"))
    next(pieces)
    Issue.objects.filter(subject=dossier.subject).delete()

    list(pieces)

    assert not Issue.objects.filter(subject=dossier.subject).exists()


def broken(*_place: object) -> Iterator[bytes]:
    raise vault.SealBroken


def test_damage_that_is_met_while_pages_are_on_their_way_is_told_to_technicians(
    reading: Tab, dossier: Dossier, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(handing_out, "BORDER_BYTES", 1000)
    pieces = iter(reading.fetch("seiten/"))
    next(pieces)
    monkeypatch.setattr(handing_out, "pieces_of", broken)

    with pytest.raises(vault.SealBroken):
        list(pieces)
    assert "something sealed could not be read while it was given out" in caplog.text


def test_a_newer_version_does_not_change_what_is_open(reading: Tab, case: Case, compiled: MakeVersion) -> None:
    pages = reading.fetch("seiten/").getvalue()
    compiled(version="2")

    assert reading.fetch("seiten/").getvalue() == pages


def test_reading_takes_few_queries(reading: Tab, case: Case) -> None:
    for ask, most in ((reading.open, 15), (reading.codes, 45)):
        with CaptureQueriesContext(connection) as asked:
            ask()
        assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= most


def test_own_notes_are_written_changed_and_removed_beside_the_page(
    reading: Tab, henrik: User, sign_in: SignIn, case: Case
) -> None:
    write = reading.write

    def texts(tab: Tab = reading) -> list[str]:
        return [note["text"] for note in tab.fetch("notizen/").json()["notes"]]

    note = write(page=2, text="Ask about 2019").json()["note"]
    assert (note["page"], texts()) == (2, ["Ask about 2019"])
    write(page=2, ref=note["ref"], text="Ask about 2020")
    assert texts() == ["Ask about 2020"]
    other = Tab(sign_in(henrik), case)
    other.open()
    assert texts(other) == []
    write(page=2, ref=note["ref"], text="")
    assert texts() == []

    note = write(page=1, text="Once more").json()["note"]
    assert write(page=1, ref="no-such-note", text="And this").status_code == 200
    assert len(texts()) == 2
    assert "4,000 characters" in write(page=2, text="x" * 4001).json()["problem"]
    assert write(page=999, text="nowhere").status_code == 404
