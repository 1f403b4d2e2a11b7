"""Who acted can be told for 24 months, and then by nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from unittest import mock
from uuid import uuid4

import pytest

from documents import journal, journal_chain, keyring
from documents.actors import SYSTEM, Actor
from documents.journal import Act, JournalLine
from documents.journal_aliases import JournalMonth, aliases_of, forget_old_months, refs_behind

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def write(actor: Actor, moment: datetime) -> JournalLine:
    with mock.patch("documents.journal.timezone.now", return_value=moment):
        return journal.record(actor=actor, act=Act.CASE_VIEWED, subject=uuid4())


def test_somebody_has_one_alias_a_month_and_it_says_nothing(worker: Actor) -> None:
    may, late_may, june = (write(worker, datetime(2026, *day, tzinfo=UTC)) for day in ((5, 1), (5, 31), (6, 1)))

    assert may.alias == late_may.alias != june.alias
    assert worker.ref not in may.alias
    assert refs_behind([may.alias, june.alias], ["another", worker.ref]) == {
        may.alias: worker.ref,
        june.alias: worker.ref,
    }
    assert set(JournalLine.objects.by(worker.ref)) == {may, late_may, june}


def test_two_people_never_share_an_alias(worker: Actor) -> None:
    other = Actor(ref="another")

    assert write(worker, datetime(2026, 5, 1, tzinfo=UTC)).alias != write(other, datetime(2026, 5, 1, tzinfo=UTC)).alias


def test_the_database_alone_does_not_tell_who_acted(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    line = write(worker, datetime(2026, 5, 1, tzinfo=UTC))
    other = replace(keyring.load(), journal=b"another key" * 3)
    monkeypatch.setattr(keyring, "load", lambda: other)

    assert not line.is_by(worker.ref)


def test_the_system_needs_none() -> None:
    line = write(SYSTEM, datetime(2026, 5, 1, tzinfo=UTC))

    assert line.alias == SYSTEM.ref
    assert line.is_by(SYSTEM.ref)
    assert aliases_of(SYSTEM.ref) == [SYSTEM.ref]
    assert not JournalMonth.objects.exists()


def test_after_24_months_nobody_can_tell_who_acted_and_the_chain_still_holds(worker: Actor) -> None:
    october, november = (
        write(worker, datetime(2024, 10, 31, tzinfo=UTC)),
        write(worker, datetime(2024, 11, 1, tzinfo=UTC)),
    )

    assert forget_old_months(date(2026, 10, 31)) == 0
    assert forget_old_months(date(2026, 11, 26)) == 1

    assert not october.is_by(worker.ref)
    assert november.is_by(worker.ref)
    assert list(JournalLine.objects.by(worker.ref)) == [november]
    assert journal_chain.verify() is None


def test_for_which_organisation_is_forgotten_with_who_acted(worker: Actor) -> None:
    line = write(worker, datetime(2024, 10, 31, tzinfo=UTC))
    assert worker.organisation_ref
    assert line.organisation_ref in aliases_of(worker.organisation_ref)

    forget_old_months(date(2026, 11, 1))

    assert worker.organisation_ref not in line.organisation_ref
    assert line.organisation_ref not in aliases_of(worker.organisation_ref)
