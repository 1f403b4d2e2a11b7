"""A copy is of one moment, whatever is written meanwhile, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
import pytest
from django.db import connections

from documents import database_copies
from documents.database_copies import CannotCopy
from tests.documents.grounds import database

SOURCE, TARGET = "copied", "restored"


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[None]:
    """Two empty databases under their aliases."""
    with django_db_blocker.unblock(), ExitStack() as opened:
        if request.param == "postgresql":
            if shutil.which("pg_dump") is None:
                pytest.skip("pg_dump is not installed")
            addresses = [opened.enter_context(contextmanager(database)())["DATABASE_URL"] for _alias in range(2)]
            described: list[dict[str, Any]] = [{"OPTIONS": {}, **dj_database_url.parse(url)} for url in addresses]
        else:
            described = [{"NAME": tmp_path / f"{alias}.sqlite3"} for alias in (SOURCE, TARGET)]
        for alias, one in zip((SOURCE, TARGET), described, strict=True):
            connections.settings[alias] = {**connections.settings["default"], **one}
            opened.callback(forget, alias)
        yield


def forget(alias: str) -> None:
    connections[alias].close()
    del connections[alias]
    del connections.settings[alias]


def run(statement: str, alias: str = SOURCE) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)


def run_beside(statement: str) -> None:
    """As another process would: on a connection of its own."""

    def act() -> None:
        run(statement)
        connections[SOURCE].close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result()


def test_what_is_written_meanwhile_is_not_in_the_copy(two: None, tmp_path: Path) -> None:
    run("CREATE TABLE things (id integer)")
    run("INSERT INTO things VALUES (1), (2), (3)")

    with database_copies.held_still(SOURCE) as moment:
        run_beside("INSERT INTO things VALUES (4), (5)")
        counted = database_copies.count_rows(SOURCE)
        database_copies.dump(SOURCE, moment, tmp_path / "copy")
    database_copies.load(TARGET, tmp_path / "copy")

    assert counted == {"things": 3} == database_copies.count_rows(TARGET)
    assert database_copies.count_rows(SOURCE) == {"things": 5}
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0


def test_a_copy_replaces_what_is_there(two: None, tmp_path: Path) -> None:
    run("CREATE TABLE things (id integer)")
    for number, rows in enumerate(("(1)", "(2), (3)")):
        run(f"INSERT INTO things VALUES {rows}")
        with database_copies.held_still(SOURCE) as moment:
            database_copies.dump(SOURCE, moment, tmp_path / str(number))
        database_copies.load(TARGET, tmp_path / str(number))

    database_copies.load(TARGET, tmp_path / "0")

    assert database_copies.count_rows(TARGET) == {"things": 1}


def test_a_copy_replaces_what_a_newer_version_has_made(two: None, tmp_path: Path) -> None:
    """Tables that the copy does not know, and that refer to those it brings."""
    run("CREATE TABLE things (id integer PRIMARY KEY)")
    with database_copies.held_still(SOURCE) as moment:
        database_copies.dump(SOURCE, moment, tmp_path / "copy")
    database_copies.load(TARGET, tmp_path / "copy")
    run("CREATE TABLE newer (thing integer REFERENCES things (id))", TARGET)
    if connections[TARGET].vendor == "postgresql":
        run("CREATE FUNCTION newer() RETURNS integer LANGUAGE sql AS 'SELECT 1'", TARGET)

    database_copies.load(TARGET, tmp_path / "copy")

    assert database_copies.count_rows(TARGET) == {"things": 0}
    if connections[TARGET].vendor == "postgresql":
        run("CREATE FUNCTION newer() RETURNS integer LANGUAGE sql AS 'SELECT 2'", TARGET)


def test_a_damaged_copy_changes_nothing(two: None, tmp_path: Path) -> None:
    run("CREATE TABLE things (id integer)")
    with database_copies.held_still(SOURCE) as moment:
        database_copies.dump(SOURCE, moment, tmp_path / "copy")
    database_copies.load(TARGET, tmp_path / "copy")
    (tmp_path / "copy").write_bytes((tmp_path / "copy").read_bytes()[:500])

    with pytest.raises(CannotCopy):
        database_copies.load(TARGET, tmp_path / "copy")
    assert database_copies.count_rows(TARGET) == {"things": 0}
