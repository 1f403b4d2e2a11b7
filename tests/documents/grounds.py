"""What an installation of a drill stands on: message files and SQLite, or a broker and PostgreSQL."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import psycopg
import pytest
from kombu import Connection

from tests.documents.installation import Installation
from tests.documents.servers import broker_answers

ADMIN = os.environ.get("GREMIUM_TEST_POSTGRES", "postgresql:///postgres")
REDIS = os.environ.get("GREMIUM_TEST_REDIS", "redis://127.0.0.1:6379/13")
RABBITMQ = os.environ.get("GREMIUM_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//")
QUEUES = ("interactive", "bulk", "ocr")


@dataclass(frozen=True)
class Ground:
    """Broker and databases; the embedded ones without an address."""

    name: str
    broker: str = ""
    is_postgresql: bool = False


GROUNDS = [
    Ground("embedded"),
    Ground("redis", REDIS, is_postgresql=True),
    Ground("rabbitmq", RABBITMQ, is_postgresql=True),
]


@contextmanager
def standing_on(ground: Ground, folder: Path, **environment: str) -> Iterator[Installation]:
    """A prepared installation with an empty broker, not started. Skips the test where a server is away."""
    if ground.broker and not broker_answers(ground.broker):
        unavailable(f"no broker answers at {ground.broker}")
    with contextmanager(database)() if ground.is_postgresql else _none() as databases:
        broker = {"CELERY_BROKER_URL": ground.broker} if ground.broker else {}
        installation = Installation(folder, {**databases, **broker, **environment})
        installation.prepare()
        wipe(ground, folder)
        yield installation


def wipe(ground: Ground, folder: Path) -> None:
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


def database() -> Iterator[Mapping[str, str]]:
    """A PostgreSQL database for these tests, dropped afterwards."""
    name = f"gremium_{uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(ADMIN, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        unavailable(f"no PostgreSQL answers at {ADMIN}")
    with admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield {"DATABASE_URL": _address(name)}
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


ONLY_IN_DRILLS = pytest.mark.skipif(not os.environ.get("GREMIUM_DRILL"), reason="minutes long: `make drill` runs it")


def unavailable(reason: str) -> NoReturn:
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def _none() -> Iterator[Mapping[str, str]]:
    yield {}


def _address(name: str) -> str:
    server, _slash, _database_name = ADMIN.rpartition("/")
    return f"{server}/{name}"
