"""Q20 once more, with PostgreSQL in the place of SQLite and Redis as broker and cache."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not os.environ.get("GREMIUM_DRILL"), reason="two databases are migrated: runs in `make drill`"),
]
ROOT = Path(__file__).resolve().parents[3]
SERVER = os.environ.get("GREMIUM_TEST_POSTGRES", "postgresql:///postgres")
REDIS = os.environ.get("GREMIUM_TEST_REDIS", "redis://127.0.0.1:6379")
TEST = "tests/gremium/oversight/test_canary.py::test_q20_nothing_of_an_erased_case_is_left_in_any_file"


def test_nothing_of_an_erased_case_is_left_in_postgresql_and_redis() -> None:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
        redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except (psycopg.OperationalError, redis.ConnectionError) as error:
        reason = f"a service does not answer: {error}"
        pytest.fail(reason) if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip(reason)
    server = SERVER.rpartition("/")[0]
    databases = {"DATABASE_URL": f"{server}/canary_{os.getpid()}", "KEYS_DATABASE_URL": f"{server}/keys_{os.getpid()}"}
    services = {"CELERY_BROKER_URL": f"{REDIS}/12", "CACHE_URL": f"{REDIS}/13"}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--create-db", TEST],
        cwd=ROOT,
        env={**os.environ, **databases, **services},
        capture_output=True,
        text=True,
        timeout=500,
    )

    assert done.returncode == 0, done.stdout[-3000:]
    assert "1 passed" in done.stdout
