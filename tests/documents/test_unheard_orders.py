"""Orders that no broker heard of: the web process dies before it tells anyone, or the broker is away (Q3, Q5)."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gremium.supervising import web_arguments
from tests.documents.grounds import GROUNDS, ONLY_IN_DRILLS, Ground, standing_on
from tests.documents.installation import ROOT, Installation
from tests.documents.servers import Server, free_port

IS_LONG = bool(os.environ.get("GREMIUM_DRILL"))
DEATHS = 100 if IS_LONG else 5
AWAY_SECONDS, EVERY_SECONDS = 300.0, 5.0
LONGEST_WAIT, LONGEST_BACKLOG = 30.0, 120.0
LONGEST_ANSWER = 5.0
"""Seconds a person waits at most while the broker is away."""


@pytest.fixture(params=GROUNDS if IS_LONG else GROUNDS[:1], ids=lambda ground: ground.name)
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with standing_on(request.param, tmp_path / "data", GREMIUM_WORKER_PROCESSES="2") as installation, up(installation):
        yield installation


@contextmanager
def up(installation: Installation) -> Iterator[None]:
    installation.start()
    try:
        yield
    finally:
        installation.stop()


@contextmanager
def taking_orders(installation: Installation) -> Iterator[int]:
    """The web server with an application that orders, on a port of its own."""
    port = free_port()
    with (installation.folder / "orders.out").open("w") as said:
        server = subprocess.Popen(
            [sys.executable, *web_arguments(port, "tests.documents.ordering_web:application")],
            env=installation.variables,
            cwd=ROOT,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        installation.wait_until(lambda: asked(port, "GET", "/") == 200, 60)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(30)


def asked(port: int, method: str, path: str) -> int:
    """Status of the answer; 0 where the connection broke or nobody listened."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body=b"" if method == "POST" else None)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


@pytest.mark.drill
def test_a_web_process_killed_between_commit_and_telling_costs_no_dossier(installation: Installation) -> None:
    hits = tries = 0
    with taking_orders(installation) as port:
        while hits < DEATHS and tries < 2 * DEATHS:
            tries += 1
            before = len(installation.states())
            answer = asked(port, "POST", "/die")
            hits += answer == 0 and len(installation.states()) == before + 1
            installation.wait_until(lambda: asked(port, "GET", "/") == 200, 60)
    ended = time.monotonic()

    installation.wait_until(lambda: installation.states() == ["done"] * hits, LONGEST_WAIT)

    waits = sorted(waited(*row) for row in installation.rows("SELECT created_at, finished_at FROM documents_job"))
    told = f"{hits} of {tries} killed in between; all done {time.monotonic() - ended:.1f} s after the last"
    print(f"\n{told}; median {waits[len(waits) // 2]:.1f} s, longest {waits[-1]:.1f} s")
    assert hits == DEATHS, told
    assert waits[-1] <= LONGEST_WAIT


def waited(created: Any, finished: Any) -> float:
    return (moment(finished) - moment(created)).total_seconds()


def moment(value: Any) -> datetime:
    """SQLite gives text, in UTC."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


@ONLY_IN_DRILLS
@pytest.mark.drill
def test_orders_are_taken_while_the_broker_is_away_and_done_once_it_is_back(broker: Server, tmp_path: Path) -> None:
    ground = Ground(broker.name, broker.address)
    with standing_on(ground, tmp_path / "data") as installation, up(installation):
        with taking_orders(installation) as port:
            assert asked(port, "POST", "/order") == 201
            installation.wait_until(lambda: installation.states() == ["done"], 120)
            broker.kill()
            answers, took = [], []
            away_until = time.monotonic() + AWAY_SECONDS
            while time.monotonic() < away_until:
                began = time.monotonic()
                answers.append(asked(port, "POST", "/order"))
                took.append(time.monotonic() - began)
                time.sleep(EVERY_SECONDS)
            waiting = installation.states().count("new")
            broker.start()
            seconds = installation.wait_until(lambda: set(installation.states()) == {"done"}, LONGEST_BACKLOG)

        print(f"\n{len(answers)} orders in {AWAY_SECONDS:.0f} s, longest answer {max(took):.1f} s; {waiting} waited,")
        print(f"done {seconds:.1f} s after its return")
        assert set(answers) == {201}
        assert max(took) <= LONGEST_ANSWER
        assert waiting == len(answers), "the broker was not away"
        assert len(installation.states()) == len(answers) + 1
