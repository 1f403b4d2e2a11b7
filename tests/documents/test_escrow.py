"""The key ring comes back with both passphrases, and with nothing less."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from documents import escrow, keyring
from documents.escrow import EscrowRefused

FIRST, SECOND = "drei blaue Boote", "sieben rote Schuhe"


@pytest.fixture
def ring(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYRING = tmp_path / "keyring.json"
    keyring.create(settings.KEYRING)
    return tmp_path / "keyring.json"


def test_a_lost_ring_comes_back_with_both_passphrases_and_with_nothing_less(ring: Path) -> None:
    before, locked = ring.read_bytes(), ring.with_name("ring.age")
    escrow.lock_ring(locked, first=FIRST, second=SECOND)
    ring.unlink()

    with pytest.raises(EscrowRefused):
        escrow.open_ring(locked, first=FIRST, second=FIRST)
    assert not ring.exists()

    escrow.open_ring(locked, first=FIRST, second=SECOND)
    assert ring.read_bytes() == before
    assert ring.stat().st_mode & 0o077 == locked.stat().st_mode & 0o077 == 0

    with pytest.raises(EscrowRefused, match="left as it is"):
        escrow.open_ring(locked, first=FIRST, second=SECOND)


@pytest.mark.parametrize(("first", "second"), [("short", SECOND), (FIRST, ""), (FIRST, FIRST)])
def test_passphrases_must_be_two_and_long(ring: Path, first: str, second: str) -> None:
    with pytest.raises(EscrowRefused):
        escrow.lock_ring(ring.with_name("other.age"), first=first, second=second)
    assert not ring.with_name("other.age").exists()
