"""A drawing is read strictly, and what is drawn again holds numbers alone."""

import json
import re

import pytest

from forms.strokes import (
    HEIGHT,
    MOST_CHARACTERS,
    MOST_POINTS,
    MOST_STROKES,
    WIDTH,
    BadDrawing,
    EmptyDrawing,
    as_svg,
    read_strokes,
)

LINE = [[10, 10], [200, 150], [400, 20]]


def test_a_drawing_is_drawn_again_from_its_numbers() -> None:
    drawn = as_svg(read_strokes(json.dumps([LINE, [[5, 5]]])))

    assert re.findall(r'd="([^"]*)"', drawn) == ["M10 10L200 150L400 20", "M5 5L6 5"]


def test_the_whole_field_can_be_used() -> None:
    assert read_strokes(json.dumps([[[0, 0], [WIDTH, HEIGHT]]])) == (((0, 0), (WIDTH, HEIGHT)),)


@pytest.mark.parametrize("text", ["", "[]", "[[[4,4]]]", "[[[4,4],[10,10]]]"])
def test_a_tap_is_no_signature(text: str) -> None:
    with pytest.raises(EmptyDrawing):
        read_strokes(text)


@pytest.mark.parametrize(
    "text",
    [
        "<svg/>",
        "{}",
        "null",
        "[[]]",
        '[["M0 0"]]',
        "[[[1,2,3]]]",
        "[[[1.5,2]]]",
        "[[[true,2]]]",
        '[[["1",2]]]',
        "[[[-1,2]]]",
        f"[[[{WIDTH + 1},2]]]",
        f"[[[1,{HEIGHT + 1}]]]",
        "[[[NaN,1]]]",
        "[[[1e999,1]]]",
        "[" * 50_000,
        "9" * 5_000,
        json.dumps([LINE] * (MOST_STROKES + 1)),
        json.dumps([[[1, 1]] * (MOST_POINTS + 1)]),
        " " * MOST_CHARACTERS + json.dumps([LINE]),
    ],
)
def test_whatever_is_no_drawing_of_this_field_is_refused(text: str) -> None:
    with pytest.raises(BadDrawing):
        read_strokes(text)
