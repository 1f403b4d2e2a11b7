"""Turned by quarters: the drawing turns, the sheet lies as it does now, head and foot stay free."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from documents.intake import Gate
from documents.sheet import FOOT, HEAD
from documents.turning import turned
from tests.documents import hostile
from tests.documents.conftest import ANY
from tests.documents.test_intake import dark_corner

Paint = Callable[[bytes], list[Path]]


@pytest.mark.parametrize(
    ("degrees", "corner"),
    [(0, "upper left"), (90, "upper right"), (180, "lower right"), (270, "lower left"), (360, "upper left")],
)
def test_a_picture_turns_clockwise(gate: Gate, paint: Paint, degrees: int, corner: str) -> None:
    pdf = gate.examine(hostile.picture(), ANY).pdf

    page = Image.open(paint(turned(pdf, degrees))[0])

    assert dark_corner(page) == corner
    assert (page.width > page.height) == (degrees % 180 == 0)


@pytest.mark.parametrize("make", [hostile.paper, hostile.picture, lambda: hostile.paper(change=hostile.turned(90))])
def test_head_and_foot_stay_free_however_a_page_lies(gate: Gate, paint: Paint, make: Callable[[], bytes]) -> None:
    pdf = gate.examine(make(), ANY).pdf

    for degrees in (90, 180, 270):
        page, half_inch = Image.open(paint(turned(pdf, degrees))[0]), 36 / 72
        foot = page.height - int(FOOT * half_inch) + 1
        assert page.getextrema()[0] < 200
        assert page.crop((0, 0, page.width, int(HEAD * half_inch) - 1)).getextrema() == (255, 255)
        assert page.crop((0, foot, page.width, page.height)).getextrema() == (255, 255)


def test_only_quarters_are_turns(gate: Gate) -> None:
    with pytest.raises(ValueError, match="45"):
        turned(gate.examine(hostile.paper(), ANY).pdf, 45)
