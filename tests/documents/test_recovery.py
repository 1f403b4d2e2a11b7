"""Killed workers, wiped and garbled brokers, on a real installation: every dossier ends ready without anyone's help."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kombu import Connection

from tests.documents.grounds import GROUNDS, ONLY_IN_DRILLS, Ground, standing_on, wipe
from tests.documents.installation import Installation
from tests.documents.killing import drill, kill_pool_children, kill_worker_group

LONGEST_SECONDS = 60
IS_LONG = bool(os.environ.get("GREMIUM_DRILL"))
DOSSIERS, KILLS, HITS = (50, 20, 15) if IS_LONG else (2, 1, 1)
SEEDS = range(1, 6) if IS_LONG else range(1, 2)


@pytest.fixture(scope="module", params=GROUNDS, ids=lambda ground: ground.name)
def ground(request: pytest.FixtureRequest) -> Ground:
    ground = request.param
    assert isinstance(ground, Ground)
    return ground


@pytest.fixture(scope="module")
def installation(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with standing_on(ground, tmp_path_factory.mktemp(ground.name) / "data") as installation:
        installation.start()
        try:
            yield installation
        finally:
            installation.stop()


@pytest.mark.drill
@pytest.mark.parametrize("kill", [kill_worker_group, pytest.param(kill_pool_children, marks=ONLY_IN_DRILLS)])
@pytest.mark.parametrize("seed", SEEDS)
def test_kills_at_any_moment_cost_no_dossier(
    ground: Ground, installation: Installation, kill: Callable[[Installation], bool], seed: int
) -> None:
    """None is lost, none is built twice, and each has the bytes that it has without a kill (Q1, Q2)."""
    if ground.broker and not IS_LONG:
        pytest.skip("`make drill` kills the workers of every broker; every run of the tests those of one")
    drilled = drill(installation, kill, dossiers=DOSSIERS, kills=KILLS, seed=seed)

    print(f"\nseed {seed}, {kill.__name__}: {drilled}")
    assert drilled.wrong == {}
    assert drilled.hits >= HITS, f"too few kills hit a running job: {drilled}"
    assert drilled.most_attempts >= 2


def test_a_wiped_broker_costs_no_dossier(installation: Installation, ground: Ground) -> None:
    before = len(installation.states())
    installation.kill_group("celery")
    installation.order(3)
    wipe(ground, installation.folder)

    installation.wait_until(lambda: installation.states() == ["done"] * (before + 3), LONGEST_SECONDS)


def test_garbled_messages_hold_up_nothing(installation: Installation, ground: Ground) -> None:
    before = len(installation.states())
    _garble(ground, installation.folder)

    installation.order(1)

    installation.wait_until(lambda: installation.states() == ["done"] * (before + 1), 15)


def test_what_the_site_needs_is_there(installation: Installation) -> None:
    installation.wait_until(lambda: installation.ask("/readyz") == 200, 60)


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
