"""The empty databases, migrated once and kept beside the data: migrating takes longer than most tests.

Kept under `var/` by what they are made from, so a new migration or another locked version makes them anew: files of
SQLite, and what `pg_dump` writes of the same tables in PostgreSQL.
Where several processes start at once, one migrates and the others wait for what it keeps.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var/test-databases"
FLOORS = ("documents", "forms", "pages", "site")
FILES = {"default": "gremium.sqlite3", "keys": "keys.sqlite3"}
"""Alias -> file in the data folder."""


@contextmanager
def turn(what: str) -> Iterator[None]:
    """One process at a time makes it; the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{what}.turn").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lay(folder: Path) -> None:
    """Lay copies of the empty migrated databases where an installation has its own."""
    for name in FILES.values():
        shutil.copyfile(made() / name, folder / name)


def lay_in_postgresql(address: str) -> None:
    """Fill an empty database of a server. Where `pg_dump` is missing, or older than the server, it is migrated."""
    dump = folder().with_suffix(".sql")
    with turn("dump"):
        if not dump.exists():
            with TemporaryDirectory(dir=settings.DATA) as data:
                _migrate({"DATABASE_URL": address, "GREMIUM_DATA": data})
            _dump(address, dump)
            return
    subprocess.run(["psql", "-qX1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(dump), address], check=True)


def made() -> Path:
    """The folder with the databases of the present migrations, in place of what older code left."""
    kept = folder()
    with turn("databases"):
        if not kept.exists():
            for old in KEPT.glob("*/"):
                shutil.rmtree(old, ignore_errors=True)
            _make(kept)
    return kept


def _make(kept: Path) -> None:
    unfinished = kept.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    with TemporaryDirectory(dir=settings.DATA) as data:
        _migrate({"DATABASE_URL": "", "KEYS_DATABASE_URL": "", "GREMIUM_DATA": data})
        for name in FILES.values():
            with closing(sqlite3.connect(Path(data) / name)) as database:
                database.execute("VACUUM INTO ?", [str(unfinished / name)])
    unfinished.rename(kept)


def _migrate(environment: Mapping[str, str]) -> None:
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)])}
    subprocess.run([sys.executable, "-m", "tests.migrating"], env={**os.environ, **paths, **environment}, check=True)


def _dump(address: str, dump: Path) -> None:
    for old in KEPT.glob("*.sql"):
        old.unlink()
    unfinished = dump.with_suffix(".unfinished.sql")
    command = ["pg_dump", "--no-owner", "--no-privileges", "-f", str(unfinished), address]
    if shutil.which("pg_dump") and subprocess.run(command).returncode == 0:
        unfinished.rename(dump)


def folder() -> Path:
    """Where everything is kept that the present migrations and locked versions make."""
    migrations = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("migrations/*.py"))
    digest = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "requirements.txt", Path(__file__), *migrations):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return KEPT / digest.hexdigest()[:20]
