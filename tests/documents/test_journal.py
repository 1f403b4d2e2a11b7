"""The journal: no line changes, none disappears unseen, and none says anything about a case."""

import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection

from documents import journal, journal_chain, journal_triggers
from documents.actors import Actor
from documents.journal import Act, JournalLine, LineFixed
from tests.documents.rolling_back import rolled_back
from tests.documents.tampering import tamper

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
real_commits = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def with_triggers(db_both: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        journal_triggers.install(editor)
    yield
    with connection.schema_editor() as editor:
        journal_triggers.remove(editor)


def test_a_line_refuses_to_be_saved_again_or_deleted(lines: list[JournalLine]) -> None:
    lines[0].alias = "someone"

    with pytest.raises(LineFixed):
        lines[0].save()
    with pytest.raises(LineFixed):
        lines[0].delete()
    with pytest.raises(LineFixed):
        JournalLine.objects.all().delete()
    with pytest.raises(LineFixed):
        JournalLine.objects.update(alias="someone")


@real_commits
@pytest.mark.parametrize(
    "statement", ["UPDATE documents_journalline SET act = 'x'", "DELETE FROM documents_journalline WHERE number = 1"]
)
def test_the_database_itself_refuses_changes(with_triggers: None, lines: list[JournalLine], statement: str) -> None:
    with pytest.raises(DatabaseError, match="never"):
        tamper(statement)

    assert journal_chain.verify() is None


@pytest.mark.parametrize("text", ["Shirin Karvani", "zwei Wörter", "x" * 121, "a\nb", "Ärztin"])
def test_a_detail_that_could_be_content_is_refused(worker: Actor, text: str) -> None:
    with pytest.raises(ValueError, match="codes only"):
        journal.record(actor=worker, act=Act.DRAFT_SAVED, subject=uuid4(), details={"step": text})

    assert not JournalLine.objects.exists()


def test_a_list_is_one_line_that_is_found_by_each_case_it_showed(worker: Actor) -> None:
    seen, other = uuid4(), uuid4()
    opened = journal.record(actor=worker, act=Act.CASE_VIEWED, subject=seen)
    listed = journal.record_list(actor=worker, hits={seen: "submitted", other: "admitted"})

    assert list(JournalLine.objects.naming(seen)) == [opened, listed]
    assert list(JournalLine.objects.naming(other)) == [listed]
    assert list(JournalLine.objects.about(seen)) == [opened]
    assert journal_chain.verify() is None


def test_a_line_about_an_account_names_it_by_its_alias_alone(worker: Actor) -> None:
    line = journal.record_account(actor=worker, act=Act.ACCOUNT_LOGIN, ref=worker.ref)

    assert line.is_by(worker.ref)
    assert str(line.subject) == line.alias
    assert list(JournalLine.objects.about_account(worker.ref)) == [line]
    assert worker.ref not in (line.alias, str(line.subject))


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
    assert journal_chain.verify() is None


def _write(actor: Actor, subject: UUID, lines: int, errors: list[BaseException]) -> None:
    try:
        for _number in range(lines):
            journal.record(actor=actor, act=Act.CASE_VIEWED, subject=subject)
    except DatabaseError as error:
        errors.append(error)
    finally:
        connection.close()
