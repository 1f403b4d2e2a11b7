"""The tests of the search once more, with PostgreSQL in the place of SQLite."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("GREMIUM_TEST_POSTGRES", "postgresql:///postgres")
TESTS = "tests/pages/test_searching.py"


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database whose test database has all tables."""
    try:
        admin = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        reason = f"no PostgreSQL answers at {SERVER}"
        pytest.fail(reason) if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip(reason)
    server, name = SERVER.rpartition("/")[0], f"search_{os.getpid()}"
    with admin:
        admin.execute(f"CREATE DATABASE test_{name}".encode())
        try:
            migrated.lay_in_postgresql(f"{server}/test_{name}")
            yield f"{server}/{name}"
        finally:
            admin.execute(f"DROP DATABASE test_{name} WITH (FORCE)".encode())


def test_the_search_finds_the_same_in_postgresql(database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db", TESTS],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=500,
    )

    assert done.returncode == 0, done.stdout[-3000:]
