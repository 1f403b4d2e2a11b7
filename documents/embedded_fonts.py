"""Fonts that a foreign file brings along: what is wrong on paper alone is put right, and we tell whether all is well.

Checkers of accessibility have nothing to say about a sound font (PDF/UA-1, 7.21), as far as that shows without its
letters being drawn. Nothing here imports Django.
"""

import re
from collections.abc import Mapping
from contextlib import suppress

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from documents import font_programs
from documents.font_encodings import ODD, base_of, differences, glyph_text, name_of, named, standard
from documents.glyph_maps import glyph_map
from documents.lent_fonts import brings

_SYMBOLIC = 1 << 2
_UNKNOWN = "\ufffd"
_BUILT_IN = re.compile(rb"\bdup\s+(\d{1,3})\s*/([^\s/<>\[\](){}%]+)\s+put\b")
_STANDARD = re.compile(rb"/Encoding\s+StandardEncoding\s+def\b")
_CLEAR = 64 * 1024
"""Bytes at the beginning of a Type 1 program in which its encoding stands."""
_SIZE = re.compile("(?<=[a-z])(big|Big|bigg|Bigg|text|display)$")
"""With what TeX ends the names of signs of several sizes."""
_MEANINGLESS = re.compile(rb"<\s*(?:0000|FEFF|FFFE)\s*>", re.IGNORECASE)
_MAPPED = re.compile(rb"(?<=beginbfchar)(.*?)(?=endbfchar)|(?<=beginbfrange)(.*?)(?=endbfrange)", re.DOTALL)
_CODE = rb"<[0-9A-Fa-f\s]*>"
_PAIR = re.compile(rb"(%b\s*)(%b)" % (_CODE, _CODE))
_RANGE = re.compile(rb"(%b\s*)(%b\s*)(%b|\[[^\]]*\])" % (_CODE, _CODE, _CODE))


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
        mended = _MAPPED.sub(_with_meaning, said)
        if mended != said:
            told.write(mended)
    elif font.get("/Subtype") in (Name.Type1, Name.Type3):
        letters = _letters(font)
        if None in letters.values() and any(text and not text.isspace() for text in letters.values()):
            known = {code: text or _UNKNOWN for code, text in letters.items() if text != ""}
            font.ToUnicode = target.make_stream(glyph_map(known, code_bytes=1))


def _with_meaning(block: re.Match[bytes]) -> bytes:
    """Codes with none but a technical meaning stand for an unknown letter."""
    if block[1] is not None:
        return _PAIR.sub(lambda pair: pair[1] + _with_letter(pair[2]), block[1])
    return _RANGE.sub(_range_with_meaning, block[2])


def _range_with_meaning(found: re.Match[bytes]) -> bytes:
    first, last, target = found.groups()
    is_one = first.split() == last.split() or target.startswith(b"[")
    return first + last + (_with_letter(target) if is_one else target)


def _with_letter(target: bytes) -> bytes:
    return _MEANINGLESS.sub(b"<%04X>" % ord(_UNKNOWN), target)


def _descendant(font: Object) -> Object | None:
    below = font.get("/DescendantFonts")
    first = below[0] if isinstance(below, Array) and len(below) else None
    return first if font.get("/Subtype") == Name.Type0 and isinstance(first, Dictionary) else None


def _is_whole(font: Object) -> bool:
    kind = font.get("/Subtype")
    if kind == Name.Type3:
        return True
    if kind == Name.TrueType:
        encoding = font.get("/Encoding")
        is_symbolic = bool(int(font.FontDescriptor.get("/Flags", 0)) & _SYMBOLIC)
        is_named = base_of(encoding) in (Name.WinAnsiEncoding, Name.MacRomanEncoding)
        return brings(font) and (encoding is None if is_symbolic else is_named)
    return brings(font)


def _tells_letters(font: Object) -> bool:
    told = font.get("/ToUnicode")
    if isinstance(told, Stream):
        return not _has_meaningless(told.read_bytes())
    if font.get("/Subtype") == Name.Type0:
        encoding = font.get("/Encoding")
        return isinstance(encoding, Name) and not name_of(encoding).startswith("Identity")
    return None not in _letters(font).values()


def _has_meaningless(said: bytes) -> bool:
    """Whether a map still gives a range of codes none but technical meanings at its beginning."""
    ranges = (found for block in _MAPPED.finditer(said) for found in _RANGE.finditer(block[2] or b""))
    return any(_MEANINGLESS.fullmatch(found[3]) for found in ranges)


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
    text = glyph_text(name)
    return glyph_text(_SIZE.sub("", name)) if text is None else text
