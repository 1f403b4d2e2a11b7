"""Drawings for the values of foreign forms: set in the project's own fonts, so that each is whole in any script."""

import json
from dataclasses import asdict
from typing import Any

import typst

from documents import rendering
from documents.form_values import (
    LARGEST_LETTERS,
    LONGEST_SIDE,
    MOST_CELLS,
    MOST_FIELDS,
    MOST_LETTERS,
    Drawings,
    Wish,
    digest,
)

_SMALLEST, _USUAL = 4.0, 11.0
"""Points of letters: below the first nobody reads them, the second is taken where a form leaves it open."""
_LEADING = 1.4
"""Height of a line for each point of its letters, with room for marks above and below."""


class NotDrawable(Exception):
    """A value has letters that no font has, or does not fit into its field."""


def drawn(wishes: bytes) -> Drawings:
    """A page for each wish of `form_values.Undrawn`, which come from the limited child. Raises NotDrawable."""
    missing: set[str] = set()
    try:
        asked = [Wish(**wish) for wish in json.loads(wishes)]
        if len(asked) > MOST_FIELDS or sum(len(wish.text) for wish in asked) > MOST_LETTERS:
            raise NotDrawable("too many")
        fields = [_field(wish, missing) for wish in asked]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NotDrawable("not what the child sends unless somebody has taken it over") from error
    if missing:
        raise NotDrawable("letters without a font")
    try:
        return Drawings(rendering.compile_template("field", {"fields": fields}, "", is_tagged=False), digest(wishes))
    except typst.TypstError as error:
        raise NotDrawable("no room, or a letter that cannot be set") from error


def _field(wish: Wish, missing: set[str]) -> dict[str, Any]:
    if not 0 < min(wish.width, wish.height) <= max(wish.width, wish.height) <= LONGEST_SIDE or wish.cells > MOST_CELLS:
        raise ValueError(wish)
    letters = list(wish.text) if len(wish.text) <= wish.cells else []
    return {
        **asdict(wish),
        "lines": [rendering.settle_all(line, None, missing) for line in wish.text.splitlines()],
        "cells": [rendering.settle_all(one, None, missing) for one in letters] + [""] * (wish.cells - len(letters)),
        "is_in_cells": bool(letters),
        "sizes": _sizes(wish),
    }


def _sizes(wish: Wish) -> list[float]:
    """To be tried one after the other."""
    largest = min(wish.size, LARGEST_LETTERS) or min(_USUAL, max(wish.height / _LEADING, _SMALLEST))
    steps = int((largest - _SMALLEST) / 0.5) + 1
    return [*(largest - 0.5 * step for step in range(steps)), _SMALLEST]
