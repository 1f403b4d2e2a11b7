"""Who saw a case is told in words, quickly, and to those alone who may know it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents import journal, keystore
from documents.journal import Act, JournalLine
from documents.journal_aliases import JournalMonth
from gremium.cases.models import State
from gremium.oversight.who_saw import PAGE, Asked, as_csv, page_of
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, Role, User
from tests.gremium.conftest import MakeCase, SignIn, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def protection(db: None) -> User:
    return make_person("protection", Role.DATA_PROTECTION)


def test_looks_and_lists_are_told_with_name_and_role_the_newest_first(
    make_case: MakeCase, north: Organisation, ulrike: User, marte: User
) -> None:
    case = make_case(north)
    journal.record(actor=actor_of(marte), act=Act.CASE_VIEWED, subject=case.pk)
    journal.record_list(actor=actor_of(ulrike), hits={case.pk: "submitted"})

    seen = page_of(Asked(case.pk)).seen

    assert [(one.who, one.is_list) for one in seen] == [("Ulrike", True), ("Marte", False)]
    assert seen[0].role == ulrike.get_role_display()


def test_after_24_months_nobody_can_tell_any_more_who_it_was(
    make_case: MakeCase, north: Organisation, marte: User
) -> None:
    case = make_case(north)
    journal.record(actor=actor_of(marte), act=Act.CASE_VIEWED, subject=case.pk)
    JournalMonth.objects.all().delete()

    (one,) = page_of(Asked(case.pk)).seen

    assert one.who == ""
    assert "Marte" not in as_csv(Asked(case.pk))


def test_who_had_the_dossier_since_a_day_is_told_alone(make_case: MakeCase, north: Organisation, renate: User) -> None:
    case, today = make_case(north, State.SCHEDULED), timezone.localdate()
    for act in (Act.CASE_VIEWED, Act.DOSSIER_DOWNLOADED):
        journal.record(actor=actor_of(renate), act=act, subject=case.pk)

    assert len(page_of(Asked(case.pk, since=today, dossier_only=True)).seen) == 1
    assert page_of(Asked(case.pk, since=today + timedelta(days=1))).seen == []


def test_who_had_the_dossier_in_a_bundle_is_told_too_also_on_screen(
    make_case: MakeCase, north: Organisation, renate: User, henrik: User
) -> None:
    case = make_case(north, State.SCHEDULED)
    for reader, act in ((renate, Act.BUNDLE_VIEWED), (henrik, Act.BUNDLE_DOWNLOADED)):
        journal.record_list(actor=actor_of(reader), act=act, hits={case.pk: "1-1"})

    assert {one.who for one in page_of(Asked(case.pk, dossier_only=True)).seen} == {"Renate", "Henrik"}


def test_older_entries_follow_without_a_gap(make_case: MakeCase, north: Organisation, marte: User) -> None:
    case = make_case(north)
    for _number in range(PAGE + 3):
        journal.record(actor=actor_of(marte), act=Act.CASE_VIEWED, subject=case.pk)

    first = page_of(Asked(case.pk))
    second = page_of(Asked(case.pk), before=first.older)

    assert (len(first.seen), len(second.seen), second.older) == (PAGE, 3, None)
    assert first.seen[-1].number - 1 == second.seen[0].number


def test_q59_each_look_at_it_is_one_line(
    make_case: MakeCase, north: Organisation, protection: User, ulrike: User, marte: User, sign_in: SignIn
) -> None:
    case = make_case(north)
    pages = (
        (ulrike, f"/de/geschaeftsstelle/{case.pk}/zugriffe/"),
        (protection, f"/de/datenschutz-aufsicht/zugriffe/{case.pk}/"),
        (marte, f"/de/antrag/{case.pk}/zugriffe/?since=gestern&before=%C2%B2"),
    )
    for user, address in pages:
        client, before = sign_in(user), JournalLine.objects.about(case.pk).count()
        answer = client.get(address)
        assert answer.status_code == 200
        assert JournalLine.objects.about(case.pk).count() == before + 1
    assert "Ulrike" not in answer.content.decode()


def test_the_data_protection_officer_finds_a_case_by_its_reference_even_an_erased_one(
    make_case: MakeCase, north: Organisation, protection: User, sign_in: SignIn
) -> None:
    case, client = make_case(north, State.ERASED), sign_in(protection)
    keystore.destroy_key(case.pk)

    answer = client.post("/de/datenschutz-aufsicht/", {"reference": f" {case.reference.lower()} "}, follow=True)
    table = client.post(f"/de/datenschutz-aufsicht/zugriffe/{case.pk}/tabelle/")

    assert case.reference in answer.content.decode()
    assert "Protection" in table.content.decode()
    assert table["Content-Disposition"] == f'attachment; filename="Zugriffe-{case.reference}.csv"'
    missing = client.post("/de/datenschutz-aufsicht/", {"reference": "BF-0000-0000"})
    assert missing.status_code == 422
    assert "keinen Fall mit diesem Kennzeichen" in missing.content.decode()
