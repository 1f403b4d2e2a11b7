"""Text that a machine read lies unseen over the picture of its page, and stands in the structure tree behind it.

So a search finds the words where they are seen, and a screen reader says them paragraph by paragraph behind the figure,
after a sentence that a machine read them. Each glyph of the one font used is empty and half as wide as high; what it
says stands in its map. Lines with words from right to left tell their text as `reading_order` does, because readers
that go by place alone take them for another order.
"""

import io
from dataclasses import dataclass, field

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from documents.directions import has_right_to_left, ways
from documents.glyph_maps import glyph_map
from documents.machine_read import PageText, Paragraph, ReadLine, Word
from documents.overlays import own_resources
from documents.reading_order import turned_for_poppler, weighed_for_pdfium
from documents.sheet import EDGE, HEAD

FONT = "/GrRead"
_EM, _WIDTH = 1000, 500
_WAYS = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
"""By how a line is turned: whither it runs."""
_HINT_SIZE = 4.0
"""Points: the type size of the sentence that nobody sees."""


@dataclass(slots=True)
class TextLayer:
    """Collects what the pages of one document say; `finish` writes the font that says it."""

    target: Pdf
    codes: dict[str, int] = field(default_factory=dict)
    font: Object = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.font = self.target.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0))

    def add(self, page: Page, text: PageText, hint: str, first: int) -> tuple[bytes, list[list[str]]]:
        """What draws the text unseen over a page, as marked contents numbered from `first`, and what each of them says.

        They come by paragraphs, of which the first says the `hint`. A paragraph with words from right to left has a
        content for each line, every other one has one.
        """
        said: list[list[str]] = []
        drawn: list[bytes] = []
        properties: dict[str, Object] = {}
        for paragraph in (_sentence(hint, float(page.mediabox[3])), *text):
            is_cut = any(has_right_to_left(line.text) for line in paragraph)
            pieces = [(line,) for line in paragraph] if is_cut else [paragraph]
            said.append([" ".join(line.text for line in piece) for piece in pieces])
            for piece in pieces:
                drawn.append(self._content(piece, first + len(drawn), properties))
        own_resources(page, {"/Font": {FONT: self.font}, "/Properties": properties})
        return b" q BT 3 Tr " + b" ".join(drawn) + b" ET Q ", said

    def _content(self, lines: Paragraph, number: int, properties: dict[str, Object]) -> bytes:
        text = lines[0].text
        own = b" /ActualText %b" % String(text).unparse() if has_right_to_left(text) else b""
        drawn = b" ".join(self._line(line, properties, is_last=line is lines[-1]) for line in lines)
        return b"/Span <</MCID %d%b>> BDC %b EMC" % (number, own, drawn)

    def _line(self, line: ReadLine, properties: dict[str, Object], *, is_last: bool) -> bytes:
        ends = [*(True for _ in line.words[1:]), not is_last]
        words = b" ".join(self._word(word, line.turn, with_space=ends[index]) for index, word in enumerate(line.words))
        if not has_right_to_left(line.text):
            return words
        self.count += 1
        name = f"{FONT}{self.count}"
        over, up = _WAYS[line.turn]
        leftmost = min(line.words, key=lambda word: over * word.left + up * word.bottom)
        told = weighed_for_pdfium(line.text, is_turned="R" in ways(leftmost.text))
        properties[name] = Dictionary(ActualText=String(told))
        poppler = String(turned_for_poppler(line.text)).unparse()
        return b"/Span <</ActualText %b>> BDC /Span %b BDC %b EMC EMC" % (poppler, name.encode("ascii"), words)

    def _word(self, word: Word, turn: int, *, with_space: bool) -> bytes:
        """One word, stretched to its box; its letters stand along the line, whatever way they are read."""
        is_turned = "R" in ways(word.text)
        letters = list(word.text)[:: -1 if is_turned else 1]
        shown = [" ", *letters] if with_space and is_turned else [*letters, *([" "] if with_space else [])]
        over, up = _WAYS[turn]
        long, high = (word.height, word.width) if up else (word.width, word.height)
        size = max(high, 1.0)
        stretch = 100 * long / (len(letters) * size * _WIDTH / _EM)
        before = (len(shown) > len(letters) and is_turned) * long / len(letters)
        left = word.left + (word.width if over < 0 or up > 0 else 0) - over * before
        bottom = word.bottom + (word.height if over < 0 or up < 0 else 0) - up * before
        codes = "".join(f"{self.codes.setdefault(letter, len(self.codes) + 1):04x}" for letter in shown)
        place = f"{over} {up} {-up} {over} {left:.2f} {bottom:.2f}"
        return f"{FONT} {size:.2f} Tf {stretch:.1f} Tz {place} Tm <{codes}> Tj".encode()

    def finish(self) -> None:
        """Write the font, once all pages are there."""
        program = self.target.make_stream(_empty_font())
        program.Length1 = len(program.read_bytes())
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.GremiumRead,
            Flags=4,
            FontBBox=Array([0, 0, _WIDTH, _EM]),
            ItalicAngle=0,
            Ascent=_EM,
            Descent=0,
            CapHeight=_EM,
            StemV=80,
            FontFile2=self.target.make_indirect(program),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.GremiumRead,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=self.target.make_indirect(descriptor),
            DW=_WIDTH,
            CIDToGIDMap=self.target.make_stream(b"\x00\x01" * (len(self.codes) + 1)),
        )
        self.font.BaseFont, self.font.Encoding = Name.GremiumRead, Name("/Identity-H")
        self.font.DescendantFonts = Array([self.target.make_indirect(descendant)])
        self.font.ToUnicode = self.target.make_stream(
            glyph_map({code: letter for letter, code in self.codes.items()}, code_bytes=2)
        )


def _sentence(text: str, height: float) -> Paragraph:
    """A line of its own below the free head of a sheet."""
    words, left = [], EDGE
    for word in text.split():
        width = len(word) * _HINT_SIZE * _WIDTH / _EM
        words.append(Word(word, left, height - HEAD - _HINT_SIZE, width, _HINT_SIZE))
        left += width + _HINT_SIZE * _WIDTH / _EM
    return (ReadLine(tuple(words)),)


def _empty_font() -> bytes:
    """A TrueType font of one glyph that fills its box with nothing; equal bytes each time.

    It is a line of no width: without a box, PDFium leaves out words that run up or down.
    """
    line = TTGlyphPen(None)
    line.moveTo((0, 0))
    line.lineTo((_WIDTH, _EM))
    line.closePath()
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "empty"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "empty": line.glyph()})
    builder.setupHorizontalMetrics({name: (_WIDTH, 0) for name in (".notdef", "empty")})
    builder.setupHorizontalHeader(ascent=_EM, descent=0)
    builder.setupOS2()
    builder.setupPost()
    builder.setupHead(unitsPerEm=_EM, created=0, modified=0)
    builder.font.recalcTimestamp = False
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()
