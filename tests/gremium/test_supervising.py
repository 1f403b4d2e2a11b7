"""`gremium up` on a real installation: what dies comes back, one folder has one supervisor, and a stop is clean."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from documents import tesseract
from gremium import supervising
from tests.documents.installation import ROOT, Installation, running


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with running(tmp_path_factory.mktemp("up") / "data") as installation:
        yield installation


@pytest.mark.parametrize("word", ["gunicorn", "celery", "sweep"])
def test_a_killed_child_comes_back(installation: Installation, word: str) -> None:
    installation.wait_until(lambda: installation.child(word) is not None, 60)
    before = installation.child(word)

    assert installation.kill_group(word)

    installation.wait_until(lambda: installation.child(word) not in (None, before), 30)
    installation.wait_until(lambda: installation.ask("/healthz") == 200, 60)


def second(installation: Installation, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gremium.manage", "up"],
        env={**installation.variables, **changes},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_a_second_one_on_the_same_folder_is_refused(installation: Installation) -> None:
    refused = second(installation)

    assert refused.returncode == 2
    assert "already runs" in refused.stderr
    assert installation.ask("/healthz") == 200


def test_a_taken_port_is_said_plainly(installation: Installation, tmp_path: Path) -> None:
    refused = second(installation, GREMIUM_DATA=str(tmp_path))

    assert refused.returncode == 2
    assert f"Port {installation.port} is taken" in refused.stderr


def test_without_a_key_ring_production_does_not_start(installation: Installation, tmp_path: Path) -> None:
    refused = second(installation, GREMIUM_DATA=str(tmp_path), GREMIUM_DEMO="0", SECRET_KEY="x" * 60, PORT="0")

    assert refused.returncode == 2
    assert "key ring" in refused.stderr


def test_a_stop_leaves_nothing_running(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    installation.prepare()
    installation.start()
    installation.wait_until(lambda: installation.child("sweep") is not None, 60)
    children = [installation.child(word) for word in ("gunicorn", "celery", "sweep")]

    said = installation.stop()

    assert said.rstrip().endswith("Gremium has stopped.")
    assert installation.ask("/healthz") == 0
    assert not any(_is_group_alive(child) for child in children)


def test_killing_the_supervisor_stops_its_children(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    installation.prepare()
    installation.start()
    installation.wait_until(lambda: installation.child("sweep") is not None, 60)
    children = [installation.child(word) for word in ("gunicorn", "celery", "sweep")]
    assert installation.supervisor is not None

    installation.supervisor.kill()
    installation.supervisor.wait()

    installation.wait_until(lambda: not any(_is_group_alive(child) for child in children), 20)


def _is_group_alive(leader: int | None) -> bool:
    assert leader is not None
    try:
        os.killpg(leader, signal.SIG_DFL)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("queues", "program", "expected"),
    [
        ("interactive,bulk,ocr", "/usr/bin/tesseract", [("interactive,bulk", 0), ("ocr", supervising.BEHIND)]),
        ("interactive,bulk,ocr", "", [("interactive,bulk,ocr", 0)]),
        ("interactive,bulk", "/usr/bin/tesseract", [("interactive,bulk", 0)]),
        ("ocr", "/usr/bin/tesseract", [("ocr", 0)]),
    ],
)
def test_reading_by_machine_has_a_worker_of_its_own_behind_all_others(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, queues: str, program: str, expected: list[tuple[str, int]]
) -> None:
    settings.OCR_LANGUAGES = ["deu"]
    monkeypatch.setenv("GREMIUM_WORKER_QUEUES", queues)
    monkeypatch.setattr(tesseract, "program", lambda: program)

    workers = [child for child in supervising.Supervisor(print).children if "celery" in child.arguments]

    found = [(worker.arguments[worker.arguments.index("-Q") + 1], worker.niceness) for worker in workers]
    assert found == expected
    assert len({worker.log for worker in workers}) == len(workers)


def test_a_child_begins_with_its_priority(tmp_path: Path) -> None:
    child = supervising.Child("reader", ["-c", "import os; print(os.nice(0))"], tmp_path / "log", niceness=7)

    child.start({})
    assert child.process is not None
    child.process.wait()

    assert int((tmp_path / "log").read_text()) == os.nice(0) + 7
