"""The journal's chain: every change shows, and only whole years that are over may go."""

from collections.abc import Callable
from datetime import UTC, datetime
from unittest import mock
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from documents import journal, journal_chain, journal_triggers
from documents.actors import Actor
from documents.journal import JournalLine, JournalMention
from documents.journal_chain import Fault
from documents.journal_segments import JournalSegment
from tests.documents.tampering import tamper

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
WriteAt = Callable[[datetime], JournalLine]


@pytest.fixture
def write_at(worker: Actor) -> WriteAt:
    def write(moment: datetime) -> JournalLine:
        with mock.patch("documents.journal.timezone.now", return_value=moment):
            return journal.record_list(actor=worker, hits={uuid4(): "submitted"})

    return write


def test_an_untouched_journal_holds(lines: list[JournalLine]) -> None:
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert journal_chain.verify() is None
    assert journal_chain.verify(head=journal.head()) is None


@pytest.mark.parametrize(
    "change",
    [
        "alias = 'someone'",
        "organisation_ref = 'other'",
        "act = 'draft.viewed'",
        "subject = '00000000000000000000000000000000'",
        'details = \'{"step": "9"}\'',
        "at = '2020-01-01 00:00:00+00:00'",
        "mac = 'f00'",
    ],
)
def test_an_altered_line_is_named(lines: list[JournalLine], change: str) -> None:
    tamper(f"UPDATE documents_journalline SET {change} WHERE number = 3")

    assert journal_chain.verify() == Fault(3, "altered")


def test_a_removed_line_is_named(lines: list[JournalLine]) -> None:
    tamper("DELETE FROM documents_journalline WHERE number = 2")

    assert journal_chain.verify() == Fault(2, "missing")


def test_a_removed_beginning_is_named(lines: list[JournalLine]) -> None:
    tamper("DELETE FROM documents_journalline WHERE number < 3")

    assert journal_chain.verify() == Fault(1, "missing")


def test_lines_that_changed_places_are_noticed(lines: list[JournalLine]) -> None:
    tamper("UPDATE documents_journalline SET number = 99 WHERE number = 2")
    tamper("UPDATE documents_journalline SET number = 2 WHERE number = 3")
    tamper("UPDATE documents_journalline SET number = 3 WHERE number = 99")

    assert journal_chain.verify() == Fault(2, "altered")


def test_an_inserted_line_is_noticed(lines: list[JournalLine]) -> None:
    tamper(
        "INSERT INTO documents_journalline (number, at, alias, organisation_ref, act, subject, details, mac) "
        "SELECT 6, at, alias, organisation_ref, act, subject, details, mac FROM documents_journalline "
        "WHERE number = 5"
    )

    assert journal_chain.verify() == Fault(6, "altered")


def test_a_cut_tail_shows_against_a_head_kept_elsewhere(lines: list[JournalLine]) -> None:
    head = journal.head()
    tamper("DELETE FROM documents_journalline WHERE number > 3")

    assert journal_chain.verify() is None
    assert journal_chain.verify(head=head) == Fault(4, "cut")


@pytest.mark.parametrize(
    "change", ["DELETE FROM documents_journalmention", "UPDATE documents_journalmention SET subject = '0'"]
)
def test_an_index_of_lists_that_was_changed_is_noticed(write_at: WriteAt, change: str) -> None:
    line = write_at(NOW)
    tamper(change.replace("'0'", f"'{uuid4().hex}'"))

    assert journal_chain.verify() == Fault(line.number, "altered")


def test_a_year_goes_whole_36_months_after_its_end_and_the_rest_still_holds(write_at: WriteAt) -> None:
    moments = [
        datetime(2021, 5, 1, tzinfo=UTC),
        datetime(2022, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2023, 1, 1, tzinfo=UTC),
    ]
    lines = [write_at(moment) for moment in moments]

    assert journal_chain.drop_years_over(datetime(2025, 12, 31, 23, tzinfo=UTC)) == 1
    assert journal_chain.drop_years_over(NOW) == 1
    assert journal_chain.drop_years_over(NOW) == 0

    assert list(JournalLine.objects.all()) == lines[2:]
    assert JournalMention.objects.count() == 1
    assert [segment.year for segment in JournalSegment.objects.all()] == [2021, 2022]
    assert journal_chain.verify() is None
    assert write_at(NOW).number == 4
    assert journal_chain.verify() is None


def test_after_all_years_went_the_chain_goes_on_where_it_ended(write_at: WriteAt) -> None:
    write_at(datetime(2021, 5, 1, tzinfo=UTC))
    journal_chain.drop_years_over(NOW)

    assert write_at(NOW).number == 2
    assert journal_chain.verify() is None


def test_nobody_without_the_key_can_make_a_beginning_disappear(lines: list[JournalLine]) -> None:
    JournalSegment.objects.create(year=2022, last_number=3, last_mac=lines[2].mac, seal="f" * 64)
    tamper("DELETE FROM documents_journalline WHERE number <= 3")

    assert journal_chain.verify() == Fault(3, "altered")


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_the_database_lets_lines_of_years_that_are_over_go_and_no_others(write_at: WriteAt) -> None:
    this_year = datetime.now(UTC).year
    old, young = (
        write_at(datetime(this_year - 4, 12, 31, 23, tzinfo=UTC)),
        write_at(datetime(this_year - 3, 1, 1, tzinfo=UTC)),
    )
    with connection.schema_editor() as editor:
        journal_triggers.install(editor)
    try:
        assert journal_chain.drop_years_over(datetime.now(UTC)) == 1
        with pytest.raises(DatabaseError, match="never"):
            tamper(f"DELETE FROM documents_journalline WHERE number = {young.number}")
    finally:
        with connection.schema_editor() as editor:
            journal_triggers.remove(editor)

    assert list(JournalLine.objects.all()) == [young]
    assert old.number == 1
