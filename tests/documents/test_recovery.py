"""Killed workers, wiped and garbled brokers, on a real installation: every dossier ends ready without anyone's help."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from tests.documents.installation import Installation

ADMIN = os.environ.get("GREMIUM_TEST_POSTGRES", "postgresql:///postgres")
REDIS = os.environ.get("GREMIUM_TEST_REDIS", "redis://127.0.0.1:6379/13")
RABBITMQ = os.environ.get("GREMIUM_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//")
QUEUES = ("interactive", "bulk", "ocr")
LONGEST_SECONDS = 60
KILLS = 20 if os.environ.get("GREMIUM_DRILL") else 1


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


@pytest.fixture(scope="module", params=GROUNDS, ids=lambda ground: ground.name)
def ground(request: pytest.FixtureRequest) -> Ground:
    ground = request.param
    assert isinstance(ground, Ground)
    if ground.broker and not _answers(ground.broker):
        _unavailable(f"no broker answers at {ground.broker}")
    return ground


@pytest.fixture(scope="module")
def installation(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    databases = _database() if ground.is_postgresql else iter([{}])
    environment = {**next(databases), **({"CELERY_BROKER_URL": ground.broker} if ground.broker else {})}
    installation = Installation(tmp_path_factory.mktemp(ground.name) / "data", environment)
    installation.prepare()
    _wipe(ground, installation.folder)
    installation.start()
    try:
        yield installation
    finally:
        installation.stop()
        next(databases, None)


@pytest.mark.drill
def test_a_worker_killed_while_compiling_costs_no_dossier(installation: Installation) -> None:
    hits = 0
    for _try in range(3 * KILLS):
        ordering = installation.order_beside(2)
        installation.wait_until(lambda: "running" in installation.states(), 30)
        installation.kill_group("celery")
        hits += "running" in installation.states()
        assert ordering.wait(60) == 0
        installation.wait_until(lambda: set(installation.states()) == {"done"}, LONGEST_SECONDS)
        if hits >= KILLS:
            break

    assert hits >= KILLS, "too few kills hit a running job"
    attempts = [row[0] for row in installation.rows("SELECT attempts FROM documents_job")]
    built = installation.rows("SELECT details FROM documents_journalline WHERE act = 'dossier.built'")
    assert max(attempts) >= 2
    assert len(built) == len(attempts)


def test_a_wiped_broker_costs_no_dossier(installation: Installation, ground: Ground) -> None:
    before = len(installation.states())
    installation.kill_group("celery")
    installation.order(3)
    _wipe(ground, installation.folder)

    installation.wait_until(lambda: installation.states() == ["done"] * (before + 3), LONGEST_SECONDS)


def test_garbled_messages_hold_up_nothing(installation: Installation, ground: Ground) -> None:
    before = len(installation.states())
    _garble(ground, installation.folder)

    installation.order(1)

    installation.wait_until(lambda: installation.states() == ["done"] * (before + 1), 15)


def test_what_the_site_needs_is_there(installation: Installation) -> None:
    installation.wait_until(lambda: installation.ask("/readyz") == 200, 60)


def _wipe(ground: Ground, folder: Path) -> None:
    """Everything the broker holds is gone."""
    if not ground.broker:
        shutil.rmtree(folder / "broker", ignore_errors=True)
        return
    with Connection(ground.broker) as connection, connection.channel() as channel:
        if ground.name == "redis":
            channel.client.flushdb()
            return
        for queue in QUEUES:
            channel.queue_delete(queue)


def _garble(ground: Ground, folder: Path) -> None:
    """Put things into the queue that are no messages of ours."""
    if not ground.broker:
        (folder / "broker").mkdir(exist_ok=True)
        for number, text in enumerate(("", "{", "[]", '{"body": 1}', "no message")):
            (folder / "broker" / f"{number:020d}-bad.interactive.msg").write_text(text)
        return
    with Connection(ground.broker) as connection, connection.Producer() as producer:
        for body, kind in (("", "text/plain"), ("{", "application/json"), ("gASV", "application/x-python-serialize")):
            producer.publish(
                body, exchange="bulk", routing_key="interactive", content_type=kind, content_encoding="utf-8"
            )


def _answers(address: str) -> bool:
    connection = Connection(address, connect_timeout=2)
    try:
        connection.ensure_connection(max_retries=1, timeout=2)
    except (OSError, OperationalError, *connection.connection_errors):
        return False
    finally:
        connection.release()
    return True


def _database() -> Iterator[Mapping[str, str]]:
    """A PostgreSQL database for these tests, dropped afterwards."""
    name = f"gremium_{uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(ADMIN, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        _unavailable(f"no PostgreSQL answers at {ADMIN}")
    with admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        yield {"DATABASE_URL": _address(name)}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _address(name: str) -> str:
    server, _slash, _database_name = ADMIN.rpartition("/")
    return f"{server}/{name}"


def _unavailable(reason: str) -> None:
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
