"""Fonts that a file names but does not bring along: ours are lent to it, as wide as the file says.

Otherwise its letters look different on every machine, or are not there at all, and a checker of accessibility objects
(PDF/UA-1, 7.21.4.1). What is read aloud is what is drawn. Nothing here imports Django.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from documents import font_encodings
from documents.font_encodings import CODES, ODD, base_of, built_in, differences, glyph_text, name_of, named
from documents.font_programs import DINGBATS, STANDARD, SYMBOL, Outlines, glyph_name, outlines, program
from documents.glyph_maps import glyph_map
from documents.shown_letters import Shown

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_KINDS = (Name.Type0, Name.Type1, Name.MMType1, Name.TrueType)
_FIXED, _SERIF, _SYMBOLIC, _ITALIC, _FORCE_BOLD = 1, 1 << 1, 1 << 2, 1 << 6, 1 << 18
"""Flags of a font (ISO 32000-1, 9.8.2)."""
_KNOWN = {
    "fixed": re.compile("courier|mono|consol|typewriter|lettergothic|ocr", re.IGNORECASE),
    "serif": re.compile(
        "times|serif(?<!sans.serif)(?<!sansserif)|georgia|roman|book|garamond|cambria|palatino|minion|century(?!gothic)",
        re.IGNORECASE,
    ),
    "sans": re.compile(
        "helvetica|arial|sans|verdana|tahoma|calibri|segoe|trebuchet|univers|frutiger|futura|myriad|gothic|swiss|lucida"
        "|ubuntu|roboto|gill|optima|franklin",
        re.IGNORECASE,
    ),
}
_OTHER_SIGNS = re.compile("wingding|webding|dingbat|symbol|marlett", re.IGNORECASE)
_BOLD = re.compile("bold|black|heavy|demi", re.IGNORECASE)
_SLANTED = re.compile("italic|oblique|slanted|kursiv", re.IGNORECASE)


def lend(target: Pdf, fonts: Mapping[tuple[int, int], Object], *, is_short: bool) -> bool:
    """Give the fonts that bring no program one of ours; tells whether every font has one then that is seen.

    A font with letters of which nobody knows how they look stays as it is; whether they are seen is asked of content
    that `is_short`, else taken for granted. Raises `Wanting` where no outlines are in
    memory.
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
    return isinstance(described, Dictionary) and any(isinstance(described.get(key), Stream) for key in _PROGRAMS)


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
        name = name_of(font.get("/BaseFont")).rpartition("+")[2]
        flags = _flags(font)
        ours = outlines(_standard(name, flags))
        texts = _texts(font, name, flags)
        unknown = {code for code, text in enumerate(texts) if text is None or not ours.has(text)}
        if unknown and unknown & self.shown.by(font):
            return False
        if len(unknown) == CODES:
            return True  # nothing is seen of it
        said = [" " if code in unknown else text or " " for code, text in enumerate(texts)]
        drawn = ["" if code in unknown else text or "" for code, text in enumerate(texts)]
        widths = _widths(font, [ours.width(text) for text in drawn])
        self._write(font, ours, drawn, said, widths)
        return True

    def _write(
        self, font: Object, ours: Outlines, drawn: Sequence[str], said: Sequence[str], widths: Sequence[float]
    ) -> None:
        key = repr((ours.name, drawn, widths)).encode()
        tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(key).digest()[:6])
        if key not in self.programs:
            made, box = program(ours, drawn, widths)
            described = Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name(f"/{tag}+{ours.name}"),
                Flags=_SYMBOLIC,
                FontBBox=Array(box),
                ItalicAngle=-12 if _SLANTED.search(ours.name) else 0,
                Ascent=box[3],
                Descent=box[1],
                CapHeight=box[3],
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
        font.ToUnicode = self.target.make_stream(glyph_map(dict(enumerate(said)), code_bytes=1))


def _flags(font: Object) -> int:
    described = font.get("/FontDescriptor")
    flags = described.get("/Flags", 0) if isinstance(described, Dictionary) else 0
    return flags if isinstance(flags, int) else 0


def _standard(name: str, flags: int) -> str:
    """The standard font that looks most like one of this name."""
    if name.startswith((SYMBOL, DINGBATS)):
        return SYMBOL if name.startswith(SYMBOL) else DINGBATS
    kinds = [kind for kind, pattern in _KNOWN.items() if pattern.search(name)]
    kind = kinds[0] if kinds else "fixed" if flags & _FIXED else "serif" if flags & _SERIF else "sans"
    is_bold = bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD)
    is_slanted = bool(_SLANTED.search(name)) or bool(flags & _ITALIC)
    return STANDARD[kind][is_bold + 2 * is_slanted]


def _texts(font: Object, name: str, flags: int) -> list[str | None]:
    """What each code shows, as `font_encodings` says it."""
    encoding = font.get("/Encoding")
    texts = _base(base_of(encoding), font, name, flags)
    for code, text in differences(encoding, partial(glyph_text, is_dingbat=name.startswith(DINGBATS))):
        texts[code] = text
    return texts


def _base(base: object, font: Object, name: str, flags: int) -> list[str | None]:
    if name.startswith((SYMBOL, DINGBATS)):
        return built_in(font_encodings.SYMBOL if name.startswith(SYMBOL) else font_encodings.DINGBATS)
    is_known = any(pattern.search(name) for pattern in _KNOWN.values())
    if _OTHER_SIGNS.search(name) or (flags & _SYMBOLIC and not is_known and named(base) is None):
        return [None] * CODES  # their letters are pictures
    usual = Name.WinAnsiEncoding if font.get("/Subtype") == Name.TrueType else Name.StandardEncoding
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
