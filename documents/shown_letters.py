"""Which codes of some fonts the content of a file shows: asked only where their letters cannot be lent."""

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from documents.font_encodings import CODES, ODD

_SEEN = "q Q Tf Tr Tj TJ ' \" gs"
_UNSEEN = (3, 7)
"""Ways to draw letters without any ink (ISO 32000-1, 9.3.6)."""


class Shown:
    """The codes (single bytes) that each font shows, found at the first question."""

    def __init__(self, target: Pdf, fonts: Mapping[tuple[int, int], Object], *, is_short: bool) -> None:
        """`is_short` tells whether there is little enough content to be read."""
        self.target = target
        self.is_short = is_short
        self.is_read = False
        self.found: dict[tuple[int, int], set[int]] = {key: set() for key in fonts}
        self.anywhere = set[int]() if is_short else set(range(CODES))

    def by(self, font: Object) -> set[int]:
        """The codes that a font shows, and those of which nobody knows the font.

        All codes where that cannot be read, or is too much.
        """
        if not self.is_read:
            self.is_read = True
            try:
                for content, resources in _contents(self.target) if self.is_short else ():
                    self._read(content, resources)
            except ODD:
                self.anywhere = set(range(CODES))
        return self.found[font.objgen] | self.anywhere

    def _read(self, content: Object, resources: Object) -> None:
        known = resources.get("/Font", Dictionary())
        states = resources.get("/ExtGState", Dictionary())
        font: Any = None
        rendering = 0
        kept: list[tuple[Any, int]] = []
        for instruction in pikepdf.parse_content_stream(content, _SEEN):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "q":
                kept.append((font, rendering))
            elif operator == "Q":
                font, rendering = kept.pop() if kept else (font, rendering)
            elif operator == "Tf":
                font = known.get(str(operands[0]))
            elif operator == "gs":
                font = _of_state(states.get(str(operands[0])), font)
            elif operator == "Tr":
                rendering = int(operands[0])
            elif rendering not in _UNSEEN:
                self._show(font, operands[-1])

    def _show(self, font: Any, shown: object) -> None:
        pieces = list(shown) if isinstance(shown, Array) else [shown]
        codes = {code for piece in pieces if isinstance(piece, String) for code in bytes(piece)}
        if not isinstance(font, Dictionary):
            self.anywhere |= codes  # it comes from the content around
        elif font.objgen in self.found:
            self.found[font.objgen] |= codes


def _of_state(state: object, before: Any) -> Any:
    said = state.get("/Font") if isinstance(state, Dictionary) else None
    return said[0] if isinstance(said, Array) and len(said) else before


def _contents(target: Pdf) -> Iterator[tuple[Object, Object]]:
    """Every form and pattern, and every glyph that is drawn, each with its resources."""
    nothing = Dictionary()
    for thing in target.objects:
        if isinstance(thing, Stream) and (thing.get("/Subtype") == Name.Form or "/PatternType" in thing):
            yield thing, thing.get("/Resources", nothing)
        elif isinstance(thing, Dictionary) and thing.get("/Subtype") == Name.Type3:
            for glyph in dict(thing.get("/CharProcs", nothing)).values():
                if isinstance(glyph, Stream):
                    yield glyph, thing.get("/Resources", nothing)
