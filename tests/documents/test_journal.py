"""The journal: no line changes, none disappears unseen, and none says anything about a case."""

import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection

from documents import journal, journal_triggers
from documents.actors import Actor
from documents.journal import Act, Fault, JournalLine, LineFixed
from tests.documents.rolling_back import rolled_back

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
real_commits = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def with_triggers(db_both: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        journal_triggers.install(editor)
    yield
    with connection.schema_editor() as editor:
        journal_triggers.remove(editor)


@pytest.fixture
def lines(worker: Actor, db_both: None) -> list[JournalLine]:
    """Five lines about one case."""
    subject = uuid4()
    return [
        journal.record(actor=worker, act=Act.DRAFT_SAVED, subject=subject, details={"step": str(number)})
        for number in range(5)
    ]


def tamper(statement: str) -> None:
    """Change the table as someone with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_untouched_journal_holds(lines: list[JournalLine]) -> None:
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert journal.verify() is None
    assert journal.verify(head=journal.head()) is None


@pytest.mark.parametrize(
    "change",
    [
        "actor_ref = 'someone'",
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

    assert journal.verify() == Fault(3, "altered")


def test_a_removed_line_is_named(lines: list[JournalLine]) -> None:
    tamper("DELETE FROM documents_journalline WHERE number = 2")

    assert journal.verify() == Fault(2, "missing")


def test_lines_that_changed_places_are_noticed(lines: list[JournalLine]) -> None:
    tamper("UPDATE documents_journalline SET number = 99 WHERE number = 2")
    tamper("UPDATE documents_journalline SET number = 2 WHERE number = 3")
    tamper("UPDATE documents_journalline SET number = 3 WHERE number = 99")

    assert journal.verify() == Fault(2, "altered")


def test_an_inserted_line_is_noticed(lines: list[JournalLine]) -> None:
    tamper(
        "INSERT INTO documents_journalline (number, at, actor_ref, organisation_ref, act, subject, details, mac) "
        "SELECT 6, at, actor_ref, organisation_ref, act, subject, details, mac FROM documents_journalline "
        "WHERE number = 5"
    )

    assert journal.verify() == Fault(6, "altered")


def test_a_cut_tail_shows_against_a_head_kept_elsewhere(lines: list[JournalLine]) -> None:
    head = journal.head()
    tamper("DELETE FROM documents_journalline WHERE number > 3")

    assert journal.verify() is None
    assert journal.verify(head=head) == Fault(4, "cut")


def test_a_line_refuses_to_be_saved_again_or_deleted(lines: list[JournalLine]) -> None:
    lines[0].actor_ref = "someone"

    with pytest.raises(LineFixed):
        lines[0].save()
    with pytest.raises(LineFixed):
        lines[0].delete()
    with pytest.raises(LineFixed):
        JournalLine.objects.all().delete()
    with pytest.raises(LineFixed):
        JournalLine.objects.update(actor_ref="someone")


@real_commits
@pytest.mark.parametrize(
    "statement", ["UPDATE documents_journalline SET act = 'x'", "DELETE FROM documents_journalline WHERE number = 1"]
)
def test_the_database_itself_refuses_changes(with_triggers: None, lines: list[JournalLine], statement: str) -> None:
    with pytest.raises(DatabaseError, match="never"):
        tamper(statement)

    assert journal.verify() is None


@pytest.mark.parametrize("text", ["Shirin Karvani", "zwei Wörter", "x" * 121, "a\nb", "Ärztin"])
def test_a_detail_that_could_be_content_is_refused(worker: Actor, text: str) -> None:
    with pytest.raises(ValueError, match="codes only"):
        journal.record(actor=worker, act=Act.DRAFT_SAVED, subject=uuid4(), details={"step": text})

    assert not JournalLine.objects.exists()


def test_a_line_falls_with_its_act(worker: Actor) -> None:
    with rolled_back():
        journal.record(actor=worker, act=Act.DRAFT_SAVED, subject=uuid4())

    assert journal.record(actor=worker, act=Act.DRAFT_SAVED, subject=uuid4()).number == 1


@real_commits
def test_many_hands_write_one_unbroken_chain(worker: Actor) -> None:
    subject = uuid4()
    errors: list[BaseException] = []
    threads = [threading.Thread(target=_write, args=(worker, subject, 12, errors)) for _number in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not errors
    assert JournalLine.objects.about(subject).count() == 48
    assert journal.verify() is None


def _write(actor: Actor, subject: UUID, lines: int, errors: list[BaseException]) -> None:
    try:
        for _number in range(lines):
            journal.record(actor=actor, act=Act.CASE_VIEWED, subject=subject)
    except DatabaseError as error:
        errors.append(error)
    finally:
        connection.close()
