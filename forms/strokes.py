"""What somebody drew on a screen: lines of points on a field of fixed size, read strictly and drawn again from numbers.

Nothing of what a browser sends is kept but whole numbers inside the field, so that a drawing can carry nothing else.
"""

import json
from itertools import pairwise
from math import dist

WIDTH, HEIGHT = 900, 300
"""Size of the field in its own units; x grows to the right, y downwards, in every language."""
MOST_STROKES, MOST_POINTS = 200, 6000
MOST_CHARACTERS = 100_000
"""Of the JSON: what is longer is not read."""
SHORTEST = 60
"""Units that must have been drawn: a tap is no signature, a small cross is one."""

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]


class BadDrawing(Exception):
    """It is no drawing of this field; nobody draws one like it by hand."""


class EmptyDrawing(Exception):
    """Nothing was drawn, or next to nothing."""


def read_strokes(text: str) -> Strokes:
    """The drawing in JSON like ``[[[12,80],[14,78]],…]``, one list of points a stroke.

    Raises BadDrawing, EmptyDrawing.
    """
    if not text:
        raise EmptyDrawing
    strokes = tuple(tuple(_point(one) for one in _list(stroke)) for stroke in _list(_parsed(text)))
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS or not all(strokes):
        raise BadDrawing
    if sum(dist(*step) for stroke in strokes for step in pairwise(stroke)) < SHORTEST:
        raise EmptyDrawing
    return strokes


def as_svg(strokes: Strokes) -> str:
    """The drawing as a picture of the whole field; it is made of these numbers alone."""
    paths = "".join(f'<path d="{_path(stroke)}"/>' for stroke in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="#000" '
        f'stroke-width="5" stroke-linecap="round" stroke-linejoin="round">{paths}</svg>'
    )


def _parsed(text: str) -> object:
    if len(text) > MOST_CHARACTERS:
        raise BadDrawing
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadDrawing from error


def _list(data: object) -> list[object]:
    if not isinstance(data, list):
        raise BadDrawing
    return data


def _point(data: object) -> Point:
    """Two whole numbers inside the field; `True` is no number here."""
    match data:
        case [int(x), int(y)] if type(x) is type(y) is int and 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            return x, y
    raise BadDrawing


def _path(stroke: tuple[Point, ...]) -> str:
    """A single point becomes a dot: a line to where it stands already."""
    (x, y), *rest = stroke
    return f"M{x} {y}" + "".join(f"L{x} {y}" for x, y in rest or [(x + 1, y)])
