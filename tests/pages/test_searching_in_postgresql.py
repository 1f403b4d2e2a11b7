"""The tests of the search once more, with PostgreSQL in the place of SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("GREMIUM_TEST_POSTGRES", "postgresql:///postgres")
TESTS = "tests/pages/test_searching.py"


def test_the_search_finds_the_same_in_postgresql() -> None:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        reason = f"no PostgreSQL answers at {SERVER}"
        pytest.fail(reason) if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip(reason)
    address = f"{SERVER.rpartition('/')[0]}/search_{os.getpid()}"

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--create-db",
            "tests/pages/test_searching.py",
        ],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        timeout=500,
    )

    assert done.returncode == 0, done.stdout[-3000:]
