"""What a member is told about a case since the last reading: on the desk, on the case's page, in the reader."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.actors import SYSTEM
from documents.content import Prose, Section
from documents.erasing import erase_subject
from documents.revoking import revoke_dossiers
from forms.signals import everything_erased
from gremium.cases.models import Case, State
from gremium.people.models import User
from gremium.reading.models import LastRead
from tests.documents.family import family
from tests.gremium.conftest import SignIn
from tests.gremium.reading.conftest import MakeVersion, scans

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def told(client: Client, case: Case, *places: str) -> list[str]:
    addresses = {
        "desk": "/en/mitglieder/",
        "case": f"/en/mitglieder/{case.pk}/",
        "reader": f"/en/mitglieder/lesen/dossier/{case.pk}/",
    }
    return [client.get(addresses[place]).content.decode() for place in places]


@pytest.fixture
def member(renate: User, sign_in: SignIn) -> Client:
    return sign_in(renate)


def test_what_was_never_read_says_so(member: Client, case: Case, compiled: MakeVersion) -> None:
    compiled()

    for page in told(member, case, "desk", "case"):
        assert "You have not read this dossier on screen yet." in page


def test_what_was_read_has_nothing_new(member: Client, case: Case, compiled: MakeVersion) -> None:
    compiled()

    [reader] = told(member, case, "reader")
    assert "New for you" not in reader
    for page in told(member, case, "desk", "case"):
        assert "Nothing is new since." in page


def test_a_new_attachment_and_a_changed_section_are_counted_in_pages(
    member: Client, case: Case, compiled: MakeVersion
) -> None:
    paper = scans(1)
    compiled({"Zeugnis": paper})
    told(member, case, "reader")
    said = Section(code="D01", title="Der Fall auf einer Seite", blocks=(Prose(text="Anders."),))
    compiled({"Zeugnis": paper, "Mietvertrag": scans(2)}, version="2", sections=(said, *family().sections[1:]))

    for page in told(member, case, "desk", "case", "reader"):
        assert "Since you last read: 3 pages new and" in page
    assert "Nothing is new since." in told(member, case, "desk")[0]
    [again] = told(member, case, "reader")
    assert "Anlage 2: Mietvertrag" in again  # what it was compared with stays, however often it is opened
    assert "Anlage 1: Zeugnis" not in again


def test_a_version_that_says_the_same_has_no_new_pages(member: Client, case: Case, compiled: MakeVersion) -> None:
    compiled()
    told(member, case, "reader")
    compiled(version="2")

    assert "It says the same." in told(member, case, "desk")[0]


def test_what_was_read_and_then_taken_back_is_not_compared(member: Client, case: Case, compiled: MakeVersion) -> None:
    compiled({"Zeugnis": scans(1)})
    told(member, case, "reader")
    revoke_dossiers(case.pk, by=SYSTEM)
    compiled(version="2")

    for page in told(member, case, "desk", "case", "reader"):
        assert "can no longer be told" in page
        assert "Zeugnis" not in page


def test_before_the_release_nothing_is_told(member: Client, case: Case, compiled: MakeVersion) -> None:
    compiled()
    Case.objects.filter(pk=case.pk).update(state=State.ADMITTED)

    assert "on screen" not in told(member, case, "desk")[0]


def test_what_was_read_is_forgotten_with_the_case(member: Client, case: Case, compiled: MakeVersion) -> None:
    compiled()
    told(member, case, "reader")
    assert LastRead.objects.count() == 1

    erase_subject(case.pk, by=SYSTEM)
    everything_erased.send(None, subject=case.pk, by=SYSTEM)

    assert not LastRead.objects.exists()


def test_the_desk_takes_few_queries_once_new_pages_are_counted(
    member: Client, case: Case, compiled: MakeVersion
) -> None:
    compiled()
    told(member, case, "reader")
    compiled({"Zeugnis": scans(1)}, version="2")
    told(member, case, "desk")

    for place in ("desk", "case"):
        with CaptureQueriesContext(connection) as asked:
            told(member, case, place)
        assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 15
