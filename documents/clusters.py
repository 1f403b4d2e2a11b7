"""Letters from right to left that carry marks, told apart again so that programs read them in their order.

The typesetter draws such a letter as several glyphs, from left to right, and names them together in the order of
speech: by `ActualText` or, in the font's table, each glyph by all characters. Readers take that for the order of
drawing. Here each glyph is named by one character: the one that readers come to first, by the first.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Operator,
    Page,
    Pdf,
    String,
    parse_content_stream,
    unparse_content_stream,
)

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_OPEN, _SHOW, _CLOSE = Operator("BDC"), Operator("TJ"), Operator("EMC")
_STATE = frozenset({"Tr", "Tf", "Tm"})
_GLYPH = 2  # bytes
_NAMED = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")
_APART = 100.0  # thousandths of the type size; glyphs nearer than that are one word to readers


class _Font:
    """What a font's table calls its glyphs, and how far each one moves the pen."""

    def __init__(self, font: Object) -> None:
        self.font = font
        self.table = font.ToUnicode.read_bytes().decode("ascii")
        self.renamed: dict[int, str] = {}

    @cached_property
    def names(self) -> dict[int, str]:
        found = _NAMED.findall(self.table)
        return {int(glyph, 16): bytes.fromhex(name).decode("utf-16-be") for glyph, name in found}

    @cached_property
    def widths(self) -> dict[int, float]:
        """From entries of the form `first [width …]` and `first last width`."""
        widths: dict[int, float] = {}
        waiting: list[int] = []
        for item in list(self.font.DescendantFonts[0].get("/W", Array())):
            if isinstance(item, Array):
                first = waiting.pop()
                widths |= {first + place: float(width) for place, width in enumerate(item)}
            elif len(waiting) == 2:
                last, first = waiting.pop(), waiting.pop()
                widths |= dict.fromkeys(range(first, last + 1), float(item))
            else:
                waiting.append(int(item))
        return widths

    def write(self, document: Pdf) -> None:
        """Alike glyphs that never stand in one line of drawing are separate words, in the order of their numbers."""
        alike: dict[str, list[int]] = {}
        for glyph, name in self.names.items():
            if len(name) == 2 and _is_cluster(name) and glyph not in self.renamed:
                alike.setdefault(name, []).append(glyph)
        for name, glyphs in alike.items():
            if len(glyphs) == 2:
                self.renamed |= dict(zip(sorted(glyphs), name, strict=True))
        if self.renamed:
            table = _NAMED.sub(self._entry, self.table)
            self.font.ToUnicode = document.make_stream(table.encode("ascii"))

    def _entry(self, entry: re.Match[str]) -> str:
        name = self.renamed.get(int(entry[1], 16))
        return f"<{entry[1]}> <{ord(name):04X}>" if name else entry[0]


class _Glyph:
    """One glyph of a line: its code, where it is drawn (thousandths of the type size), the shifts before and behind."""

    def __init__(self, code: bytes, place: float, shifts: list[object]) -> None:
        self.code = code
        self.place = place
        self.shown: list[object] = [*shifts, String(code)]

    @property
    def number(self) -> int:
        return int.from_bytes(self.code, "big")


def split_clusters(pdf: bytes) -> bytes:
    """The same pages; equal bytes give equal bytes."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf)) as document:
        fonts: dict[tuple[int, int], _Font] = {}
        for page in document.pages:
            _split_on(document, page, fonts)
        for font in fonts.values():
            font.write(document)
        document.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.preserve)
    return out.getvalue()


def _split_on(document: Pdf, page: Page, fonts: dict[tuple[int, int], _Font]) -> None:
    named = {
        name: fonts.setdefault(font.objgen, _Font(font))
        for name, font in page.resources.get("/Font", Dictionary()).items()
        if "/ToUnicode" in font
    }
    instructions = [part for part in parse_content_stream(page) if isinstance(part, ContentStreamInstruction)]
    changed = list(_changed(instructions, named))
    if len(changed) != len(instructions):
        page.obj.Contents = document.make_stream(unparse_content_stream(changed))


def _changed(
    instructions: Sequence[ContentStreamInstruction], fonts: dict[str, _Font]
) -> Iterator[ContentStreamInstruction]:
    font, place = None, 0
    while place < len(instructions):
        instruction = instructions[place]
        text = _named_together(instruction)
        end = _end(instructions, place) if text else place
        for inner in instructions[place : end + 1]:
            if str(inner.operator) == "Tf":
                font = fonts.get(str(inner.operands[0]))
        if font is not None and end > place:
            yield from instructions[place + 1 : end - 1]
            yield from _apart(text, _glyphs(instructions[end - 1], font))
        else:
            if font is not None and str(instruction.operator) == "TJ":
                _rename_alike(_glyphs(instruction, font), font)
            yield from instructions[place : end + 1]
        place = end + 1


def _named_together(instruction: ContentStreamInstruction) -> str:
    """The characters of a span of several, if they run from right to left."""
    if str(instruction.operator) != "BDC" or not isinstance(instruction.operands[1], Dictionary):
        return ""
    text = str(instruction.operands[1].get("/ActualText", ""))
    return text if _is_cluster(text) else ""


def _is_cluster(text: str) -> bool:
    return len(text) > 1 and unicodedata.bidirectional(text[0]) in _RIGHT_TO_LEFT


def _end(instructions: Sequence[ContentStreamInstruction], start: int) -> int:
    """Where the span ends, if it holds one line of glyphs and nothing else; `start` if not."""
    place = start + 1
    while place < len(instructions) and str(instructions[place].operator) in _STATE:
        place += 1
    found = [str(instruction.operator) for instruction in instructions[place : place + 2]]
    return place + 1 if found == ["TJ", "EMC"] else start


def _apart(text: str, glyphs: Sequence[_Glyph]) -> Iterator[ContentStreamInstruction]:
    """A span for each glyph; what cannot be told apart stays together with the first character."""
    parts = min(len(text), len(glyphs))
    names = [text[: len(text) - parts + 1], *text[len(text) - parts + 1 :]][::-1]
    if parts == 2 and _is_read_first(glyphs[0], glyphs[1]):
        names.reverse()
    for number, name in enumerate(names):
        drawn = glyphs[number:] if number == parts - 1 else glyphs[number : number + 1]
        yield ContentStreamInstruction([Name.Span, Dictionary(ActualText=String(name))], _OPEN)
        yield ContentStreamInstruction([Array([item for glyph in drawn for item in glyph.shown])], _SHOW)
        yield ContentStreamInstruction([], _CLOSE)


def _rename_alike(glyphs: Sequence[_Glyph], font: _Font) -> None:
    """Neighbours that the table names by the same two characters are a letter and its mark."""
    for one, next_one in pairwise(glyphs):
        name = font.names.get(one.number, "")
        if len(name) == 2 and _is_cluster(name) and name == font.names.get(next_one.number):
            first, second = (one, next_one) if _is_read_first(one, next_one) else (next_one, one)
            font.renamed |= {first.number: name[0], second.number: name[1]}


def _is_read_first(glyph: _Glyph, next_one: _Glyph) -> bool:
    """Readers go from right to left, and inside a word against the order of drawing."""
    return glyph.place > next_one.place + _APART


def _glyphs(shown: ContentStreamInstruction, font: _Font) -> list[_Glyph]:
    glyphs: list[_Glyph] = []
    shifts: list[object] = []
    pen = 0.0
    for item in shown.operands[0]:
        if not isinstance(item, String):
            pen -= float(item)
            shifts.append(item)
            continue
        codes = bytes(item)
        for start in range(0, len(codes), _GLYPH):
            glyphs.append(_Glyph(codes[start : start + _GLYPH], pen, shifts))
            pen += font.widths.get(glyphs[-1].number, 0.0)
            shifts = []
    if glyphs:
        glyphs[-1].shown += shifts
    return glyphs
