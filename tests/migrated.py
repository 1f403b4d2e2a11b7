"""The empty test databases, migrated once and kept beside the data: migrating takes longer than most tests.

Kept under `var/` by what they are made from, so a new migration or another locked version makes them anew. SQLite only.
Where several processes start at once, one migrates and the others wait for what it keeps.
"""

import fcntl
import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from uuid import uuid4

from django.db import connections

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var/test-databases"
FLOORS = ("documents", "forms", "pages", "site")


_turn = ExitStack()
"""Holds the lock of the process that is to migrate."""


@contextmanager
def turn(what: str) -> Iterator[None]:
    """One process at a time makes it; the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{what}.turn").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def place() -> bool:
    """Lay copies where the tests expect their databases; False where there are none, or no SQLite.

    After a False it is this process that has to migrate and `keep`: others wait in here until then, or until it ends.
    """
    _turn.enter_context(turn("databases"))
    is_placed = _copy()
    if is_placed:
        _turn.close()
    return is_placed


def _copy() -> bool:
    kept = {alias: folder() / f"{alias}.sqlite3" for alias in _wanted()}
    if not kept or not all(path.exists() for path in kept.values()):
        return False
    for alias, path in kept.items():
        shutil.copyfile(path, _wanted()[alias])
    return True


def keep() -> None:
    """Keep what has just been migrated, in place of what older code left.

    Nothing where the chosen tests need no database: then none was made.
    """
    if _wanted() and all(path.exists() for path in _wanted().values()):
        _store()
    _turn.close()


def _store() -> None:
    kept = folder()
    for old in KEPT.glob("*/"):
        if old != kept:
            shutil.rmtree(old, ignore_errors=True)
    kept.mkdir(parents=True, exist_ok=True)
    for alias, path in _wanted().items():
        unfinished = kept / f"{alias}.{uuid4().hex}"
        with closing(sqlite3.connect(path)) as database:
            database.execute("VACUUM INTO ?", [str(unfinished)])
        unfinished.replace(kept / f"{alias}.sqlite3")


def _wanted() -> dict[str, Path]:
    """Alias -> file of the test database; empty unless all are SQLite files."""
    if any(connection.vendor != "sqlite" for connection in connections.all()):
        return {}
    return {connection.alias: Path(str(connection.settings_dict["TEST"]["NAME"])) for connection in connections.all()}


def folder() -> Path:
    """Where everything is kept that the present migrations and locked versions make."""
    migrations = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("migrations/*.py"))
    digest = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "requirements.txt", *migrations):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return KEPT / digest.hexdigest()[:20]
