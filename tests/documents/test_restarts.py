"""Database and broker crash and come back while dossiers are compiled: nothing is lost, nothing is built twice."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.documents.grounds import ONLY_IN_DRILLS, Ground, standing_on, unavailable
from tests.documents.installation import Installation
from tests.documents.killing import Drilled, drill
from tests.documents.servers import NoServer, PostgreSQL, Server, running

pytestmark = [pytest.mark.drill, ONLY_IN_DRILLS]
DOSSIERS, CRASHES, HITS = 20, 6, 5
AWAY_SECONDS = 3.0


@pytest.fixture
def cluster() -> Iterator[PostgreSQL]:
    """A PostgreSQL that this test alone uses, with the databases of one installation."""
    try:
        with running(PostgreSQL) as server:
            assert isinstance(server, PostgreSQL)
            with psycopg.connect(server.address, autocommit=True) as admin:
                for name in (b"data", b"keys"):
                    admin.execute(b"CREATE DATABASE " + name)
            yield server
    except NoServer as reason:
        unavailable(str(reason))


def test_a_database_that_crashes_while_jobs_run_costs_no_dossier(cluster: PostgreSQL, tmp_path: Path) -> None:
    def crash(_installation: Installation) -> bool:
        cluster.kill()
        come_back(cluster)
        return True

    addresses = {"DATABASE_URL": cluster.of("data"), "KEYS_DATABASE_URL": cluster.of("keys")}
    with standing_on(Ground("embedded"), tmp_path / "data", **addresses) as installation:
        installation.order(DOSSIERS)
        with up(installation):
            judge(drill(installation, crash, dossiers=DOSSIERS, kills=CRASHES, seed=1, are_ordered=True))
            installation.wait_until(lambda: installation.ask("/readyz") == 200, 60)


def test_a_broker_that_crashes_while_jobs_run_costs_no_dossier(broker: Server, tmp_path: Path) -> None:
    def crash(_installation: Installation) -> bool:
        broker.kill()
        return True

    ground = Ground(broker.name, broker.address)
    with standing_on(ground, tmp_path / "data") as installation, up(installation):
        judge(drill(installation, crash, dossiers=DOSSIERS, kills=CRASHES, seed=1, revive=lambda: come_back(broker)))


@contextmanager
def up(installation: Installation) -> Iterator[None]:
    installation.start()
    try:
        yield
    finally:
        said = installation.stop()
    assert said.rstrip().endswith("Gremium has stopped.")


def come_back(server: Server) -> None:
    time.sleep(AWAY_SECONDS)
    server.start()


def judge(drilled: Drilled) -> None:
    print(f"\n{drilled}")
    assert drilled.wrong == {}
    assert drilled.hits >= HITS, f"too few crashes hit a running job: {drilled}"
