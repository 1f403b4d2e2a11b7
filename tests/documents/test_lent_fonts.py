"""A file that names fonts and does not bring them along gets ours: the same letters on every machine, as wide."""

import io
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from pikepdf import Array, Dictionary, Name, Object, Pdf
from pypdf._codecs import charset_encoding

from documents import font_encodings, font_programs
from documents.intake import Gate
from tests.documents import hostile
from tests.documents.conftest import ANY, ReadText

ARIAL = {"Subtype": Name.TrueType, "BaseFont": Name("/Arial,Bold")}
CYRILLIC = Array([65, Name.afii10017, Name("/uni0416"), Name.afii10055, Name.Gbreve, Name.scedilla])
WIDE = 1000
TOLD = ("fonts_lacking",)


def naming(content: bytes, **font: object) -> bytes:
    """A page whose content sets text in /F1, a font of which only the name is there."""

    def change(pdf: Pdf) -> None:
        entries = {"Type": Name.Font, "Subtype": Name.Type1, "BaseFont": Name.Helvetica, **font}
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(Dictionary(**entries))))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 20 Tf 60 600 Td " + content + b" ET")

    return hostile.paper(change=change)


@contextmanager
def fonts_of(pdf: bytes) -> Iterator[list[Object]]:
    """Every font of a file."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield [one for one in document.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.Font]


def program_widths(font: Object) -> list[int]:
    """How wide each code is by the font program itself."""
    programs = CFFFontSet()
    programs.decompile(io.BytesIO(font.FontDescriptor.FontFile3.read_bytes()), None)
    glyphs = programs[0].CharStrings
    widths = []
    for name in list(font.Encoding.Differences)[1:]:  # type: ignore[call-overload]
        glyphs[str(name)[1:]].draw(NullPen())
        widths.append(round(glyphs[str(name)[1:]].width))
    return widths


def embedded(pdf: bytes, folder: Path) -> list[str]:
    """Whether each font is embedded, as poppler says."""
    path = folder / "fonts.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line[-25:].split()[0] for line in said[2:]]


@pytest.mark.parametrize("name", [name for names in font_programs.STANDARD.values() for name in names])
def test_every_standard_font_is_lent_and_reads_the_same(
    gate: Gate, read_text: ReadText, tmp_path: Path, name: str
) -> None:
    content = "(Grüße, 12 Kinder, 5 €!) Tj".encode("cp1252")

    tamed = gate.examine(naming(content, BaseFont=Name(f"/{name}"), Encoding=Name.WinAnsiEncoding), ANY)

    assert embedded(tamed.pdf, tmp_path) == ["yes"]
    assert read_text(tamed.pdf) == "Grüße,12Kinder,5€!"
    assert tamed.notes == ()


def test_letters_are_as_wide_as_the_file_says(gate: Gate) -> None:
    tamed = gate.examine(naming(b"(abc) Tj", **ARIAL, FirstChar=97, LastChar=99, Widths=Array([300, 801.5, WIDE])), ANY)

    with fonts_of(tamed.pdf) as (font,):
        declared = [float(width) for width in font.Widths]  # type: ignore[call-overload]
        own = program_widths(font)
    assert declared[97:100] == [300, 801.5, WIDE]
    assert all(abs(one - other) <= 0.5 for one, other in zip(own, declared, strict=True))


def test_letters_beside_those_that_the_file_measures_keep_their_own_width(gate: Gate) -> None:
    tamed = gate.examine(naming(b"(abz) Tj", **ARIAL, FirstChar=97, LastChar=98, Widths=Array([600, 600])), ANY)

    with fonts_of(tamed.pdf) as (font,):
        assert font.Widths[ord("z")] == 500  # type: ignore[index]


def test_other_alphabets_are_drawn_and_read(gate: Gate, read_text: ReadText, tmp_path: Path) -> None:
    encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=CYRILLIC)

    tamed = gate.examine(naming(b"(ABCDE abc) Tj", **ARIAL, Encoding=encoding), ANY)

    assert embedded(tamed.pdf, tmp_path) == ["yes"]
    assert read_text(tamed.pdf) == "АЖІĞşabc"


@pytest.mark.parametrize(
    ("name", "codes", "said"), [("Symbol", b"abD\\245\\256", "αβ∆∞→"), ("ZapfDingbats", b"34l", "✓✔●")]
)
def test_signs_are_lent(gate: Gate, read_text: ReadText, name: str, codes: bytes, said: str) -> None:
    tamed = gate.examine(naming(b"(" + codes + b") Tj", BaseFont=Name(f"/{name}")), ANY)

    assert read_text(tamed.pdf).replace("Δ", "∆") == said


@pytest.mark.parametrize(
    ("name", "rows"), [("/Symbol", font_encodings.SYMBOL), ("/ZapfDingbats", font_encodings.DINGBATS)]
)
def test_the_built_in_encodings_are_those_that_others_know(name: str, rows: dict[int, str]) -> None:
    known = charset_encoding[name]
    texts = font_encodings.built_in(rows)

    differing = {code: (known[code], text) for code, text in enumerate(texts) if text and known[code] != text}
    assert {code for code, (_, other) in differing.items() if not "\u2300" <= other <= "\u23ff"} <= DISPUTED
    assert all(font_programs.letter_named(known[code]) == "" or text for code, text in enumerate(texts))


DISPUTED = {0x2D, 0x44, 0x57, 0x60, 0x6D, 0xA0, 0xD2, 0xD3, 0xD4, 0xE1, 0xE2, 0xE3, 0xE4, 0xF1}
"""Codes for whose glyph Unicode has several letters, such as the angle bracket."""


@pytest.mark.parametrize(
    ("content", "notes"),
    [(b"(g) Tj", TOLD), (b"3 Tr (g) Tj", ()), (b"q 3 Tr Q (g) Tj", TOLD), (b"3 Tr (g) Tj 0 Tr [(x) 3 (g)] TJ", TOLD)],
)
def test_letters_that_nobody_knows_are_left_and_told_where_they_are_seen(
    gate: Gate, content: bytes, notes: tuple[str, ...]
) -> None:
    tamed = gate.examine(naming(content, BaseFont=Name.Wingdings), ANY)

    assert tamed.notes == notes
    with fonts_of(tamed.pdf) as (font,):
        assert font.BaseFont == Name.Wingdings


def test_a_composite_font_that_is_not_there_is_told(gate: Gate) -> None:
    below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.SimSun)
    tamed = gate.examine(
        naming(b"<0003> Tj", Subtype=Name.Type0, Encoding=Name("/Identity-H"), DescendantFonts=Array([below])), ANY
    )

    assert tamed.notes == ("fonts_lacking",)


def test_letters_of_a_font_from_around_a_form_count_as_seen(gate: Gate) -> None:
    def change(pdf: Pdf) -> None:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Wingdings))
        form = pdf.make_stream(b"BT 20 20 Td (g) Tj ET", Subtype=Name.Form, BBox=Array([0, 0, 200, 200]))
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(X=form))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 20 Tf ET /X Do")

    assert gate.examine(hostile.paper(change=change), ANY).notes == ("fonts_lacking",)


def test_fonts_that_need_the_same_get_it_once(gate: Gate) -> None:
    def change(pdf: Pdf) -> None:
        fonts = {
            f"/F{number}": pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            for number in range(3)
        }
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(fonts))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F0 20 Tf (a) Tj /F1 20 Tf (a) Tj /F2 20 Tf (a) Tj ET")

    with fonts_of(gate.examine(hostile.paper(change=change), ANY).pdf) as fonts:
        assert len(fonts) == 3
        assert len({font.FontDescriptor.objgen for font in fonts}) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"Widths": Array([Name.a, -5, 10**9])},
        {"FirstChar": -300, "Widths": Array([1])},
        {"FirstChar": Name.x, "Widths": Array([1])},
        {"Encoding": Dictionary(Differences=Array([300, Name.a, -4, Name.b, 2**31, Name.c]))},
        {"Encoding": Dictionary(BaseEncoding=Name.MacExpertEncoding)},
        {"FontDescriptor": Dictionary(Flags=Name.x, MissingWidth=Name.y)},
        {"BaseFont": Name("/ABCDEF+")},
    ],
    ids=str,
)
def test_odd_descriptions_do_no_harm(gate: Gate, read_text: ReadText, odd: dict[str, object]) -> None:
    assert read_text(gate.examine(naming(b"(abc) Tj", **odd), ANY).pdf) == "abc"


def test_the_picture_of_a_page_stays_the_same(gate: Gate, paint: Callable[[bytes], list[Path]]) -> None:
    """PDFium and poppler draw Helvetica with letters as wide as ours, so that hardly a dot differs."""
    bare = naming(b"(Sie wohnt seit 2019 in Dortmund.) Tj", Encoding=Name.WinAnsiEncoding)
    lent = gate.examine(bare, ANY).pdf
    with pikepdf.open(io.BytesIO(lent)) as document:
        for font in document.objects:
            if isinstance(font, Dictionary) and font.get("/Type") == Name.Font:
                del font.FontDescriptor, font.Widths, font.Encoding, font.ToUnicode
                font.BaseFont, font.Encoding = Name.Helvetica, Name.WinAnsiEncoding
        unlent = hostile.saved(document)

    first, second = (paint(pdf)[0].read_bytes() for pdf in (lent, unlent))
    inked = [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if min(one, other) < 200]
    assert sum(abs(first[place] - second[place]) > 96 for place in inked) <= len(inked) / 10
