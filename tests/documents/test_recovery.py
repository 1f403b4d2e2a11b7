"""Killed workers and wiped brokers, on a real installation: every dossier ends ready without anyone's help."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from kombu import Connection

from tests.documents.installation import Installation

ADMIN = os.environ.get("GREMIUM_TEST_POSTGRES", "postgresql:///postgres")
REDIS = os.environ.get("GREMIUM_TEST_REDIS", "redis://127.0.0.1:6379/13")
RABBITMQ = os.environ.get("GREMIUM_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//")
QUEUES = ("interactive", "bulk", "ocr")
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Ground:
    """What an installation stands on."""

    name: str
    broker: str = ""
    is_postgresql: bool = False


GROUNDS = [
    Ground("embedded"),
    Ground("redis", REDIS, is_postgresql=True),
    Ground("rabbitmq", RABBITMQ, is_postgresql=True),
]


@pytest.fixture(params=GROUNDS, ids=lambda ground: ground.name)
def ground(request: pytest.FixtureRequest) -> Ground:
    ground = request.param
    assert isinstance(ground, Ground)
    if ground.broker and not _answers(ground.broker):
        _unavailable(f"no broker answers at {ground.broker}")
    return ground


@pytest.fixture
def installation(ground: Ground, tmp_path: Path) -> Iterator[Installation]:
    with_database = _database() if ground.is_postgresql else iter([{}])
    environment = {**next(with_database), **({"CELERY_BROKER_URL": ground.broker} if ground.broker else {})}
    installation = Installation(tmp_path / "data", environment)
    installation.prepare()
    _wipe(ground, installation)
    installation.start()
    try:
        yield installation
    finally:
        installation.stop()
        next(with_database, None)


def test_a_worker_killed_while_compiling_costs_no_dossier(installation: Installation) -> None:
    hits = 0
    for round_number in range(1, 4):
        ordering = installation.order_beside(2)
        installation.wait_until(lambda: "running" in installation.states(), 30)
        installation.kill_group("celery")
        hits += "running" in installation.states()
        assert ordering.wait(60) == 0
        installation.wait_until(lambda n=2 * round_number: installation.states() == ["done"] * n, LONGEST_SECONDS)  # type: ignore[misc]
        if hits:
            break

    assert hits, "no kill hit a running job"
    attempts = [row[0] for row in installation.rows("SELECT attempts FROM documents_job")]
    built = installation.rows("SELECT details FROM documents_journalline WHERE act = 'dossier.built'")
    assert max(attempts) >= 2
    assert len(built) == len(attempts)


def test_a_wiped_broker_costs_no_dossier(installation: Installation, ground: Ground) -> None:
    installation.kill_group("celery")
    installation.order(3)
    _wipe(ground, installation)

    took = installation.wait_until(lambda: installation.states() == ["done"] * 3, LONGEST_SECONDS)

    assert took < LONGEST_SECONDS


def _wipe(ground: Ground, installation: Installation) -> None:
    """Everything the broker holds is gone."""
    if not ground.broker:
        shutil.rmtree(installation.folder / "broker", ignore_errors=True)
        return
    with Connection(ground.broker) as connection, connection.channel() as channel:
        if ground.name == "redis":
            channel.client.flushdb()
            return
        for queue in QUEUES:
            channel.queue_delete(queue)


def _answers(address: str) -> bool:
    try:
        with Connection(address, connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except (OSError, ConnectionError, connection.connection_errors):
        return False
    return True


def _database() -> Iterator[Mapping[str, str]]:
    """A PostgreSQL database for one test, dropped afterwards."""
    name = f"gremium_{uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(ADMIN, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        _unavailable(f"no PostgreSQL answers at {ADMIN}")
    with admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        parts = psycopg.conninfo.conninfo_to_dict(ADMIN)
        yield {"DATABASE_URL": _address(name, parts)}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _address(name: str, parts: Mapping[str, object]) -> str:
    user = f"{parts['user']}:{parts.get('password', '')}@" if "user" in parts else ""
    host = f"{parts.get('host', '')}:{parts['port']}" if "port" in parts else str(parts.get("host", ""))
    return f"postgresql://{user}{host}/{name}"


def _unavailable(reason: str) -> None:
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
