"""The sweeper removes litter, and nothing that only looks like it: an empty, older or foreign database costs no key."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from documents import binding, brake, keystore, sweeping
from documents.binding import Binding
from documents.brake import Braked, Reason
from documents.keystore import CaseKey, KeyMissing, Tombstone
from documents.sweeping import Halt

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Know = Callable[..., None]


@pytest.fixture(autouse=True)
def bound(db_both: None) -> None:
    binding.bind()


@pytest.fixture
def know(monkeypatch: pytest.MonkeyPatch) -> Know:
    """Say which subjects the database holds rows of."""

    def knows(*subjects: UUID) -> None:
        monkeypatch.setattr(keystore, "_needs", [lambda: subjects])

    return knows


def old_keys(number: int) -> list[UUID]:
    """Subjects with keys of three weeks ago."""
    subjects = [uuid4() for _number in range(number)]
    for subject in subjects:
        keystore.create_key(subject)
    CaseKey.objects.filter(subject__in=subjects).update(created_at=timezone.now() - timedelta(days=21))
    return subjects


def let_two_weeks_pass() -> None:
    passed = timezone.now() - brake.PATIENCE
    CaseKey.objects.exclude(orphaned_since=None).update(orphaned_since=passed)


def test_an_orphaned_key_goes_after_two_weeks_and_leaves_no_tombstone(know: Know) -> None:
    needed, forgotten = old_keys(2)
    know(needed)

    assert sweeping.clean_up().keys == 0
    assert keystore.has_key(forgotten)
    let_two_weeks_pass()
    assert sweeping.clean_up().keys == 1

    assert keystore.has_key(needed)
    assert not keystore.has_key(forgotten)
    assert not Tombstone.objects.exists()


def test_a_key_younger_than_a_day_is_not_even_marked(know: Know) -> None:
    (needed,) = old_keys(1)
    keystore.create_key(fresh := uuid4())
    know(needed)

    sweeping.clean_up()

    assert CaseKey.objects.get(subject=fresh).orphaned_since is None


def test_a_key_that_is_needed_again_loses_its_mark(know: Know) -> None:
    needed, doubtful = old_keys(2)
    know(needed)
    sweeping.clean_up()
    let_two_weeks_pass()
    know(needed, doubtful)
    sweeping.clean_up()
    know(needed)

    assert sweeping.clean_up().keys == 0

    assert keystore.has_key(doubtful)


def test_nothing_is_swept_while_no_floor_has_said_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    (subject,) = old_keys(1)
    monkeypatch.setattr(keystore, "_needs", [])

    assert keystore.sweep_orphans() == 0

    assert CaseKey.objects.get(subject=subject).orphaned_since is None


def test_an_empty_database_beside_a_full_key_store_costs_no_key(
    know: Know, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    old_keys(14)
    know()
    CaseKey.objects.update(orphaned_since=timezone.now() - timedelta(days=90))

    for is_confirmed in (False, True):
        assert sweeping.clean_up(is_confirmed=is_confirmed).keys == 0

    assert CaseKey.objects.count() == 14
    assert not Tombstone.objects.exists()
    assert ("keys are not swept" in caplog.text, caplog.records[0].levelno) == (True, logging.ERROR)
    assert client.get("/readyz").json()["sweeping"]["why"] == Reason.NOTHING_KNOWN.label


@pytest.mark.parametrize(("orphans", "kept"), [(5, 1), (6, 600)])
def test_a_few_orphans_are_litter(orphans: int, kept: int, know: Know) -> None:
    know(*_rows(kept))
    _rows(orphans)

    sweeping.clean_up()
    let_two_weeks_pass()

    assert sweeping.clean_up().keys == orphans


def test_many_orphans_at_once_are_neither_marked_nor_removed(know: Know) -> None:
    know(*_rows(500))
    _rows(6)

    assert sweeping.clean_up().keys == 0

    assert not CaseKey.objects.orphaned()
    assert Halt.objects.get(kind="keys").reason == Reason.TOO_MANY


def test_many_that_come_due_at_once_stay_until_somebody_confirms(know: Know) -> None:
    know(*_rows(20))
    _rows(6)
    sweeping.clean_up(is_confirmed=True)
    let_two_weeks_pass()

    assert sweeping.clean_up().keys == 0
    call_command("sweep", now=True)

    assert CaseKey.objects.count() == 20
    assert sweeping.halts() == []


def test_the_command_says_why_it_removes_nothing(know: Know) -> None:
    old_keys(1)
    know()

    with pytest.raises(CommandError, match="knows of no case"):
        call_command("sweep", now=True)


@pytest.mark.parametrize("store", binding.STORES)
def test_a_store_without_its_id_stops_the_sweep(store: str, know: Know, client: Client) -> None:
    needed, forgotten = old_keys(2)
    know(needed)
    CaseKey.objects.filter(subject=forgotten).update(orphaned_since=timezone.now() - timedelta(days=90))
    Binding.objects.using(store).all().delete()

    assert sweeping.clean_up(is_confirmed=True).keys == 0

    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "belongs to another database" in answer.json()["key_store"]["why"]


def test_another_installations_key_store_stops_the_sweep(know: Know) -> None:
    needed, forgotten = old_keys(2)
    know(needed)
    CaseKey.objects.filter(subject=forgotten).update(orphaned_since=timezone.now() - timedelta(days=90))
    Binding.objects.using("keys").update(installation=uuid4())

    assert sweeping.clean_up(is_confirmed=True).keys == 0

    assert Halt.objects.get(kind="keys").reason == Reason.FOREIGN
    assert Halt.objects.get(kind="files").reason == Reason.FOREIGN


def test_binding_twice_changes_nothing() -> None:
    before = Binding.objects.using("keys").get().installation

    binding.bind()

    assert {Binding.objects.using(store).get().installation for store in binding.STORES} == {before}


def test_a_key_store_with_keys_is_never_bound_to_a_database_that_knows_none(know: Know) -> None:
    old_keys(1)
    know()
    for store in binding.STORES:
        Binding.objects.using(store).all().delete()

    with pytest.raises(Braked):
        binding.bind()

    assert not Binding.objects.using("keys").exists()


def test_an_installation_from_before_the_bond_is_bound(know: Know) -> None:
    know(*old_keys(2))
    for store in binding.STORES:
        Binding.objects.using(store).all().delete()

    binding.bind()

    binding.require_bound()


@pytest.mark.parametrize("store", binding.STORES)
def test_a_first_preparation_that_was_cut_off_can_be_done_again(store: str) -> None:
    Binding.objects.using(store).all().delete()

    binding.bind()

    binding.require_bound()


def test_nothing_is_cleaned_in_the_first_minutes_after_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, clock, cleaned = threading.Event(), iter(range(0, 10_000, 30)), []
    now = [0.0]

    def tick() -> int:
        now[0] = float(next(clock))
        if now[0] > 1900:
            stop.set()
        return 0

    monkeypatch.setattr(sweeping, "TICK_SECONDS", 0.0)
    monkeypatch.setattr(sweeping, "ring_unheard", tick)
    monkeypatch.setattr(sweeping, "clean_up", lambda: cleaned.append(now[0]) or sweeping.Swept(0, 0, 0, 0, 0))
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    sweeping.run(stop)

    assert cleaned == [600.0, 1200.0, 1800.0]


def _rows(number: int) -> list[UUID]:
    """Old keys by the hundred, which need not open."""
    then = timezone.now() - timedelta(days=21)
    rows = [
        CaseKey(subject=uuid4(), key_id=b"k", ring_key_id="r", wrapped=b"w", created_at=then) for _ in range(number)
    ]
    return [row.subject for row in CaseKey.objects.bulk_create(rows)]


def test_what_fails_holds_nothing_else_back_and_is_told_at_the_end() -> None:
    first, broken, last = uuid4(), uuid4(), uuid4()
    done = []

    def act(key: UUID) -> bool:
        if key == broken:
            raise KeyMissing(key)
        done.append(key)
        return True

    with pytest.raises(ExceptionGroup) as failed:
        sweeping.each_alone(act, [first, broken, last])

    assert done == [first, last]
    assert [type(one) for one in failed.value.exceptions] == [KeyMissing]
