"""Small files of the kinds that break readers of PDFs and pictures: each is tamed or refused, soon and cheaply.

What is tamed holds nothing that acts, and another program paints it without falling over.
"""

import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pikepdf import Name
from PIL import Image

from documents.intake import Gate, Refused, open_gate
from tests.documents import broken_pictures, handwritten, hostile, incomplete, mutants
from tests.documents.conftest import ANY
from tests.documents.walking import is_plain

SECONDS = 10
MORE_MEMORY = 100 * 1024
"""Kibibytes that the process which asks may need above what it needed before."""


@pytest.fixture(scope="module", autouse=True)
def little_memory() -> Iterator[None]:
    """Over all files of this module together."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _memory("VmRSS")
    yield
    assert _memory("VmHWM") - before < MORE_MEMORY


@pytest.fixture(scope="module")
def patient_gate() -> Iterator[Gate]:
    with open_gate() as opened:
        opened.walls()
        yield opened


def outcome(gate: Gate, data: bytes, paint_in: Path | None = None) -> int | str:
    """Pages, or the code of a refusal; fails unless it came soon and what came is plain and can be painted."""
    before = _seconds(gate)
    try:
        examined = gate.examine(data, ANY)
    except Refused as refused:
        return refused.code
    finally:
        assert _seconds(gate) - before < SECONDS
    assert is_plain(examined.pdf, examined.pages)
    if paint_in is not None:
        _paint(examined.pdf, paint_in)
    return examined.pages


@pytest.mark.parametrize("name", mutants.MUTANTS)
def test_a_mutant_is_tamed_or_refused(patient_gate: Gate, name: str, tmp_path: Path) -> None:
    make, expected = mutants.MUTANTS[name]

    assert outcome(patient_gate, make(), tmp_path) == expected


@pytest.mark.parametrize("name", mutants.NOISE)
def test_damage_by_chance_is_mended_or_refused(patient_gate: Gate, name: str) -> None:
    assert outcome(patient_gate, mutants.NOISE[name]) in (1, 4, "damaged", "wrong_type", "no_pages")


def test_the_list_is_long_and_of_many_kinds() -> None:
    assert len(mutants.MUTANTS) + len(mutants.NOISE) >= 160
    assert {"damaged", "bomb", "too_many_pixels", "page_size", "encrypted", "elsewhere", "wrong_type", 1} <= {
        expected for _make, expected in mutants.MUTANTS.values()
    }


def test_a_page_that_is_gone_is_told(gate: Gate) -> None:
    """The library would leave it out without a word."""
    lost = handwritten.raw({2: b"<</Type/Pages/Count 2/Kids[3 0 R null]>>"})

    assert gate.examine(handwritten.raw(), ANY).notes == ()
    assert "repaired" in gate.examine(lost, ANY).notes


@pytest.mark.parametrize("name", incomplete.INCOMPLETE)
def test_nothing_is_missing_without_a_word(gate: Gate, name: str) -> None:
    make, note = incomplete.INCOMPLETE[name]

    assert note in gate.examine(make(), ANY).notes


@pytest.mark.parametrize("number", [4, 5])
def test_what_the_table_hides_is_found(gate: Gate, read_text: Callable[[bytes], str], number: int) -> None:
    assert "GutenTag" in read_text(gate.examine(handwritten.unlisted(handwritten.raw(), number), ANY).pdf)


@pytest.mark.parametrize("make", [handwritten.taken_back, handwritten.raw, hostile.paper, mutants.compressed])
def test_a_sound_file_is_not_said_to_be_damaged(gate: Gate, make: Callable[[], bytes]) -> None:
    assert "repaired" not in gate.examine(make(), ANY).notes


def test_a_link_that_is_drawn_stays_on_its_page(gate: Gate, paint: Callable[[bytes], list[Path]]) -> None:
    drawn = {
        6: incomplete.STAMP.replace(b"Stamp", b"Link") % b"7 0 R",
        7: handwritten.stream(incomplete.BOX, incomplete.FORM),
    }

    page = Image.open(paint(gate.examine(handwritten.raw(drawn, page=b"/Annots[6 0 R]"), ANY).pdf)[0])
    assert sum(value < 128 for value in page.get_flattened_data()) > 5_000


@pytest.mark.parametrize(
    ("cut", "is_whole"), [(b"[-500 -500 2000 2000]", True), (b"[2000 2000 2100 2100]", True), (b"[0 0 100 842]", False)]
)
def test_a_page_is_cut_as_viewers_do(
    gate: Gate, paint: Callable[[bytes], list[Path]], cut: bytes, is_whole: bool
) -> None:
    pages = {4: handwritten.stream(b"0 0 595 842 re f")}

    page = Image.open(paint(gate.examine(handwritten.raw(pages, page=b"/CropBox" + cut), ANY).pdf)[0])
    left, _top, right, _bottom = page.point(lambda value: 255 if value < 128 else 0).getbbox() or (0, 0, 0, 0)
    assert (right - left > page.width * 0.85) == is_whole


def test_a_large_picture_that_compresses_well_is_no_bomb(gate: Gate) -> None:
    """A nearly empty page, scanned with 600 dots per inch in grey."""
    scan = hostile.packed(b"\xff" * (4960 * 7016), 1)
    page = broken_pictures.image(scan, Width=4960, Height=7016, Filter=Name.FlateDecode)

    assert gate.examine(hostile.paper(change=page), ANY).pages == 1


def _paint(pdf: bytes, folder: Path) -> None:
    if shutil.which("pdftoppm") is None:
        return
    path = folder / "tamed.pdf"
    path.write_bytes(pdf)
    limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # noqa: E731
    command = ["pdftoppm", "-r", "20", "-l", "1", "-gray", str(path), str(folder / "page")]
    assert subprocess.run(command, preexec_fn=limit, capture_output=True).returncode == 0


def _seconds(gate: Gate) -> float:
    """Processor time of everything the gate has seen out so far."""
    (server,) = (path for path in Path("/proc").glob("[0-9]*") if _parent(path) == gate.process.pid)
    fields = (server / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / 100


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _memory(kind: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{kind}:\s+(\d+) kB$", status, re.MULTILINE)[1])  # type: ignore[index]
