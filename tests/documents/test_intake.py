"""Foreign files are tamed or refused, never let through as they are."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from documents import intake, refusals
from documents.intake import Gate, Limits, Refused, examine, open_gate
from documents.noticed import told
from documents.sheet import FOOT, HEAD
from tests.documents import hostile
from tests.documents.conftest import ANY
from tests.documents.walking import everything, is_plain


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_a_bad_file_is_refused_with_its_reason(gate: Gate, name: str) -> None:
    make, code = hostile.REFUSED[name]

    with pytest.raises(Refused) as refused:
        gate.examine(make(), ANY)

    assert refused.value.code == code


@pytest.mark.parametrize("name", hostile.TAMED)
def test_an_odd_file_comes_out_as_plain_a4_pages(gate: Gate, name: str) -> None:
    make, pages = hostile.TAMED[name]

    examined = gate.examine(make(), ANY)

    assert examined.pages == pages
    assert is_plain(examined.pdf, pages)


def test_the_list_of_bad_and_odd_files_is_long() -> None:
    assert len(hostile.REFUSED) + len(hostile.TAMED) >= 60


@pytest.mark.parametrize("code", refusals.CODES)
def test_each_refusal_says_what_to_do(code: str) -> None:
    sentence = refusals.sentence(code, {"most": 30})

    assert "Please" in sentence or "Bitte" in sentence


def test_what_the_form_does_not_take_is_refused() -> None:
    only_photos = Limits(("image/jpeg",), 1000_000, 1)

    with pytest.raises(Refused, match="wrong_type"):
        examine(hostile.paper(), "photo.jpg", only_photos)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="too_large"):
        examine(hostile.paper(), "a.pdf", Limits(("application/pdf",), 100, 1))


def test_after_a_bad_file_the_next_one_is_taken(gate: Gate) -> None:
    with pytest.raises(Refused):
        gate.examine(hostile.paper(change=hostile.bomb(1)), ANY)

    assert gate.examine(hostile.paper(), ANY).pages == 1


@pytest.mark.parametrize(
    "name",
    ["bomb", "bomb in a bomb in a bomb", "nearly a bomb", "one page 100,000 times, said to be one", "48 megapixels"],
)
def test_a_file_takes_a_hundred_megabytes_at_most(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    make, _outcome = (hostile.REFUSED | hostile.TAMED)[name]
    found = tmp_path / "kilobytes"
    (tmp_path / "gate.py").write_text(MEASURED.format(gate=str(intake._CHILD), found=str(found)))
    monkeypatch.setattr(intake, "_CHILD", tmp_path / "gate.py")

    def peak(file: bytes) -> float:
        with open_gate() as gate:
            with suppress(Refused):
                gate.examine(file, ANY)
            assert gate.process.stdin is not None
            gate.process.stdin.close()  # nothing more comes: the gate ends by itself
            gate.process.wait()
        return int(found.read_text()) / 1024

    usual = peak(hostile.paper())
    assert usual > 20
    assert peak(make()) < usual + 100


MEASURED = """
import os, sys
gate = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-I", "-B", {gate!r}])
_process, _status, used = os.wait4(gate, 0)
open({found!r}, "w").write(str(used.ru_maxrss))
"""
"""Starts a gate and tells the memory of the largest of its processes; what starts it here is larger than any."""


def test_a_file_that_takes_too_long_ends_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CPU_SECONDS", 1)
    monkeypatch.setattr(intake, "WALL_SECONDS", 0.05)

    with pytest.raises(Refused, match="too_slow"):
        examine(hostile.picture(size=(8000, 6000)), "a.jpg", ANY)


def test_a_hidden_layer_stays_hidden(gate: Gate, read_text: Callable[[bytes], str]) -> None:
    examined = gate.examine(hostile.paper(change=hostile.hidden_layer), ANY)

    text = read_text(examined.pdf)
    assert "OFFEN" in text
    assert "GEHEIM" not in text


@pytest.mark.parametrize("change", [hostile.hybrid_form, hostile.undrawn_value("Feldwert")])
def test_a_value_in_a_form_stays_readable(
    gate: Gate, read_text: Callable[[bytes], str], change: hostile.Change
) -> None:
    examined = gate.examine(hostile.paper(change=change), ANY)

    assert "Feldwert" in read_text(examined.pdf)


@pytest.mark.parametrize(
    "name", [name for name in hostile.TAMED_PAPERS if name not in ("hidden layer", "endless form", "nearly a bomb")]
)
def test_no_page_loses_its_text(gate: Gate, read_text: Callable[[bytes], str], name: str) -> None:
    assert "GutenTag" in read_text(gate.examine(hostile.TAMED_PAPERS[name][0](), ANY).pdf)


@pytest.mark.parametrize("make", [hostile.paper, hostile.picture, lambda: hostile.paper(box=(0, 0, 2000, 300))])
def test_head_and_foot_stay_free(gate: Gate, paint: Callable[[bytes], list[Path]], make: Callable[[], bytes]) -> None:
    page = Image.open(paint(gate.examine(make(), ANY).pdf)[0])

    half_inch = 36 / 72
    assert page.crop((0, 0, page.width, int(HEAD * half_inch) - 1)).getextrema() == (255, 255)
    assert page.crop((0, page.height - int(FOOT * half_inch) + 1, page.width, page.height)).getextrema() == (255, 255)


def dark_corner(picture: Image.Image) -> str:
    """Which quarter of the drawn area is dark."""
    drawn = picture.convert("L").point(lambda value: 255 if value < 253 else 0).getbbox() or (0, 0, 0, 0)
    area = picture.convert("L").crop(drawn)
    wide, high = area.width // 2, area.height // 2
    quarters = {
        "upper left": area.crop((0, 0, wide, high)),
        "upper right": area.crop((wide, 0, area.width, high)),
        "lower left": area.crop((0, high, wide, area.height)),
        "lower right": area.crop((wide, high, area.width, area.height)),
    }
    return min(quarters, key=lambda name: sum(quarters[name].get_flattened_data()) / (wide * high))


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "upper left"), (3, "lower right"), (6, "upper right"), (8, "lower left"), (2, "upper right")],
)
def test_a_photo_stands_upright(
    gate: Gate, paint: Callable[[bytes], list[Path]], orientation: int, corner: str
) -> None:
    examined = gate.examine(hostile.with_exif(orientation), ANY)

    assert dark_corner(Image.open(paint(examined.pdf)[0])) == corner


@pytest.mark.parametrize("size", [(1, 1), (20_000, 1), (1, 20_000), (20_000, 4), (4_700, 1)])
def test_a_picture_of_any_shape_is_taken(gate: Gate, size: tuple[int, int]) -> None:
    assert gate.examine(hostile.picture(size=size, kind="PNG"), ANY).pages == 1


def test_a_form_leaves_room_for_the_picture_after_it(gate: Gate) -> None:
    gate.examine(hostile.TAMED["undrawn value"][0](), ANY)

    assert gate.examine(hostile.heic((8000, 6000)), ANY).pages == 1


@pytest.mark.parametrize("name", ["16 bit png", "palette png", "see-through png", "grey see-through png", "heic"])
def test_a_picture_keeps_its_dark_and_light(gate: Gate, paint: Callable[[bytes], list[Path]], name: str) -> None:
    examined = gate.examine(hostile.TAMED[name][0](), ANY)

    page = Image.open(paint(examined.pdf)[0])
    assert page.getextrema()[0] < 60
    assert dark_corner(page) == "upper left"


def test_a_highlight_stays_visible(gate: Gate, paint: Callable[[bytes], list[Path]]) -> None:
    examined = gate.examine(hostile.paper(" ", change=hostile.highlight), ANY)

    page = Image.open(paint(examined.pdf)[0])
    assert page.getextrema()[0] < 80
    assert examined.notes == ("flattened",)


@pytest.mark.parametrize("name", ["A", "JS", "OC", "Parent", "Metadata", "B"])
def test_letters_and_drawings_may_bear_any_name(gate: Gate, paint: Callable[[bytes], list[Path]], name: str) -> None:
    examined = gate.examine(hostile.paper(change=hostile.named(name)), ANY)

    page = Image.open(paint(examined.pdf)[0])
    ink = [value < 128 for value in page.resize((page.width // 4, page.height // 4)).get_flattened_data()]
    assert sum(ink) == pytest.approx(2 * (90 / 8) ** 2, rel=0.2)
    assert is_plain(examined.pdf, 1)


@pytest.mark.parametrize(
    ("change", "notes"),
    [
        (hostile.free_text, ("remark_left",)),
        (hostile.sticky_note, ("remark_left",)),
        (hostile.formatted_note, ("remark_left",)),
        (hostile.embedded_file, ("files_left",)),
    ],
    ids=["free text", "sticky note", "formatted note", "embedded file"],
)
def test_what_a_file_holds_beside_its_pages_is_said_to_be_left_out(
    gate: Gate, change: hostile.Change, notes: tuple[str, ...]
) -> None:
    examined = gate.examine(hostile.paper(change=change), ANY)

    assert examined.notes == notes
    assert told(notes)


def test_names_and_places_do_not_pass_the_gate(gate: Gate) -> None:
    for data in (hostile.with_exif(6), hostile.paper(change=hostile.metadata)):
        examined = gate.examine(data, ANY)

        unpacked = b"".join(
            thing.get_data()
            for thing in everything(examined.pdf)
            if isinstance(thing, pypdf.generic.DecodedStreamObject)
        )
        assert b"Kanarienvogel" not in examined.pdf + unpacked
        assert b"Exif" not in examined.pdf


def test_the_same_file_gives_the_same_bytes(gate: Gate) -> None:
    for make in (hostile.paper, hostile.picture):
        assert len({gate.examine(make(), ANY).pdf for _ in range(3)}) == 1


def test_every_sample_is_taken_or_refused_with_a_reason(
    gate: Gate, samples: Path, check_pdf: Callable[[bytes], None]
) -> None:
    refused = {}
    for path in sorted((samples / "pdf-samples").glob("*.pdf")):
        try:
            examined = gate.examine(path.read_bytes(), ANY)
        except Refused as reason:
            refused[path.name[:3]] = reason.code
        else:
            check_pdf(examined.pdf)
            assert is_plain(examined.pdf, examined.pages)

    assert refused == {"005": "encrypted", "017": "damaged"}
