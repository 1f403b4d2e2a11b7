"""The key ring: the file with the keys that wrap the cases' keys, and with the journal's chain key.

It lies outside every database and every data backup. Its keys never derive from `SECRET_KEY`.
"""

import base64
import json
import os
import secrets
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32


class KeyRingUnsafe(Exception):
    """The key ring is missing, readable by others, or not a key ring; the message says which."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys that wrap by their ids; `current` wraps what is new. `journal` authenticates the journal's chain."""

    current: str
    keys: dict[str, bytes]
    journal: bytes


def load() -> KeyRing:
    """The installation's key ring; a demo installation makes its own at first use.

    Raises KeyRingUnsafe.
    """
    path = Path(settings.KEYRING)
    if settings.DEMO and not path.exists():
        create(path)
    try:
        status = path.stat()
    except FileNotFoundError:
        raise KeyRingUnsafe(f"There is no key ring at {path}. Restore it, or make one: gremium keys create") from None
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRingUnsafe(f"The key ring {path} may be read by others. Run: chmod 600 {path}")
    return _read(path, status.st_mtime_ns)


def create(path: Path) -> None:
    """Write a new ring with one key; an existing ring is never touched."""
    key_id = secrets.token_hex(4)
    _write_new(path, KeyRing(key_id, {key_id: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES)))


def add_key() -> KeyRing:
    """Put a fresh key on the ring and make it the one that wraps; older ones still unwrap."""
    ring = load()
    key_id = secrets.token_hex(4)
    return _replace(KeyRing(key_id, {**ring.keys, key_id: secrets.token_bytes(KEY_BYTES)}, ring.journal))


def drop_keys_but(needed: set[str]) -> KeyRing:
    """Take every key off the ring that is neither current nor in `needed`."""
    ring = load()
    kept = {key_id: key for key_id, key in ring.keys.items() if key_id in needed | {ring.current}}
    return _replace(KeyRing(ring.current, kept, ring.journal))


def _replace(ring: KeyRing) -> KeyRing:
    path = Path(settings.KEYRING)
    fresh = _written_beside(path, ring)
    fresh.replace(path)
    return ring


def _write_new(path: Path, ring: KeyRing) -> None:
    """Two processes may come here at once: the link lets exactly one ring win."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _written_beside(path, ring)
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def _written_beside(path: Path, ring: KeyRing) -> Path:
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(
            {
                "current": ring.current,
                "keys": {key_id: base64.b64encode(key).decode() for key_id, key in ring.keys.items()},
                "journal": base64.b64encode(ring.journal).decode(),
            },
            file,
        )
        file.flush()
        os.fsync(file.fileno())
    return fresh


@lru_cache(maxsize=2)
def _read(path: Path, changed_ns: int) -> KeyRing:
    try:
        raw = json.loads(path.read_text())
        keys = {key_id: base64.b64decode(key, validate=True) for key_id, key in raw["keys"].items()}
        ring = KeyRing(raw["current"], keys, base64.b64decode(raw["journal"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyRingUnsafe(f"{path} is not a key ring.") from error
    if ring.current not in keys or any(len(key) != KEY_BYTES for key in (*keys.values(), ring.journal)):
        raise KeyRingUnsafe(f"{path} is not a key ring.")
    return ring
