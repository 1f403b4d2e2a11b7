"""Lines with words from right to left tell PDF readers in which order they are read.

typst sets such lines rightly and draws their stretches in the order of reading, but many readers go by place alone.
poppler (`pdftotext`, Evince, Okular) reads each line of a left-to-right page from the left and cuts it at every digit,
comma or Latin word, so that the pieces come in another order; PDFium (Chrome, Edge) mixes up the words of a name. Each
line with such words therefore says its text beside its glyphs (`ActualText`, ISO 32000-1, 14.9.4), three times:

- its element of the structure tree and the marked content of that have the text as it is: for screen readers;
- poppler turns what it is told as if it had read it, and hears only what stands in the page itself: it gets the text
  with each stretch from right to left turned, so that turning it once more gives the order of reading, and behind it
  as many left-to-right marks as keep every page, and every column of one, a page from left to right;
- PDFium turns a line if most of its stretches run from right to left, and hears the innermost: it gets the text as it
  is behind enough left-to-right marks.

Nothing is drawn differently. A document without letters from right to left stays as it is.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Object, Operator, Page, Pdf, String

from documents.directions import LEFT, RIGHT, has_right_to_left, ways
from documents.locking import written
from documents.text_lines import Elements, Instruction, Instructions, Line, Reader, letters_of

_BREAK = "\u2060"
_TURNED = re.compile("R(?:[^LC]*R)?M*")
_CUTTING = dict.fromkeys(("EN", "AN", "ES", "ET", "CS"), "C")
_OTHERS = dict.fromkeys("\u0608\u060b\u0659\u065a\u065b\u065c\u065d\u065e\u065f", "C") | dict.fromkeys(
    "\u0600\u0601\u0602\u0603\u0616\u0617\u0618\u0619\u061a\u06dd", "R"
)
"""Where poppler's table of characters differs from Unicode's."""
_BRACKETS = re.compile("[][(){}<>«»‹›⟨⟩]+")
_END = ContentStreamInstruction([], Operator("EMC"))


def told(pdf: bytes) -> bytes:
    """The same document as typst made it, its lines readable in order; byte-equal where nothing is to be told."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        telling = _Telling(document)
        for page in document.pages:
            telling.tell(page)
        return written(document) if telling.count else pdf


def turned_for_poppler(text: str) -> str:
    """What poppler must be told so that it says the text on a page that it takes for one from left to right.

    It counts letters for that; the marks outweigh those of the text.
    """
    parts, place = [], 0
    for stretch in _TURNED.finditer(kinds(text)):
        mark = RIGHT if stretch.group().endswith("M") else ""
        parts += [text[place : stretch.start()], mark, text[stretch.start() : stretch.end()][::-1], LEFT]
        place = stretch.end()
    turned = "".join([*parts, text[place:]])
    return turned + LEFT * (kinds(turned).count("R") - kinds(turned).count("L"))


def weighed_for_pdfium(text: str, *, is_turned: bool) -> str:
    """What PDFium must be told so that it says the text: more stretches, however short, from left to right.

    It mirrors brackets behind a letter from right to left, and turns everything it is told if what stands first from
    the left (`is_turned`) runs from right to left.
    """
    weights = (LEFT + _BREAK) * (len(re.findall("R+", ways(text))) + 1)
    weighed = weights + _BRACKETS.sub(rf"{LEFT}\g<0>", text)
    return weighed[::-1] if is_turned else weighed


def kinds(text: str) -> str:
    """How poppler sees each character: R and L letters, C what cuts a stretch, M marks on letters, N anything else."""
    return "".join(
        _OTHERS.get(character) or _CUTTING.get(unicodedata.bidirectional(character), way)
        for character, way in zip(text, ways(text), strict=True)
    )


@dataclass(slots=True)
class _Telling:
    """Tells the lines of one document, page by page; `count` is the number of lines told."""

    document: Pdf
    count: int = 0
    elements: dict[int, Array] = field(default_factory=dict)  # of the marked contents of each page

    def __post_init__(self) -> None:
        tree = self.document.Root.get("/StructTreeRoot")
        if tree is not None:
            numbers = list(tree.ParentTree.Nums)
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            self.elements = {int(key): value for key, value in pairs if isinstance(value, Array)}

    def tell(self, page: Page) -> None:
        if not any(map(has_right_to_left, _letters(page))):
            return
        instructions = list(pikepdf.parse_content_stream(page))
        elements = self.elements.get(int(page.obj.get("/StructParents", -1)), Array())
        places = {number: element.objgen for number, element in enumerate(elements) if element is not None}
        reader = Reader(page, instructions)
        lines = list(reader.lines(places))
        edits = _Edits(instructions, _space(reader), _sizes(lines, places))
        for line in lines:
            if line.stands_in_order:
                continue
            self.count += 1
            parts = line.parts(places)
            edits.tell(line, parts, _named(page, f"/GrLine{self.count}", line))
            for part in parts:
                if part.content is not None:
                    self._tell_element(page, elements, part)
        page.obj.Contents = self.document.make_stream(pikepdf.unparse_content_stream(edits.done()))

    def _tell_element(self, page: Page, elements: Array, line: Line) -> None:
        """Put one element in the place of the marked contents of a line's part, which become one."""
        first, *others = [stretch.content for stretch in line.stretches if stretch.content is not None]
        parent = elements[first]
        element = Dictionary(Type=Name.StructElem, S=Name.Span, P=parent, Pg=page.obj, K=first)
        element.ActualText = String(line.text)
        element = self.document.make_indirect(element)
        kids = list(parent.K) if isinstance(parent.K, Array) else [parent.K]
        numbers = [_content(kid, page, parent) for kid in kids]
        parent.K = Array(
            element if number == first else kid
            for kid, number in zip(kids, numbers, strict=True)
            if number is None or number not in others
        )
        elements[first] = element
        for other in others:
            elements[other] = None


def _letters(page: Page) -> Iterator[str]:
    for _, font in page.resources.get("/Font", Dictionary()).items():
        yield "".join(letters_of(font).values())


def _named(page: Page, name: str, line: Line) -> Name:
    """Properties that have a name in the page's resources are heard by PDFium, not by poppler."""
    if "/Properties" not in page.resources:
        page.resources.Properties = Dictionary()
    text = weighed_for_pdfium(line.text, is_turned="R" in ways("".join(line.leftmost.texts)))
    page.resources.Properties[name] = Dictionary(ActualText=String(text))
    return Name(name)


def _content(kid: Object | int, page: Page, parent: Object) -> int | None:
    """The number of the marked content of this page that a kid of an element stands for."""
    if not isinstance(kid, Dictionary):
        return int(kid) if parent.Pg.objgen == page.obj.objgen else None
    own = kid if "/Pg" in kid else parent
    return int(kid.MCID) if "/MCID" in kid and own.Pg.objgen == page.obj.objgen else None


def _space(reader: Reader) -> tuple[Name, String, float] | None:
    """A font of the page that has a space, the space in it, and its width (thousandths of the type size)."""
    for font, letters in reader.letters.items():
        for glyph, letter in letters.items():
            if letter == " ":
                return Name(font), String(glyph.to_bytes(2, "big")), reader.widths[font].get(glyph, 0.0)
    return None


def _sizes(lines: Sequence[Line], elements: Elements) -> dict[int, float]:
    """One type size for all lines of an element, by where they begin: poppler parts lines of different sizes."""
    keys = {line.start: line.start if line.content is None else elements[line.content] for line in lines}
    smallest: dict[object, float] = {}
    for line in lines:
        size = min(stretch.size for stretch in line.stretches)
        smallest[keys[line.start]] = min(size, smallest.get(keys[line.start], size))
    return {start: smallest[key] for start, key in keys.items()}


class _Edits:
    """The instructions of a page, in which each told line becomes one marked content."""

    def __init__(
        self, instructions: Instructions, space: tuple[Name, String, float] | None, sizes: Mapping[int, float]
    ) -> None:
        self.groups = [[instruction] for instruction in instructions]
        self.space = space
        self.sizes = sizes

    def tell(self, line: Line, parts: Sequence[Line], name: Name) -> None:
        """Marks open before the line's first saved state and end in its last one, where poppler measures it."""
        openings = [self._opening(part, is_alone=len(parts) == 1) for part in parts]
        for group in self.groups[line.start : line.end + 1]:
            if str(group[0].operator) in ("BDC", "BMC", "EMC"):
                group.clear()
        self._unmove(line)
        outer = [_marked(Dictionary(ActualText=String(turned_for_poppler(line.text))))]
        end = line.end - len(openings[-1])
        for part, opening in zip(parts, openings, strict=True):
            marks = [*outer, *opening, _marked(name)] if len(parts) > 1 else [*opening, *outer, _marked(name)]
            self.groups[part.start][:0] = marks
            self.groups[end if part is parts[-1] else part.end] += [_END] * (1 + len(opening))
            outer = []
        first = line.start + len(openings[0])
        self.groups[first] += self._edge(line, line.left, 0)
        self.groups[end] = [*self._edge(line, line.right, 1), *self.groups[end][1:], _END, self.groups[end][0]]

    def _opening(self, part: Line, *, is_alone: bool) -> list[ContentStreamInstruction]:
        """The marked content of an element; alone in its line it says it too, for readers that hear the outermost."""
        if part.content is None:
            return []
        properties = Dictionary(ActualText=String(part.text)) if is_alone else Dictionary()
        for key, value in self.groups[part.start][0].operands[1].items():
            properties[key] = value
        return [_marked(properties)]

    def _unmove(self, line: Line) -> None:
        """Place the text without moving the page: poppler measures in the place where the marks end."""
        for stretch in line.stretches:
            for index in stretch.moves:
                self.groups[index].clear()
            for index, matrix in stretch.matrices.items():
                self.groups[index] = [_instruction("Tm", *(matrix @ stretch.matrix).shorthand)]

    def _edge(self, line: Line, along: float, share: int) -> list[ContentStreamInstruction]:
        """An unseen space at an edge of the line: poppler takes its extent from what is drawn first and last."""
        if self.space is None:
            return []
        font, code, width = self.space
        size = self.sizes[line.start]
        matrix = line.leftmost.place.matrix(along - share * width / 1000 * size)
        return [
            _instruction("BT"),
            _instruction("Tr", 3),
            _instruction("Tf", font, round(size, 3)),
            _instruction("Tm", *(round(number, 3) for number in matrix.shorthand)),
            _instruction("Tj", code),
            _instruction("ET"),
        ]

    def done(self) -> list[Instruction]:
        return [instruction for group in self.groups for instruction in group]


def _instruction(operator: str, *operands: Object | float) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(operator))


def _marked(properties: Object) -> ContentStreamInstruction:
    return _instruction("BDC", Name.Span, properties)
