"""Keys live apart from what they seal, outlast a rollback, and are gone for good once destroyed."""

import json
import os
import sqlite3
import stat
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from documents import keyring, keystore, old_pages, vault
from documents.keystore import CaseKey, Tombstone
from tests.documents.rolling_back import rolled_back

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def ring(tmp_path: Path, settings: Settings) -> Path:
    """A key ring of this test alone."""
    settings.KEYRING = tmp_path / "keyring.json"
    return tmp_path / "keyring.json"


def test_a_key_stays_when_the_callers_transaction_rolls_back(db_both: None) -> None:
    subject = uuid4()

    with rolled_back():
        keystore.create_key(subject)

    assert keystore.has_key(subject)


def test_a_second_key_for_a_case_is_never_made(subject: UUID) -> None:
    before = keystore.data_key(subject)

    keystore.create_key(subject)

    assert keystore.data_key(subject) == before


def test_an_altered_key_row_does_not_open(subject: UUID, other_subject: UUID) -> None:
    foreign = CaseKey.objects.get(subject=other_subject)
    CaseKey.objects.filter(subject=subject).update(wrapped=foreign.wrapped)

    with pytest.raises(keystore.KeyUnreadable):
        keystore.data_key(subject)


def test_the_key_store_holds_no_key_in_the_clear(subject: UUID) -> None:
    row = CaseKey.objects.get(subject=subject)

    assert keystore.data_key(subject).secret not in bytes(row.wrapped)


def test_a_restored_backup_does_not_bring_an_erased_case_back(subject: UUID) -> None:
    backup = CaseKey.objects.get(subject=subject)
    keystore.destroy_key(subject)
    backup.save(force_insert=True)

    assert keystore.replay_tombstones() == 1

    assert not keystore.has_key(subject)
    assert Tombstone.objects.filter(subject=subject).exists()


def test_the_ring_is_renewed_while_everything_stays_readable(ring: Path, db_both: None) -> None:
    subjects = [uuid4() for _number in range(20)]
    for subject in subjects:
        keystore.create_key(subject)
    sealed = {subject: vault.seal(subject, "p", subject.bytes) for subject in subjects}
    old = keyring.load().current

    new = keyring.add_key().current
    assert keystore.rewrap_keys(batch=7) == 20
    keyring.drop_keys_but(keystore.ring_keys_in_use())

    assert set(keyring.load().keys) == {new} != {old}
    assert all(vault.unseal(subject, "p", sealed[subject]) == subject.bytes for subject in subjects)


def test_without_its_ring_key_a_case_key_does_not_open(ring: Path, db_both: None) -> None:
    subject = uuid4()
    keystore.create_key(subject)
    ring.unlink()

    with pytest.raises(keystore.KeyUnreadable):
        keystore.data_key(subject)


def test_a_new_ring_is_for_its_owner_alone(ring: Path) -> None:
    keyring.load()

    assert stat.S_IMODE(ring.stat().st_mode) == 0o600


def test_in_production_a_missing_ring_stops_the_start(ring: Path, settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(keyring.KeyRingUnsafe, match="no key ring"):
        keyring.load()
    assert not ring.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_ring_that_others_may_read_stops_the_start(ring: Path, mode: int) -> None:
    keyring.load()
    ring.chmod(mode)

    with pytest.raises(keyring.KeyRingUnsafe, match="may be read by others"):
        keyring.load()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", json.dumps({"current": "a", "keys": {"a": "eA=="}, "journal": "eA=="})]
)
def test_a_file_that_is_no_ring_stops_the_start(ring: Path, text: str) -> None:
    ring.write_text(text)
    os.chmod(ring, 0o600)

    with pytest.raises(keyring.KeyRingUnsafe, match="not a key ring"):
        keyring.load()


def test_an_existing_ring_is_never_overwritten(ring: Path) -> None:
    before = keyring.load()

    keyring.create(ring)

    assert keyring.load() == before


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_an_erased_key_leaves_the_log_as_soon_as_no_reader_is_in_the_way() -> None:
    if connections["keys"].vendor != "sqlite":
        pytest.skip("only SQLite keeps such a log")
    keystore.create_key(subject := uuid4())
    path = str(connections["keys"].settings_dict["NAME"])
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents_casekey").fetchone()
        started = time.monotonic()
        keystore.destroy_key(subject)
        assert time.monotonic() - started < 5
        assert Path(f"{path}-wal").stat().st_size > 0
        assert not old_pages.forget()

    assert old_pages.forget()

    assert Path(f"{path}-wal").stat().st_size == 0


def test_the_keys_of_a_list_are_fetched_at_once_and_a_missing_one_stays_missing(
    subject: UUID, other_subject: UUID
) -> None:
    missing, before = uuid4(), keystore.data_key(subject)

    with keystore.keys_at_hand([subject, other_subject, missing]), CaptureQueriesContext(connections["keys"]) as asked:
        assert keystore.data_key(subject) == before
        keystore.data_key(other_subject)
        with pytest.raises(keystore.KeyMissing):
            keystore.data_key(missing)

    assert len(asked) == 1
    keystore.destroy_key(subject)
    with pytest.raises(keystore.KeyMissing):
        keystore.data_key(subject)


def test_one_act_reads_a_key_once(subject: UUID) -> None:
    with CaptureQueriesContext(connections["keys"]) as asked, keystore.holding_keys():
        keys = [keystore.data_key(subject) for _value in range(3)]

    assert (len(asked), len(set(keys))) == (1, 1)


def test_no_key_is_kept_after_the_act_nor_after_its_destruction(subject: UUID) -> None:
    with keystore.holding_keys():
        keystore.data_key(subject)
        keystore.destroy_key(subject)
        with pytest.raises(keystore.KeyMissing):
            keystore.data_key(subject)

    with pytest.raises(keystore.KeyMissing):
        keystore.data_key(subject)


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_the_ring_is_renewed_while_others_read_and_make_keys(ring: Path) -> None:
    """The old key goes from the ring, and no case was unreadable at any moment (Q22)."""
    subjects = [uuid4() for _number in range(10_000 if os.environ.get("GREMIUM_DRILL") else 300)]
    for subject in subjects:
        keystore.create_key(subject)
    secrets = {subject: keystore.data_key(subject).secret for subject in subjects}
    old = keyring.load().current
    is_over, read, made = threading.Event(), Counter[bool](), []

    def work() -> None:
        while not is_over.is_set():
            for subject in subjects[:: max(len(subjects) // 100, 1)]:
                read[keystore.data_key(subject).secret == secrets[subject]] += 1
            made.append(uuid4())
            keystore.create_key(made[-1])
        connections["keys"].close()

    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(work)
        started = time.monotonic()
        call_command("keys", "renew", verbosity=0)
        seconds = time.monotonic() - started
        is_over.set()
        others.result()

    print(f"\n{len(subjects)} keys renewed in {seconds:.1f} s, beside {read[True]} reads and {len(made)} new keys")
    assert seconds <= 60
    assert set(read) == {True}
    assert len(made) >= 2
    assert old not in keyring.load().keys
    assert {subject: keystore.data_key(subject).secret for subject in subjects} == secrets
    assert all(keystore.data_key(subject).secret for subject in made)
