"""Outlines of letters to lend to foreign files: the fourteen standard fonts (ISO 32000-1, 9.6.2.2) and Noto Sans.

The fourteen come out of PDFium (BSD licence, inside the package `pypdfium2`), which draws with them what a file does
not bring along; Noto Sans has the letters of other alphabets. Used in the limited child process of `intake`, which
sees no disk: `load` has to be called in front of its walls. Nothing here imports Django.
"""

import ctypes
import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from documents.wanting import Wanting

STANDARD = {
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    "fixed": ("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
}
"""Upright, bold, slanted, bold and slanted."""
SYMBOL, DINGBATS = "Symbol", "ZapfDingbats"
_WIDE = "Noto Sans"
_BOLD_WEIGHT = 700
_NARROWEST, _WIDEST = 0.5, 1.25
"""How much a letter is pressed together or pulled apart to be as wide as it shall be."""
_LAST_PREDEFINED, _FORMAT = 1, 0x7F
"""The encodings of a bare program (Adobe Technical Note 5176, section 12)."""
_PRIVATE_SIGNS = "‾⏐⎯®©™⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_SIGNS = {0xF6D9: "©", 0xF6DA: "®", 0xF6DB: "™", **dict(enumerate(_PRIVATE_SIGNS, 0xF8E5))}
"""What the pieces of brackets in Symbol are; Adobe's list of glyphs knows private code points alone."""
_SAME = {
    "\xa0": " ", "\xad": "-", "\u03bc": "\xb5", "\u0394": "\u2206", "\u03a9": "\u2126", "\u2219": "\xb7",
    "\u02c9": "\xaf",
}  # fmt: skip
"""Letters that look like those that Adobe's list has for the same glyph."""

_loaded: dict[str, bytes] = {}
_widths: dict[str, dict[str, float]] = {}
"""By font and letter, in thousandths, as Adobe measured them: some of PDFium's outlines, such as €, are wider."""


def load() -> None:
    """Bring all outlines and what draws them into memory; once in a process."""
    if _loaded:
        return
    import fontTools.encodings.StandardEncoding  # noqa: F401
    import pypdfium2.raw as pdfium
    from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS

    from documents import fonts

    document = pdfium.FPDF_CreateNewDocument()
    try:
        names = (*(name for names in STANDARD.values() for name in names), SYMBOL, DINGBATS)
        programs = {name: _inside_pdfium(pdfium, document, name) for name in names}
    finally:
        pdfium.FPDF_CloseDocument(document)
    (wide,) = fonts.FOLDERS[0].glob("NotoSans[[]*")
    _loaded.update(programs)
    _loaded[_WIDE] = wide.read_bytes()
    _widths.update({name: dict(CORE_FONT_METRICS[name].character_widths) for name in programs if name != DINGBATS})
    for name in STANDARD["sans"][:2]:
        program(outlines(name), ["Ä", "Ѓ"], [600.0, 600.0])  # libraries look for their parts when they need them first


def _require_loaded() -> None:
    if not _loaded:
        raise Wanting


def _inside_pdfium(pdfium: Any, document: Any, name: str) -> bytes:
    font = pdfium.FPDFText_LoadStandardFont(document, name.encode("ascii"))
    size = ctypes.c_size_t()
    pdfium.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
    found = (ctypes.c_uint8 * size.value)()
    pdfium.FPDFFont_GetFontData(font, found, size.value, ctypes.byref(size))
    pdfium.FPDFFont_Close(font)
    return bytes(found)


class Outlines:
    """The letters of one standard font, and those of Noto Sans that it lacks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.own = _standard(name)
        self.by_letter = {letter_named(glyph, is_dingbat=name == DINGBATS): glyph for glyph in self.own}
        self.recorded: dict[str, Any] = {}
        self.wide, self.by_code = _wide(is_bold="Bold" in name)

    def has(self, text: str) -> bool:
        """Whether each letter can be drawn."""
        return all(self._glyph(letter) is not None for letter in text)

    def width(self, text: str) -> float:
        """How far the text goes by the standard, or by its outlines, in thousandths of the type size."""
        standard = _widths.get(self.name, {})
        return float(sum(standard.get(letter, _advance(self._glyph(letter))) for letter in text))

    def reach(self, text: str) -> int:
        """How far the outlines of the text go, in thousandths of the type size."""
        return sum(_advance(self._glyph(letter)) for letter in text)

    def draw(self, text: str, pen: Any, scale: float, aside: float) -> None:
        """Draw one letter behind the other, each so many times as wide, the first so far aside."""
        from fontTools.pens.transformPen import TransformPen

        for letter in text:
            self._recorded(letter).replay(TransformPen(pen, (scale, 0, 0, 1, aside, 0)))
            aside += scale * self.reach(letter)

    def _recorded(self, letter: str) -> Any:
        from fontTools.pens.recordingPen import DecomposingRecordingPen

        if letter not in self.recorded:
            self.recorded[letter] = DecomposingRecordingPen(self.wide)
            self._glyph(letter).draw(self.recorded[letter])
        return self.recorded[letter]

    def _glyph(self, letter: str) -> Any:
        letter = _SAME.get(letter, letter)
        if letter in self.by_letter:
            return self.own[self.by_letter[letter]]
        return self.wide[self.by_code[ord(letter)]] if ord(letter) in self.by_code else None


def _advance(glyph: Any) -> int:
    width: float = glyph.width
    return round(width)


@cache
def outlines(name: str) -> Outlines:
    """The letters of a standard font; raises `Wanting` where nobody has called `load`."""
    _require_loaded()
    return Outlines(name)


@cache
def _standard(name: str) -> Mapping[str, Any]:
    from fontTools.cffLib import CFFFontSet
    from fontTools.pens.basePen import NullPen

    programs = CFFFontSet()
    programs.decompile(io.BytesIO(_loaded[name]), None)
    glyphs = programs[0].CharStrings
    for glyph in glyphs.values():
        glyph.draw(NullPen())  # only then its width is known
    return {glyph: glyphs[glyph] for glyph in glyphs.keys() if glyph != ".notdef"}  # noqa: SIM118


@cache
def _wide(*, is_bold: bool) -> tuple[Any, Mapping[int, str]]:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(_loaded[_WIDE]), lazy=True)
    return font.getGlyphSet(location={"wght": _BOLD_WEIGHT} if is_bold else None), font.getBestCmap()


def letter_named(glyph: str, *, is_dingbat: bool = False) -> str:
    """What a glyph of this name shows, by Adobe's list; empty where it does not say. Raises `Wanting`."""
    _require_loaded()
    from fontTools import agl

    return str(agl.toUnicode(glyph, isZapfDingbats=is_dingbat)).translate(_SIGNS)


def standard_letters() -> list[str]:
    """What the codes of the standard encoding show. Raises `Wanting`."""
    _require_loaded()
    from fontTools.encodings.StandardEncoding import StandardEncoding

    return [letter_named(glyph) for glyph in StandardEncoding]


def glyph_name(code: int) -> str:
    """What the glyph of a code (0 to 255) is called in a `program`."""
    return f"c{code:02x}"


def program(ours: Outlines, texts: Sequence[str], widths: Sequence[float]) -> bytes:
    """A bare font program (CFF) with a glyph for each code from 0.

    Each shows its text, as wide as given (thousandths of the type size).
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    glyphs = {".notdef": T2CharStringPen(0, None).getCharString()}
    for code, (text, width) in enumerate(zip(texts, widths, strict=True)):
        pen = T2CharStringPen(round(width), None)
        own = ours.reach(text)
        scale = min(max(width / own, _NARROWEST), _WIDEST) if own and width and abs(width - own) > 1 else 1.0
        aside = (width - own * scale) / 2 if scale == _WIDEST else 0.0
        ours.draw(text, pen, scale, aside)
        glyphs[glyph_name(code)] = pen.getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCFF(ours.name, {}, glyphs, {})
    made = io.BytesIO()
    builder.font["CFF "].cff.compile(made, builder.font)
    return made.getvalue()


def glyphs_by_code(bare: bytes) -> dict[int, str]:
    """The names of the glyphs to which a bare font program (CFF) gives codes.

    Raises `Wanting` where nobody has called `load`, and ValueError for a program that is broken.
    """
    _require_loaded()
    from fontTools.cffLib import CFFFontSet

    try:
        programs = CFFFontSet()
        programs.decompile(io.BytesIO(bare), None)
        return _encoded(programs[0], bare)
    except MemoryError:
        raise
    except Exception as error:  # of a broken program fontTools raises many kinds, NameError among them
        raise ValueError("no font program that can be read") from error


def _encoded(font: Any, bare: bytes) -> dict[int, str]:
    from fontTools.encodings.StandardEncoding import StandardEncoding

    if font.Encoding == "ExpertEncoding":  # of small capitals and fractions, of which nobody has a list
        return {}
    names = list(StandardEncoding if font.Encoding == "StandardEncoding" else font.Encoding)
    place = font.rawDict.get("Encoding", 0)
    if place > _LAST_PREDEFINED and bare[place] & _FORMAT == 0:
        # One code for each glyph, of which fontTools leaves out 0: some write it for "none", TeX for its minus.
        codes = bare[place + 2 : place + 2 + bare[place + 1]]
        names[0] = font.charset[codes.index(0) + 1] if codes.count(0) == 1 else names[0]
    glyphs = set(font.charset) - {".notdef"}
    return {code: name for code, name in enumerate(names) if name in glyphs}
