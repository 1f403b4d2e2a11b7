"""A file that takes over the process that opens it finds nothing there: no disk, no network, nobody, little room."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from documents import intake
from documents.intake import Gate, Limits, Refused, open_gate
from tests.documents import breaking_out, hostile
from tests.documents.conftest import ANY

PAPER = Limits(("application/pdf",), 1000)
UNWALLED = """
import runpy, sys
sys.path.insert(0, {root!r})
from documents import confining
confining.wall_off, confining.lock_in = lambda: (), lambda: False
runpy.run_path({child!r}, run_name="__main__")
"""
Start = Callable[[Path], Gate]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start this script in the place of the gate's child process."""
    opened = []

    def started(script: Path) -> Gate:
        monkeypatch.setattr(intake, "_CHILD", script)
        block = open_gate()
        opened.append(block)
        return block.__enter__()

    yield started
    for block in opened:
        block.__exit__(None, None, None)


@pytest.fixture
def burglar(start: Start) -> Gate:
    return start(Path(breaking_out.__file__))


def unwalled(folder: Path, child: Path) -> Path:
    """The same script on a system that allows no namespaces and no other root."""
    script = folder / "unwalled.py"
    script.write_text(UNWALLED.format(root=str(Path(intake.__file__).parents[1]), child=str(child)))
    return script


def outcome(gate: Gate, act: str) -> str:
    try:
        gate.examine(act.encode(), PAPER)
    except Refused as refused:
        return refused.code
    return "done"


@pytest.fixture
def walls() -> None:
    if lacking := intake.lacking_walls():
        pytest.skip(f"this system does not allow: {', '.join(lacking)}")


@pytest.mark.parametrize("act", ["read_disk", "reach_host", "end_others", "change_root"])
def test_nothing_is_behind_the_walls(walls: None, burglar: Gate, act: str) -> None:
    assert outcome(burglar, act) == "elsewhere"


@pytest.mark.parametrize("act", ["read_disk", "reach_host", "end_others"])
def test_without_the_walls_it_would_be(start: Start, tmp_path: Path, act: str) -> None:
    gate = start(unwalled(tmp_path, Path(breaking_out.__file__)))

    assert outcome(gate, act) == "done"


@pytest.mark.parametrize("has_walls", [True, False], ids=["walls", "no walls"])
@pytest.mark.parametrize(
    ("act", "code"), [("take_memory", "bomb"), ("write_file", "elsewhere"), ("open_many", "elsewhere")]
)
def test_limits_are_in_force_with_and_without_walls(
    start: Start, tmp_path: Path, act: str, code: str, has_walls: bool
) -> None:
    child = Path(breaking_out.__file__)
    gate = start(child if has_walls else unwalled(tmp_path, child))

    assert outcome(gate, act) == code


@pytest.mark.parametrize("limit", ["MEMORY", "CPU_SECONDS", "WALL_SECONDS"])
def test_each_limit_is_the_one_that_ends_it(burglar: Gate, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """What a small limit ends, a larger one lets end well."""
    act, small, large = {
        "MEMORY": ("take_memory", intake.MEMORY, 2 * 1024**3),
        "CPU_SECONDS": ("work_a_second", 1, 9),
        "WALL_SECONDS": ("sleep_a_second", 0.5, 9),
    }[limit]
    monkeypatch.setattr(intake, limit, large)
    assert outcome(burglar, act) == "done"

    monkeypatch.setattr(intake, limit, small)
    begun = time.monotonic()
    assert outcome(burglar, act) in ("bomb", "too_slow")
    assert time.monotonic() - begun < 9


def test_a_fork_that_dies_leaves_the_gate_to_the_next_file(burglar: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(intake, "CPU_SECONDS", 1)
        assert outcome(burglar, "work_a_second") == "too_slow"

    assert [outcome(burglar, act) for act in ("take_memory", "do_nothing")] == ["bomb", "done"]


@pytest.mark.parametrize(
    "answer",
    [
        *("", "[1]", "{}", "[" * 60_000, '{"size": 0}', '{"size": 0.5, "preview_size": 0}'),
        *('{"size": -1, "preview_size": 0, "pages": 1, "media_type": "", "notes": []}',),
        *('{"size": 0, "preview_size": 0, "pages": 1}', '{"size": 0, "preview_size": 0, "code": ["undrawn"]}'),
        *('{"size": 0, "preview_size": 0, "pages": "1", "media_type": "", "notes": []}',),
        *('{"size": 0, "preview_size": 0, "pages": 1, "media_type": "", "notes": [[]]}',),
    ],
    ids=lambda answer: answer[:60],
)
def test_an_answer_that_no_child_gives_is_no_file(start: Start, tmp_path: Path, answer: str) -> None:
    (tmp_path / "liar.py").write_text(f"print({answer!r}, flush=True)\nwhile True: print(end='', flush=True)")

    with pytest.raises(Refused, match="too_slow"):
        start(tmp_path / "liar.py").examine(hostile.paper(), ANY)


def test_a_child_that_asks_for_drawings_of_drawings_gets_none(start: Start, tmp_path: Path) -> None:
    answer = '{"size": 0, "preview_size": 0, "code": "undrawn"}'
    (tmp_path / "liar.py").write_text(f"print({answer!r})\nprint({answer!r}, flush=True)\nwhile True: pass")

    with pytest.raises(Refused, match="living_form"):
        start(tmp_path / "liar.py").examine(hostile.paper(), ANY)


def test_a_child_that_ends_before_it_has_read_refuses_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "deaf.py").write_text("")
    monkeypatch.setattr(intake, "_CHILD", tmp_path / "deaf.py")

    with pytest.raises(Refused, match="too_slow"), open_gate() as gate:
        gate.examine(b"%PDF-" + bytes(5_000_000), ANY)


def test_where_the_system_allows_no_walls_files_are_taken_and_it_is_told(start: Start, tmp_path: Path) -> None:
    gate = start(unwalled(tmp_path, intake._CHILD))

    assert gate.examine(hostile.paper(), ANY).pages == 1
    assert intake.lacking_walls() == ["network", "mounts", "processes", "ipc", "disk"]


def test_when_the_gate_is_closed_nothing_of_it_is_left() -> None:
    with open_gate() as gate:
        gate.examine(hostile.paper(), ANY)
        behind = [int(path.name) for path in Path("/proc").glob("[0-9]*") if _session(path) == gate.process.pid]
        assert gate.process.pid in behind

    assert [pid for pid in behind if _session(Path(f"/proc/{pid}")) == gate.process.pid] == []


def _session(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (FileNotFoundError, ProcessLookupError):
        return 0
