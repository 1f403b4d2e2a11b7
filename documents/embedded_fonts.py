"""Fonts that a foreign file brings along: what is wrong on paper alone is put right, and we tell whether all is well.

Checkers of accessibility have nothing to say about a sound font (PDF/UA-1, 7.21), as far as that shows without its
letters being drawn. Nothing here imports Django.
"""

import re
from collections.abc import Mapping
from contextlib import suppress

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from documents import font_programs
from documents.font_encodings import ODD, base_of, differences, glyph_text, heard, named, names, standard
from documents.glyph_maps import changed_map, glyph_map, read_map
from documents.lent_fonts import brings

_SYMBOLIC = 1 << 2
_UNKNOWN = "\ufffd"
_SILENT, _JOINED = "\u200b", "\u2060"
"""What says nothing: between two words, or within one."""
_NUMBERED = re.compile("[A-Za-z]{0,4}[0-9]+[A-Fa-f]?")
"""Names of glyphs of which viewers guess by the number what they show."""
_SIGNS = {
    "angbracketleft": "⟨",
    "angbracketright": "⟩",
    "arrowhookleft": "↩",
    "arrowhookright": "↪",
    "bardbl": "‖",
    "circlecopyrt": "©",
    "Ifractur": "ℑ",
    "mapsto": "↦",
    "measuredangle": "∡",
    "negationslash": "\u0338",
    "notexistential": "∄",
    "owner": "∋",
    "prime": "′",
    "Rfractur": "ℜ",
    "rho1": "ϱ",
    "triangle": "△",
    "uniondisplay": "⋃",
    "uniontext": "⋃",
    "intersectiondisplay": "⋂",
    "intersectiontext": "⋂",
    "vextenddouble": "‖",
    "vextendsingle": "|",
}
"""What TeX calls signs that Adobe's list calls otherwise, or not at all."""
_BUILT_IN = re.compile(rb"\bdup\s+(\d{1,3})\s*/([^\s/<>\[\](){}%]+)\s+put\b")
_STANDARD = re.compile(rb"/Encoding\s+StandardEncoding\s+def\b")
_CLEAR = 64 * 1024
"""Bytes at the beginning of a Type 1 program in which its encoding stands."""
_SIZE = re.compile("(?<=[a-z])(big|Big|bigg|Bigg|text|display)$")
"""With what TeX ends the names of signs of several sizes."""
_TECHNICAL = {"\0", "\ufeff", "\ufffe"}
_WIDTH = re.compile(rb"\s*(-?[\d.]+)\s+-?[\d.]+\s+(?:d0|(?:-?[\d.]+\s+){4}d1)\b")
_MEANINGLESS = re.compile(rb"<\s*(?:0\s*0\s*0\s*0|FEFF|FFFE)\s*>", re.IGNORECASE)
_EMPTY = re.compile(rb"<\s*>")


def mend(target: Pdf, font: Object) -> None:
    """Take lists of glyphs away, which tell what can be seen anyway, and say what glyphs mean where that is known.

    Raises `Wanting` where no font programs can be read.
    """
    with suppress(*ODD):
        _mend_program(font)
    with suppress(*ODD):
        _mend_letters(target, font)


def is_sound(font: Object) -> bool:
    """Whether a font is whole, and tells of each letter what it is; ask after `mend`."""
    try:
        return _is_whole(font) and _tells_letters(font)
    except ODD:
        return False


def _mend_program(font: Object) -> None:
    below = _descendant(font)
    for one in (font, below):
        described = one.get("/FontDescriptor") if one is not None else None
        for key in ("/CIDSet", "/CharSet"):
            if isinstance(described, Dictionary) and key in described:
                del described[key]
    if below is None or below.get("/Subtype") != Name.CIDFontType2 or not brings(below):
        return
    if not isinstance(below.get("/CIDToGIDMap"), Name | Stream):
        below.CIDToGIDMap = Name.Identity  # which is what it means (ISO 32000-1, table 117)


def _mend_letters(target: Pdf, font: Object) -> None:
    told = font.get("/ToUnicode")
    if isinstance(told, Stream):
        said = told.read_bytes()
        mended = changed_map(said, _with_letter)
        if mended != said:
            told.write(mended)
    elif font.get("/Subtype") == Name.Type3 or (font.get("/Subtype") == Name.Type1 and brings(font)):
        letters = _letters(font)
        texts = set(letters.values()) - {""}
        is_by_names = named(base_of(font.get("/Encoding"))) is None
        if None not in texts and texts - {_UNKNOWN} and (_UNKNOWN in texts or is_by_names):
            known = {code: heard(text) for code, text in letters.items() if text}
            font.ToUnicode = target.make_stream(glyph_map(known, code_bytes=1))


def _with_letter(target: bytes) -> bytes:
    """Codes with none but a technical meaning say nothing.

    An empty target goes on with the letters before it; where it stays, PDFium takes the code itself for a letter.
    """
    return _EMPTY.sub(b"<%04X>" % ord(_JOINED), _MEANINGLESS.sub(b"<%04X>" % ord(_SILENT), target))


def _descendant(font: Object) -> Object | None:
    below = font.get("/DescendantFonts")
    first = below[0] if isinstance(below, Array) and len(below) else None
    return first if font.get("/Subtype") == Name.Type0 and isinstance(first, Dictionary) else None


def _is_whole(font: Object) -> bool:
    kind = font.get("/Subtype")
    if kind == Name.Type3:
        return _is_as_wide_as_drawn(font)
    if kind == Name.Type0:
        return brings(font) and font.get("/Encoding") in (Name("/Identity-H"), Name("/Identity-V"))
    if kind == Name.TrueType:
        encoding = font.get("/Encoding")
        is_symbolic = bool(int(font.FontDescriptor.get("/Flags", 0)) & _SYMBOLIC)
        is_named = base_of(encoding) in (Name.WinAnsiEncoding, Name.MacRomanEncoding)
        return brings(font) and (encoding is None if is_symbolic else is_named)
    return brings(font)


def _is_as_wide_as_drawn(font: Object) -> bool:
    """Whether each glyph of a Type 3 font begins with the width that the font says (ISO 32000-1, 9.6.5)."""
    first, widths, drawn = int(font.get("/FirstChar", 0)), list(font.Widths), font.CharProcs
    told = font.get("/ToUnicode")
    said_of = read_map(told.read_bytes()) if isinstance(told, Stream) else dict(names(font.Encoding))
    for code, name in names(font.Encoding):
        if code in said_of and f"/{name}" in drawn and 0 <= code - first < len(widths):
            said = _WIDTH.match(drawn[f"/{name}"].read_bytes())
            if said is None or abs(float(said[1]) - float(widths[code - first])) > 1:
                return False
    return True


def _tells_letters(font: Object) -> bool:
    told = font.get("/ToUnicode")
    if isinstance(told, Stream):
        texts = read_map(told.read_bytes()).values()
        said = set("".join(texts))
        return "" not in texts and bool(said - {_SILENT, _JOINED}) and not _TECHNICAL & said
    if font.get("/Subtype") == Name.Type0:
        return False
    return not {None, _UNKNOWN} & set(_letters(font).values())


def _letters(font: Object) -> Mapping[int, str | None]:
    """What the codes of a simple font show, as `font_encodings` says it; those that it leaves to its program too."""
    encoding = font.get("/Encoding")
    changed = dict(differences(encoding, text_of=_text))
    base = named(base_of(encoding))
    if base is None and font.get("/Subtype") == Name.Type3:
        base = []
    known = _built_in(font) if base is None else dict(enumerate(base))
    return {**known, **changed}


def _built_in(font: Object) -> Mapping[int, str | None]:
    """The same by the font program alone; a code of nothing known where that cannot be read."""
    described = font.get("/FontDescriptor")
    if isinstance(described, Dictionary) and isinstance(described.get("/FontFile"), Stream):
        head = described.FontFile.read_bytes()[:_CLEAR].split(b"eexec")[0]
        names = {int(code): name.decode("latin-1") for code, name in _BUILT_IN.findall(head) if int(code) < 256}
        if not names and _STANDARD.search(head):
            return dict(enumerate(standard()))
    elif isinstance(described, Dictionary) and isinstance(described.get("/FontFile3"), Stream):
        names = font_programs.glyphs_by_code(described.FontFile3.read_bytes())
    else:
        names = {}
    return {code: _text(name) for code, name in names.items()} or {0: None}


def _text(name: str) -> str | None:
    """As `glyph_text`, with the names of TeX; a word that nobody knows is an unknown letter."""
    text = glyph_text(name) or _SIGNS.get(name) or glyph_text(_SIZE.sub("", name))
    if text or name == ".notdef":
        return text
    return None if _NUMBERED.fullmatch(name) else _UNKNOWN
