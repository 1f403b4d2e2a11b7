"""A process of the worker that is killed while it waits for work holds up nothing."""

from collections.abc import Iterator

import pytest

from tests.documents.installation import Installation, running
from tests.documents.killing import kill_pool_children

ENDED = "may hold up all others"


@pytest.fixture
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with running(tmp_path_factory.mktemp("pool") / "data") as installation:
        yield installation


def log_of(installation: Installation) -> str:
    return (installation.folder / "logs/worker.log").read_text()


def test_work_goes_on_after_the_process_that_waited_for_it_was_killed(installation: Installation) -> None:
    installation.order(1)
    installation.wait_until(lambda: installation.states() == ["done"], 60)
    worker = installation.child("celery")

    assert kill_pool_children(installation)
    installation.wait_until(lambda: installation.child("celery") not in (None, worker), 30)
    installation.order(1)

    installation.wait_until(lambda: installation.states() == ["done", "done"], 60)
    assert ENDED in log_of(installation)


def test_a_stop_is_clean_though_the_children_end_with_it(installation: Installation) -> None:
    installation.order(1)
    installation.wait_until(lambda: installation.states() == ["done"], 60)

    said = installation.stop()

    assert "did not stop in time" not in said
    assert ENDED not in log_of(installation)
