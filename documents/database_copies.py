"""A database at one moment, copied while the site writes: SQLite's own backup, PostgreSQL's own dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

LONGEST_SECONDS = 1800
PARAMETERS = frozenset({"dbname", "host", "hostaddr", "port", "sslcert", "sslkey", "sslmode", "sslrootcert", "user"})
"""Of the connection, what every version of the client programs knows; the site's own library may know more."""

EMPTYING = """DO $$
DECLARE one record;
BEGIN
  SET LOCAL client_min_messages = error;
  FOR one IN SELECT oid::regclass AS name FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
  LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', one.name); END LOOP;
  FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name); END LOOP;
END $$"""
"""Also what the copy does not know: tables of a newer version refer to its own, and would not let them go."""


class CannotCopy(Exception):
    """The message says in a sentence why the database was not copied."""


@contextmanager
def held_still(alias: str) -> Iterator[str]:
    """Inside the block this process sees the database as it is at the beginning; others go on writing.

    Yields what `dump` needs to copy that very moment. Never call it inside a transaction.
    """
    connection = connections[alias]
    if connection.in_atomic_block:
        raise CannotCopy("A database cannot be copied from inside a transaction.")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = str(cursor.fetchone()[0])
        else:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM sqlite_master")  # a transaction begins to see with its first read
            moment = ""
    try:
        yield moment
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def dump(alias: str, moment: str, path: Path) -> None:
    """Copy the database as `held_still` sees it into a new file. Raises CannotCopy."""
    connection = connections[alias]
    path.touch(mode=0o600, exist_ok=False)
    if connection.vendor == "postgresql":
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}")
        _run("pg_dump", connection, *options)
    else:
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)


def load(alias: str, path: Path) -> None:
    """Put a copy in the place of everything that is in the database: whole, or not at all. Raises CannotCopy."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        script = path.with_name(f"{path.name}.sql")
        script.touch(mode=0o600, exist_ok=False)
        try:
            _run("pg_restore", None, "--no-owner", "--no-privileges", f"--file={script}", str(path))
            options = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--single-transaction", "--set=ON_ERROR_STOP=1")
            _run("psql", connection, *options, f"--command={EMPTYING}", f"--file={script}")
        finally:
            script.unlink()
            connection.close()
        return
    connection.close()
    with closing(sqlite3.connect(path)) as source:
        if not _is_whole(source):
            raise CannotCopy("The copy of the database is damaged.")
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as target:
            source.backup(target)


def _is_whole(database: sqlite3.Connection) -> bool:
    try:
        return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def count_rows(alias: str) -> dict[str, int]:
    """Rows of each table, by its name; empty where there are no tables yet."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = int(cursor.fetchone()[0])
    return counts


def _run(program: str, connection: BaseDatabaseWrapper | None, *options: str) -> None:
    """Without a connection the program works on files alone. Raises CannotCopy."""
    if shutil.which(program) is None:
        raise CannotCopy(f"{program} is not installed. Install PostgreSQL's client programs of the server's version.")
    place, password = _access(connection) if connection else ([], "")
    done = subprocess.run(
        [program, *place, *options],
        env={**os.environ, "PGPASSWORD": password},
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
    )
    if done.returncode:
        raise CannotCopy(f"{program} failed: {_first_line(done.stderr)}")


def _access(connection: BaseDatabaseWrapper) -> tuple[list[str], str]:
    """How a client program reaches the same database: its option, and the password apart."""
    connection.ensure_connection()
    assert isinstance(connection.connection, psycopg.Connection)
    info = connection.connection.info
    told = {name: value for name, value in info.get_parameters().items() if name in PARAMETERS}
    return [f"--dbname={make_conninfo(**told)}"], info.password


def _first_line(said: str) -> str:
    """The program's own reason; further lines may quote rows."""
    return said.strip().partition("\n")[0][:300] or "it gave no reason"


def vendor(alias: str) -> str:
    """``sqlite`` or ``postgresql``."""
    return str(connections[alias].vendor)


def place(alias: str) -> tuple[str, ...]:
    """Server and name: what tells one database from another."""
    known = connections[alias].settings_dict
    return tuple(str(known[part]) for part in ("HOST", "PORT", "NAME"))
