"""Fonts that a file names but does not bring along: ours are lent to it, as wide as the file says.

Otherwise its letters look different on every machine, or are not there at all, and a checker of accessibility objects
(PDF/UA-1, 7.21.4.1). What is read aloud is what is drawn. Nothing here imports Django.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from documents import font_encodings
from documents.font_encodings import CODES, ODD, base_of, built_in, differences, glyph_text, heard, name_of, named
from documents.font_programs import DINGBATS, STANDARD, SYMBOL, Outlines, glyph_name, outlines, program
from documents.glyph_maps import glyph_map, read_map
from documents.shown_letters import Shown

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_KINDS = (Name.Type0, Name.Type1, Name.MMType1, Name.TrueType)
_FIXED, _SERIF, _SYMBOLIC, _NONSYMBOLIC, _ITALIC, _FORCE_BOLD = 1, 1 << 1, 1 << 2, 1 << 5, 1 << 6, 1 << 18
"""Flags of a font (ISO 32000-1, 9.8.2)."""
_KNOWN = {
    "fixed": re.compile("courier|mono(?!type)|monaco|consol|typewriter|lettergothic|ocr-?[ab]", re.IGNORECASE),
    "sans": re.compile(
        "helvetica|arial|sans|verdana|tahoma|calibri|segoe|trebuchet|univers|frutiger|futura|avantgarde|myriad|gothic"
        "|swiss|lucida(?!bright)|ubuntu|roboto|gill|optima|syntax|impact",
        re.IGNORECASE,
    ),
    "serif": re.compile(
        "times|serif|georgia|garamond|cambria|palatino|minion|bookman|bookantiqua|schoolbook|century|caslon|baskerville"
        "|bodoni|roman",
        re.IGNORECASE,
    ),
}
"""By what is in its name, without blanks and hyphens, in this order."""
_OTHER_SIGNS = re.compile(
    "wingding|webding|dingbat|symbol|marlett|sorts|(?<![a-z])pi$|math|arrow|ornament|barcode|code39|code128|idautomation"
    "|3of9|2of5|ean13|eurosans|euroserif|euromono",
    re.IGNORECASE,
)
_TEXT = re.compile(
    "arial|helvetica|times|courier|verdana|tahoma|georgia|calibri|cambria|trebuchet|segoe|garamond|palatino|bookantiqua"
    "|century|lucida|comicsans|franklin|gill|univers|frutiger|myriad|minion|roboto|opensans|ubuntu|liberation|dejavu"
    "|noto|nimbus",
    re.IGNORECASE,
)
"""With what names of fonts of letters begin."""
_AS_SYMBOL = re.compile("symbol(mt|psmt|std)?(,?(bold|italic|oblique)*)$", re.IGNORECASE)
_MOST_PROGRAMS = 60
_BOX = (-300, -300, 1300, 1000)
"""Thousandths of the type size in which all letters stand."""
_BLANKS = re.compile(r"[\s-]")
_BOLD = re.compile("bold|black|heavy|demi|impact", re.IGNORECASE)
_SLANTED = re.compile("italic|oblique|slanted|kursiv", re.IGNORECASE)


def lend(target: Pdf, fonts: Mapping[tuple[int, int], Object], *, is_short: bool) -> bool:
    """Give the fonts that bring no program one of ours; tells whether every font has one then that is seen.

    A font with letters of which nobody knows how they look stays as it is; whether they are seen is asked of content
    that `is_short`, else taken for granted. Raises `Wanting` where no outlines are in memory.
    """
    lacking = {key: font for key, font in fonts.items() if font.get("/Subtype") in _KINDS and not brings(font)}
    lending = _Lending(target, Shown(target, lacking, is_short=is_short))
    return all([lending.lend(font) for font in lacking.values()])


def brings(font: Object) -> bool:
    """Whether a font that draws with a program, itself or by the one below it, has it in the file."""
    below = font.get("/DescendantFonts")
    if isinstance(below, Array) and len(below) and isinstance(below[0], Dictionary):
        font = below[0]
    described = font.get("/FontDescriptor")
    programs = [described.get(key) for key in _PROGRAMS] if isinstance(described, Dictionary) else []
    return any(isinstance(one, Stream) and len(one.read_raw_bytes()) > 0 for one in programs)


@dataclass(slots=True)
class _Lending:
    """What fonts of one file get; those that need the same get it once."""

    target: Pdf
    shown: Shown
    programs: dict[bytes, Object] = field(default_factory=dict)

    def lend(self, font: Object) -> bool:
        """Tells whether the font has a program now, or shows nothing."""
        try:
            return self._lend(font)
        except ODD:
            return False

    def _lend(self, font: Object) -> bool:
        if font.get("/Subtype") == Name.Type0:
            return not self.shown.by(font)
        name = _BLANKS.sub("", name_of(font.get("/BaseFont")).rpartition("+")[2])
        flags = _flags(font)
        ours = outlines(_standard(name, flags))
        base = _base(font, name, flags)
        texts = base.copy()
        for code, text in differences(font.get("/Encoding"), partial(glyph_text, is_dingbat=_signs(name) == DINGBATS)):
            texts[code] = text
        _compare(texts, font.get("/ToUnicode"))
        unknown = {code for code, text in enumerate(texts) if text is None or not ours.has(text)}
        if unknown and unknown & self.shown.by(font):
            return False
        if len(unknown) == CODES:
            return True  # nothing is seen of it
        drawn = ["" if code in unknown else text or "" for code, text in enumerate(texts)]
        usual = [text or other or "" for text, other in zip(drawn, base, strict=True)]  # so wide is what shows nothing
        widths = _widths(font, [ours.width(text) if ours.has(text) else 0.0 for text in usual])
        self._write(font, ours, drawn, widths)
        return True

    def _write(self, font: Object, ours: Outlines, drawn: Sequence[str], widths: Sequence[float]) -> None:
        key = repr((ours.name, drawn, widths)).encode()
        tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(key).digest()[:6])
        if key not in self.programs:
            if len(self.programs) == _MOST_PROGRAMS:
                raise ValueError("too many fonts")
            made = program(ours, drawn, widths)
            described = Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name(f"/{tag}+{ours.name}"),
                Flags=_SYMBOLIC,
                FontBBox=Array(_BOX),
                ItalicAngle=-12 if _SLANTED.search(ours.name) else 0,
                Ascent=_BOX[3],
                Descent=_BOX[1],
                CapHeight=_BOX[3],
                StemV=80,
                FontFile3=self.target.make_stream(made, Subtype=Name.Type1C),
            )
            self.programs[key] = self.target.make_indirect(described)
        for old in list(font.keys()):
            del font[old]
        font.Type, font.Subtype, font.BaseFont = Name.Font, Name.Type1, Name(f"/{tag}+{ours.name}")
        font.FirstChar, font.LastChar = 0, CODES - 1
        font.Widths = Array([int(width) if width == int(width) else width for width in widths])
        font.Encoding = Dictionary(
            Type=Name.Encoding, Differences=Array([0, *(Name(f"/{glyph_name(code)}") for code in range(CODES))])
        )
        font.FontDescriptor = self.programs[key]
        font.ToUnicode = self.target.make_stream(
            glyph_map({code: heard(text) or " " for code, text in enumerate(drawn)}, code_bytes=1)
        )


def _compare(texts: list[str | None], told: Object | None) -> None:
    """Take what the file says of codes that show nothing yet; where it says something else, nobody knows better."""
    said = read_map(told.read_bytes()) if isinstance(told, Stream) else {}
    for code, text in said.items():
        if 0 <= code < CODES and text.strip("\0\ufeff\ufffe\ufffd\u200b\u2060"):
            known = texts[code]
            if not known:
                texts[code] = text
            elif _compatible(known) != _compatible(text):
                texts[code] = None


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", heard(text)).strip()


def _flags(font: Object) -> int:
    described = font.get("/FontDescriptor")
    flags = described.get("/Flags", 0) if isinstance(described, Dictionary) else 0
    return flags if isinstance(flags, int) else 0


def _standard(name: str, flags: int) -> str:
    """The standard font that looks most like one of this name."""
    if _signs(name):
        return _signs(name)
    kinds = [kind for kind, pattern in _KNOWN.items() if pattern.search(name)]
    kind = kinds[0] if kinds else "fixed" if flags & _FIXED else "serif" if flags & _SERIF else "sans"
    is_bold = bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD)
    is_slanted = bool(_SLANTED.search(name)) or bool(flags & _ITALIC)
    return STANDARD[kind][is_bold + 2 * is_slanted]


def _signs(name: str) -> str:
    """Which of the standard fonts of signs it is, if any."""
    if _AS_SYMBOL.match(name):
        return SYMBOL
    return DINGBATS if "zapfdingbats" in name.lower() else ""


def _base(font: Object, name: str, flags: int) -> list[str | None]:
    """What each code shows that the font does not change, as `font_encodings` says it."""
    base = base_of(font.get("/Encoding"))
    if _signs(name):
        return built_in(font_encodings.SYMBOL if _signs(name) == SYMBOL else font_encodings.DINGBATS)
    is_foreign = named(base) is None and (flags & _SYMBOLIC and not _TEXT.match(name))
    if _OTHER_SIGNS.search(name) or is_foreign or base == Name.MacExpertEncoding:
        return [None] * CODES  # pictures, or letters of which nobody knows the order
    is_as_in_windows = font.get("/Subtype") == Name.TrueType and not flags & _NONSYMBOLIC
    usual = Name.WinAnsiEncoding if is_as_in_windows else Name.StandardEncoding
    return named(base) or named(usual) or []


def _widths(font: Object, own: Sequence[float]) -> list[float]:
    """Of each code, in thousandths: as the file says, or our own where it says nothing."""
    said = font.get("/Widths")
    if not isinstance(said, Array):
        return list(own)
    described = font.get("/FontDescriptor")
    missing = described.get("/MissingWidth") if isinstance(described, Dictionary) else None
    widths = list(own) if missing is None else [_number(missing)] * CODES
    first = font.get("/FirstChar", 0)
    for code, width in enumerate(said, first if isinstance(first, int) else 0):
        if 0 <= code < CODES:
            widths[code] = _number(width)
    return widths


def _number(thing: object) -> float:
    try:
        return min(max(round(float(thing), 3), 0.0), 10_000.0)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return 0.0
