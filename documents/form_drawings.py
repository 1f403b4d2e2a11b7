"""Drawings for the values of foreign forms: set in the project's own fonts, so that each is whole in any script.

Runs in a limited child process (`gate_child`), since what it sets may be hostile. Nothing here imports Django.
"""

import json
import re
import unicodedata
from typing import Any

import typst

from documents import rendering
from documents.directions import LEFT, RIGHT, has_right_to_left
from documents.form_fields import LONGEST_SIDE
from documents.form_values import (
    BLEED,
    LARGEST_LETTERS,
    MOST_CELLS,
    MOST_FIELDS,
    MOST_LETTERS,
    SMALLEST_LETTERS,
    Wish,
)

_USUAL = 11.0
"""Points of letters where a form leaves their size open."""
_LEADING = 1.4
"""Height of a line for each point of its letters, with room for marks above and below."""
_PLACES = re.compile("[ \t]+|\u200b|-")
"""Where a line may be broken, if what stands on both sides allows it."""
_ENDS_OF_WORDS = ".,;:!?)%€…"


class NotDrawable(Exception):
    """A value has letters that no font has, or does not fit into its field."""


def drawn(wishes: bytes) -> bytes:
    """A PDF with a page for each wish of `form_values.Undrawn`, each larger than its field by `BLEED` on all sides.

    Raises NotDrawable.
    """
    missing: set[str] = set()
    try:
        asked = [Wish(**wish) for wish in json.loads(wishes)]
        if len(asked) > MOST_FIELDS or sum(len(wish.text) for wish in asked) > MOST_LETTERS:
            raise NotDrawable("too many")
        fields = [_field(wish, missing) for wish in asked]
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise NotDrawable("not what the child sends unless somebody has taken it over") from error
    if missing:
        raise NotDrawable("letters without a font")
    try:
        return rendering.compile_template("field", {"bleed": BLEED, "fields": fields}, "", is_tagged=False)
    except (typst.TypstError, UnicodeError) as error:
        raise NotDrawable("no room, or a letter that cannot be set") from error


def _field(wish: Wish, missing: set[str]) -> dict[str, Any]:
    if not 0 < min(wish.width, wish.height) <= max(wish.width, wish.height) <= LONGEST_SIDE:
        raise ValueError("no size of a field")
    if not 0 <= wish.cells <= MOST_CELLS:
        raise ValueError("no number of cells")
    letters = _letters(wish.text) if wish.cells else []
    if len(letters) > wish.cells:
        letters = []
    lines = [rendering.settle_all(line, None, missing) for line in wish.text.splitlines()] if wish.text.strip() else []
    cells = [rendering.settle_all(one, None, missing) for one in letters]
    return {
        "width": wish.width,
        "height": wish.height,
        "is_long": wish.is_long,
        "side": wish.side,
        "fill": wish.fill,
        "line": wish.line,
        "lines": lines,
        "cells": [*cells, *[""] * (wish.cells - len(cells))] if cells else [],
        "unbroken": sorted(set(cells) if cells else {part for line in lines for part in _unbroken(line)}),
        "sizes": _sizes(wish),
    }


def _letters(text: str) -> list[str]:
    """Each with the marks on it, for cells; none where letters join or stand from right to left."""
    if has_right_to_left(text) or any(unicodedata.category(one)[0] in "CZ" and one != " " for one in text):
        return []
    letters: list[str] = []
    for one in unicodedata.normalize("NFC", text):
        if letters and unicodedata.category(one)[0] == "M":
            letters[-1] += one
        else:
            letters.append(one)
    return letters


def _unbroken(line: str) -> list[str]:
    """The parts of a line that stay whole, or longer ones: at some places that are left out here typst breaks it too.

    It is broken at blanks between words, at hyphens between letters, and where that was allowed before.
    """
    parts, begin = [], 0
    for place in _PLACES.finditer(line):
        before = line[: place.start()].rstrip(LEFT + RIGHT)[-1:]
        after = line[place.end() :].lstrip(LEFT + RIGHT)[:1]
        if place.group() == "\u200b" or _is_broken(before, place.group(), after):
            parts.append(line[begin : place.end()].rstrip())
            begin = place.end()
    return [*parts, line[begin:]]


def _is_broken(before: str, between: str, after: str) -> bool:
    if not before or not after:
        return False
    kind, following = unicodedata.category(before)[0], unicodedata.category(after)[0]
    if between == "-":
        return kind == following == "L"
    return (kind in "LMN" or before in _ENDS_OF_WORDS) and following in "LN"


def _sizes(wish: Wish) -> list[float]:
    """From the largest to the smallest that may be taken."""
    largest = min(wish.size, LARGEST_LETTERS) or min(_USUAL, max(wish.height / _LEADING, SMALLEST_LETTERS))
    steps = int((largest - SMALLEST_LETTERS) / 0.5)
    return sorted({SMALLEST_LETTERS, *(largest - 0.5 * step for step in range(steps + 1))}, reverse=True)
