"""A file that names fonts and does not bring them along gets ours: the same letters on every machine, as wide."""

import io
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.basePen import NullPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Pdf
from pypdf._codecs import charset_encoding
from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS

from documents import font_encodings, font_programs
from documents.intake import Gate, open_gate
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
    font_programs.load()
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


def drawn_widths(pdf: bytes) -> dict[str, float]:
    """How wide each letter of a file with one font is."""
    with fonts_of(pdf) as (font,):
        said = {code: letter for letter in "@€« aA" for code in letter.encode("cp1252")}
        return {letter: float(font.Widths[code]) for code, letter in said.items()}  # type: ignore[index]


@pytest.mark.parametrize("name", ["Helvetica-Bold", "Times-BoldItalic", "Helvetica-Oblique", "Courier"])
def test_a_standard_font_that_the_file_does_not_measure_is_as_wide_as_the_standard_says(gate: Gate, name: str) -> None:
    """Otherwise what follows a € covers it, or stands apart."""
    tamed = gate.examine(naming(b"(@) Tj", BaseFont=Name(f"/{name}"), Encoding=Name.WinAnsiEncoding), ANY)

    measured = CORE_FONT_METRICS[name].character_widths
    assert drawn_widths(tamed.pdf) == {letter: measured[letter] for letter in "@€« aA"}


def test_a_code_that_shows_nothing_takes_the_room_of_what_it_stands_for(gate: Gate, read_text: ReadText) -> None:
    encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([32, Name("/.notdef")]))

    tamed = gate.examine(naming(b"(a b) Tj", Encoding=encoding), ANY)

    assert drawn_widths(tamed.pdf)[" "] == 278
    assert read_text(tamed.pdf) == "ab"


def test_what_is_drawn_as_one_is_found_letter_by_letter(gate: Gate) -> None:
    encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([1, Name.fi, Name.fl]))

    with fonts_of(gate.examine(naming(b"(\\001eld \\255 \\240) Tj", Encoding=encoding), ANY).pdf) as (font,):
        said = font.ToUnicode.read_bytes()
    assert b"<01> <00660069>" in said
    assert b"<02> <0066006C>" in said
    assert b"<AD> <002D>" in said
    assert b"<A0> <0020>" in said


@pytest.mark.parametrize(("flags", "said"), [(32, "æ"), (4, "ñ")])
def test_fonts_without_an_encoding_have_that_of_their_kind(
    gate: Gate, read_text: ReadText, flags: int, said: str
) -> None:
    """Code 241: ae in the standard encoding, an n with a tilde in that of Windows (ISO 32000-1, 9.6.6.4)."""
    described = Dictionary(Type=Name.FontDescriptor, Flags=flags)

    tamed = gate.examine(naming(b"(\\361) Tj", **ARIAL, FontDescriptor=described), ANY)

    assert read_text(tamed.pdf) == said


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("TimesNewRoman,Bold", "Times-Bold"),
        ("Frutiger-Roman", "Helvetica"),
        ("FranklinGothic-Book", "Helvetica"),
        ("MS#20Sans#20Serif", "Helvetica"),
        ("Century#20Gothic", "Helvetica"),
        ("CenturySchoolbook-Italic", "Times-Italic"),
        ("Courier#20New", "Courier"),
        ("MonotypeCorsiva", "Helvetica"),
        ("Impact", "Helvetica-Bold"),
        ("ABCDEF+Verdana-BoldItalic", "Helvetica-BoldOblique"),
        ("LucidaConsole", "Courier"),
    ],
)
def test_the_standard_font_that_looks_most_alike_is_lent(gate: Gate, name: str, ours: str) -> None:
    data = naming(b"(a) Tj", BaseFont=Name.Replaced).replace(b"/Replaced", b"/" + name.encode())

    with fonts_of(gate.examine(data, ANY).pdf) as (font,):
        assert str(font.BaseFont).rpartition("+")[2] == ours


def with_map(pairs: bytes, content: bytes, **font: object) -> bytes:
    with pikepdf.open(io.BytesIO(naming(content, **font))) as document:
        (named,) = (one for one in document.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.Font)
        named.ToUnicode = document.make_stream(b"begincmap\n5 beginbfchar\n" + pairs + b"\nendbfchar\nendcmap")
        return hostile.saved(document)


def test_codes_that_only_the_map_of_the_file_explains_are_drawn_by_it(gate: Gate, read_text: ReadText) -> None:
    pairs = b"<01> <0048> <02> <0061> <03> <006C> <04> <006F>"

    tamed = gate.examine(with_map(pairs, b"<0102030304> Tj", **ARIAL, FontDescriptor=Dictionary(Flags=4)), ANY)

    assert read_text(tamed.pdf) == "Hallo"
    assert tamed.notes == ()


def test_a_font_stays_as_it_is_where_its_map_says_other_letters_than_its_encoding(
    gate: Gate, read_text: ReadText
) -> None:
    data = with_map(b"<cf> <041F>", b"<cfcf> Tj", BaseFont=Name.ArialCYR, Encoding=Name.WinAnsiEncoding)

    tamed = gate.examine(data, ANY)

    assert read_text(tamed.pdf) == "ПП"
    assert tamed.notes == TOLD


def test_ligatures_and_blanks_are_no_other_letters(gate: Gate) -> None:
    encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([1, Name.fi]))

    data = with_map(b"<01> <00660069> <AD> <002D> <A0> <0020>", b"<01ADA0> Tj", Encoding=encoding)

    assert gate.examine(data, ANY).notes == ()


@pytest.mark.parametrize(
    "name", ["MonotypeSorts", "EuroMono-Regular", "UniversalMath1BT", "LucidaBright-Arrows", "Code39", "SymbolXyz"]
)
def test_fonts_of_signs_are_not_taken_for_fonts_of_letters(gate: Gate, name: str) -> None:
    for flags in (4, 32):
        data = naming(b"(a) Tj", BaseFont=Name(f"/{name}"), FontDescriptor=Dictionary(Flags=flags))

        assert gate.examine(data, ANY).notes == TOLD


def test_the_encodings_are_those_of_the_standard(gate: Gate, read_text: ReadText) -> None:
    assert read_text(gate.examine(naming(b"<db> Tj", Encoding=Name.MacRomanEncoding), ANY).pdf) == "¤"
    expert = Dictionary(BaseEncoding=Name.MacExpertEncoding)
    assert gate.examine(naming(b"(WXb) Tj", Encoding=expert), ANY).notes == TOLD


def test_many_fonts_are_taken_and_those_beyond_the_limit_told(gate: Gate, read_text: ReadText) -> None:
    def change(pdf: Pdf) -> None:
        fonts = {
            f"/F{number}": pdf.make_indirect(
                Dictionary(Type=Name.Font, **ARIAL, FirstChar=97, LastChar=97, Widths=Array([500 + number]))
            )
            for number in range(300)
        }
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(fonts))
        said = b" ".join(b"/F%d 1 Tf (a) Tj" % number for number in range(300))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT 9 9 Td " + said + b" ET")

    tamed = gate.examine(hostile.paper(change=change), ANY)

    assert tamed.notes == TOLD
    assert read_text(tamed.pdf) == "a" * 300


@pytest.mark.parametrize("kind", ["by name", "embedded, with names", "embedded, without", "Type 3"])
def test_a_gate_of_its_own_takes_each_kind_of_font(kind: str) -> None:
    """What the limited process needs has to be there before it sees no disk any more."""
    changed = Dictionary(Differences=Array([97, Name.a]))
    kinds: dict[str, dict[str, object]] = {
        "by name": {"Encoding": changed},
        "embedded, with names": {"Encoding": changed},
        "embedded, without": {},
        "Type 3": {
            "Subtype": Name.Type3,
            "Encoding": changed,
            "CharProcs": Dictionary(),
            "FontMatrix": Array([0.001, 0, 0, 0.001, 0, 0]),
            "FontBBox": Array([0, 0, 0, 0]),
            "FirstChar": 97,
            "LastChar": 97,
            "Widths": Array([500]),
        },
    }
    with pikepdf.open(io.BytesIO(naming(b"(a) Tj", **kinds[kind]))) as document:
        (font,) = (one for one in document.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.Font)
        if kind.startswith("embedded"):
            program = document.make_stream(bare_program(), Subtype=Name.Type1C)
            font.FontDescriptor = Dictionary(Type=Name.FontDescriptor, Flags=4, FontFile3=program)
        data = hostile.saved(document)

    with open_gate() as fresh:
        assert fresh.examine(data, ANY).notes == ()


@pytest.mark.parametrize(("code", "named"), [(7, {0: "minus", 7: "multiply"}), (0, {})])
def test_one_glyph_may_have_the_code_zero_as_the_minus_of_tex_has(code: int, named: dict[int, str]) -> None:
    program = with_codes({1: "minus", code: "multiply"}).replace(bytes([0, 2, 1, code]), bytes([0, 2, 0, code]))

    assert font_programs.glyphs_by_code(program) == named


def test_a_program_with_the_codes_of_experts_has_no_letters_that_anybody_knows() -> None:
    assert font_programs.glyphs_by_code(with_codes("ExpertEncoding", "E", "x", "p")) == {}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4), st.integers(20, 400))
def test_a_broken_program_is_told_in_one_way(changes: list[tuple[int, int]], length: int) -> None:
    program = bytearray(with_codes({1: "minus", 7: "multiply"}))
    for place, value in changes:
        program[place % len(program)] = value

    with suppress(ValueError):
        font_programs.glyphs_by_code(bytes(program[:length]))


def test_a_file_with_a_broken_program_is_taken(gate: Gate) -> None:
    broken = bytearray(with_codes({1: "minus", 7: "multiply"}))
    whole = CFFFontSet()
    whole.decompile(io.BytesIO(broken), None)
    broken[whole[0].rawDict["charset"]] = 77  # a format that nobody knows
    with pikepdf.open(io.BytesIO(naming(b"(a) Tj"))) as document:
        (font,) = (one for one in document.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.Font)
        program = document.make_stream(bytes(broken), Subtype=Name.Type1C)
        font.FontDescriptor = Dictionary(Type=Name.FontDescriptor, Flags=4, FontFile3=program)
        data = hostile.saved(document)

    assert gate.examine(data, ANY).pages == 1


def with_codes(encoding: str | dict[int, str], *names: str) -> bytes:
    """A bare font program with empty glyphs and an encoding of its own."""
    font_programs.load()
    builder = FontBuilder(1000, isTTF=False)
    glyphs = (".notdef", *names, *(encoding.values() if isinstance(encoding, dict) else ()))
    drawn = {name: T2CharStringPen(500, None).getCharString() for name in glyphs}
    builder.setupGlyphOrder(list(drawn))
    builder.setupCFF("Signs", {}, drawn, {})
    whole = builder.font["CFF "].cff
    own = encoding if isinstance(encoding, str) else [encoding.get(number, ".notdef") for number in range(256)]
    whole[0].Encoding = own
    made = io.BytesIO()
    whole.compile(made, builder.font)
    return made.getvalue()


def bare_program() -> bytes:
    font_programs.load()
    return font_programs.program(font_programs.outlines("Helvetica"), ["a"], [500.0])


@pytest.mark.parametrize(
    "odd",
    [
        {"Widths": Array([Name.a, -5, 10**9])},
        {"FirstChar": -300, "Widths": Array([1])},
        {"FirstChar": Name.x, "Widths": Array([1])},
        {"Encoding": Dictionary(Differences=Array([300, Name.a, -4, Name.b, 2**31, Name.c]))},
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
