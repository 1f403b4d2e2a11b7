"""The lines of text of a page as typst drew them: where each stands in the page's instructions, and what it says.

typst draws each stretch of text of one font and one direction alone: ``q … cm … BT … Tm … TJ ET Q``, in a tagged page
as a marked content of its own, in the order of reading. Inside a stretch glyphs stand from left to right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import hypot

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Matrix,
    Name,
    Object,
    Page,
    String,
)

from documents.directions import ways

Instruction = ContentStreamInstruction | ContentStreamInlineImage
Instructions = Sequence[Instruction]
Elements = Mapping[int, tuple[int, int]]
"""The element (object and generation) of each marked content of a page."""
_COLOURS = frozenset(("cs", "scn", "CS", "SCN", "g", "rg", "k", "G", "RG", "K", "gs", "Tr"))
_NEAR = 0.3
"""Of the type size: stretches closer than that stand on one base line."""
_APART = 1.5
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>\s*(?=[\r\n<]|endbfchar)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch begins: its direction, the distance of its base line from the origin, and how far along it."""

    direction: tuple[float, float]
    distance: float
    along: float

    @classmethod
    def of(cls, matrix: Matrix) -> "Place":
        length = hypot(matrix.a, matrix.b) or 1.0
        x, y = round(matrix.a / length, 3), round(matrix.b / length, 3)
        return cls((x, y), matrix.f * x - matrix.e * y, matrix.e * x + matrix.f * y)

    def matrix(self, along: float) -> Matrix:
        """For text on this base line that begins `along` it."""
        x, y = self.direction
        return Matrix(x, y, -y, x, along * x - self.distance * y, along * y + self.distance * x)


@dataclass(slots=True)
class Stretch:
    """Text of one font and one direction, drawn by the instructions from `start` to `end` and by nothing else there.

    `content` is the number of its marked content, None where the page has no tags or the text is no content.
    """

    start: int
    content: int | None
    end: int = -1
    texts: list[str] = field(default_factory=list)  # of each glyph, from left to right
    is_marked: bool = False  # as standing in reversed order
    place: Place = field(default_factory=lambda: Place.of(Matrix()))
    size: float = 0.0
    right: float = 0.0  # how far along the base line it ends
    moves: list[int] = field(default_factory=list)  # instructions that move it
    matrix: Matrix = field(default_factory=Matrix)  # by which they do
    matrices: dict[int, Matrix] = field(default_factory=dict)  # set by instructions, before it is moved

    @property
    def is_reversed(self) -> bool:
        return self.is_marked or "R" in ways("".join(self.texts))

    def follows(self, other: "Stretch") -> bool:
        """Whether it is drawn right behind `other`, on its base line."""
        return (
            self.start == other.end + 1
            and self.place.direction == other.place.direction
            and abs(self.place.distance - other.place.distance) < _NEAR * self.size
            and (self.content is None) == (other.content is None)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """Stretches that meet on one base line, in the order of reading, with nothing else drawn between them."""

    stretches: tuple[Stretch, ...]

    @property
    def start(self) -> int:
        return self.stretches[0].start

    @property
    def end(self) -> int:
        return self.stretches[-1].end

    @property
    def content(self) -> int | None:
        return self.stretches[0].content

    @property
    def leftmost(self) -> Stretch:
        return min(self.stretches, key=lambda stretch: stretch.place.along)

    @property
    def left(self) -> float:
        return self.leftmost.place.along

    @property
    def right(self) -> float:
        return max(stretch.right for stretch in self.stretches)

    def parts(self, elements: Elements) -> list["Line"]:
        """The line cut where an element ends, such as words in bold."""
        owned = groupby(self.stretches, lambda stretch: _owner(stretch, elements))
        return [Line(tuple(stretches)) for _, stretches in owned]

    def goes_on(self, stretch: Stretch, elements: Elements) -> bool:
        """Whether a stretch belongs to the line: it is of its last element, or another such as bold words begins.

        In a line from right to left that may stand apart, as the text behind the point of a list.
        """
        last = self.stretches[-1]
        if not stretch.follows(last):
            return False
        return (
            _owner(stretch, elements) == _owner(last, elements)
            or abs(stretch.place.along - self.right) < _NEAR * stretch.size
            or -_NEAR * stretch.size < self.left - stretch.right < _APART * stretch.size
        )

    @property
    def stands_in_order(self) -> bool:
        """Whether the line says the same from the left as in the order of reading."""
        places = [stretch.place.along for stretch in self.stretches]
        return places == sorted(places) and not any(stretch.is_reversed for stretch in self.stretches)

    @property
    def text(self) -> str:
        """What the line says, in the order of reading.

        typst cuts a word at each raised or lowered glyph; such cuts come from the left, and a letter whose sign was cut
        off comes with both.
        """
        texts: list[str] = []
        begin = 0
        for index, stretch in enumerate(self.stretches):
            own = stretch.texts[::-1] if stretch.is_reversed else stretch.texts
            if index and _cuts_a_word(self.stretches[index - 1], stretch):
                is_twice = len(own[-1]) > 1 and own[-1] == texts[begin]
                texts[begin:begin] = own[:-1] if is_twice else own
            else:
                begin = len(texts)
                texts += own
        return "".join(texts)


def _owner(stretch: Stretch, elements: Elements) -> tuple[int, int] | None:
    return None if stretch.content is None else elements.get(stretch.content)


def _cuts_a_word(before: Stretch, behind: Stretch) -> bool:
    return before.is_reversed and behind.is_reversed and behind.place.along > before.place.along - 0.01


class Reader:
    """Reads the lines of one page."""

    def __init__(self, page: Page, instructions: Instructions) -> None:
        fonts = dict(page.resources.get("/Font", Dictionary()).items())
        self.letters = {name: letters_of(font) for name, font in fonts.items()}
        self.widths = {name: widths_of(font.DescendantFonts[0]) for name, font in fonts.items()}
        self.instructions = instructions
        self.stretch: Stretch | None = None
        self.replacing: list[bool] = []  # of each mark inside a stretch: whether its glyphs say what the mark says
        self.font, self.size, self.scale = "", 0.0, 1.0

    def lines(self, elements: Elements) -> Iterator[Line]:
        line: list[Stretch] = []
        for stretch in self._stretches():
            if line and not Line(tuple(line)).goes_on(stretch, elements):
                yield Line(tuple(line))
                line = []
            line.append(stretch)
        if line:
            yield Line(tuple(line))

    def _stretches(self) -> Iterator[Stretch]:
        for index, instruction in enumerate(self.instructions):
            operator = str(instruction.operator)
            if operator == "q":
                self.stretch, self.replacing = self._begun(index), []
            elif self.stretch and operator == "Q":
                if self.stretch.texts:
                    self.stretch.end = index if self.stretch.content is None else index + 1
                    yield self.stretch
                self.stretch = None
            elif self.stretch and not self._follow(self.stretch, index, operator, list(instruction.operands)):
                self.stretch = None

    def _begun(self, index: int) -> Stretch:
        before = self.instructions[index - 1] if index else None
        number = marked(before, "/MCID") if before is not None and str(before.operator) == "BDC" else None
        return Stretch(index, None) if number is None else Stretch(index - 1, int(number))

    def _follow(self, stretch: Stretch, index: int, operator: str, operands: list[Object]) -> bool:
        """Follow one instruction; False if it draws anything but text."""
        if operator in ("Tj", "TJ"):
            self._show(stretch, list(operands[0]) if operator == "TJ" else operands)
        elif operator == "Tf":
            self.font, self.size = str(operands[0]), float(operands[1])
        elif operator == "Tm":
            self._place(stretch, index, Matrix(*map(float, operands)))
        elif operator == "cm":
            stretch.moves.append(index)
            stretch.matrix = Matrix(*map(float, operands)) @ stretch.matrix
        elif operator in ("BDC", "BMC"):
            self._mark(stretch, self.instructions[index])
        elif operator == "EMC":
            self.replacing.pop()
        return operator in _COLOURS or operator in ("Tj", "TJ", "Tf", "Tm", "cm", "BDC", "BMC", "EMC", "BT", "ET")

    def _place(self, stretch: Stretch, index: int, matrix: Matrix) -> None:
        stretch.matrices[index] = matrix
        place = Place.of(matrix @ stretch.matrix)
        self.scale = hypot((matrix @ stretch.matrix).a, (matrix @ stretch.matrix).b)
        stretch.place = place if len(stretch.matrices) == 1 else stretch.place
        stretch.right = place.along
        stretch.size = self.size * self.scale

    def _mark(self, stretch: Stretch, instruction: Instruction) -> None:
        stretch.is_marked |= instruction.operands[0] == Name.ReversedChars
        text = marked(instruction, "/ActualText")
        self.replacing.append(text is not None)
        if text is not None:
            stretch.texts.append(text)

    def _show(self, stretch: Stretch, shown: list[Object]) -> None:
        letters, widths = self.letters.get(self.font, {}), self.widths.get(self.font, {})
        width = 0.0
        for part in shown:
            if not isinstance(part, String):
                width -= float(part)
                continue
            codes = bytes(part)
            for glyph in (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)):
                width += widths.get(glyph, 0.0)
                if not any(self.replacing):
                    stretch.texts.append(letters.get(glyph, ""))
        stretch.right += width / 1000 * self.size * self.scale


def marked(instruction: Instruction, key: str) -> str | None:
    """An entry of the properties a marked content is opened with."""
    properties = instruction.operands[-1]
    return str(properties[key]) if isinstance(properties, Dictionary) and key in properties else None


def letters_of(font: Object) -> dict[int, str]:
    """What each glyph of an embedded font says, from its ToUnicode map."""
    found = _MAPPED.findall(font.ToUnicode.read_bytes())
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in found}


def widths_of(descendant: Object) -> dict[int, float]:
    """Glyph widths (thousandths of the type size) from a /W array in both of its notations."""
    widths: dict[int, float] = {}
    entries = list(descendant.W)
    while entries:
        first, second = int(entries[0]), entries[1]
        if isinstance(second, Array):
            widths.update({first + index: float(width) for index, width in enumerate(second)})
            entries = entries[2:]
        else:
            widths.update({glyph: float(entries[2]) for glyph in range(first, int(second) + 1)})
            entries = entries[3:]
    return widths
