"""The key ring in two persons' hands: one file that opens only with both of their passphrases.

The file is an `age` file; with the two passphrases, a space between them, the plain program `age` opens it, too.
"""

import json
import os
from pathlib import Path

import pyrage
from django.conf import settings

from documents import keyring

SHORTEST = 12
"""Characters of each passphrase."""


class EscrowRefused(Exception):
    """The message says in a sentence why."""


def lock_ring(path: Path, *, first: str, second: str) -> None:
    """Write the installation's key ring locked with both passphrases into a new file.

    Raises EscrowRefused, keyring.KeyRingUnsafe, FileExistsError.
    """
    if min(len(first), len(second)) < SHORTEST or first == second:
        raise EscrowRefused(f"Each of the two needs an own passphrase of at least {SHORTEST} characters.")
    keyring.load()
    locked = pyrage.passphrase.encrypt(Path(settings.KEYRING).read_bytes(), _joined(first, second))
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(locked)
        file.flush()
        os.fsync(file.fileno())


def open_ring(path: Path, *, first: str, second: str) -> None:
    """Put the ring back where it belongs; one that is there stays. Raises EscrowRefused, OSError."""
    target = Path(settings.KEYRING)
    if target.exists():
        raise EscrowRefused(f"There is a key ring at {target} already; it is left as it is.")
    try:
        ring = pyrage.passphrase.decrypt(path.read_bytes(), _joined(first, second))
        json.loads(ring)
    except (pyrage.DecryptError, ValueError) as error:
        raise EscrowRefused("The two passphrases do not open this file, or it is damaged.") from error
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(ring)
    keyring.load()


def _joined(first: str, second: str) -> str:
    return f"{first} {second}"
