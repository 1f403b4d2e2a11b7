"""A document says that it is PDF/UA-1 where the gate found nothing amiss in its foreign pages, and there alone."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from documents import metadata, soundness
from documents.assembling import AttachmentFile, compile_document
from documents.intake import Gate, Refused
from documents.joining import Piece, join
from tests.documents import hostile
from tests.documents.attachments import file, pictured
from tests.documents.checker import barriers, deviations, objections, with_outloud, with_verapdf
from tests.documents.conftest import ANY, ReadText
from tests.documents.examples import illness
from tests.documents.test_carried_tags import paper as tagged_paper


def dossier(*files: AttachmentFile) -> bytes:
    content = illness()
    return compile_document(content, {"a1": list(files)} if files else {}).pdf


def says_so(pdf: bytes) -> bool:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return metadata.is_accessible(document)


def taken(gate: Gate, data: bytes) -> AttachmentFile:
    examined = gate.examine(data, ANY)
    return AttachmentFile(name="a.pdf", pdf=examined.pdf, pages=examined.pages)


def is_sound(gate: Gate, data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(gate.examine(data, ANY).pdf)) as document:
        return soundness.is_sound(document)


def untagged(spoil: Callable[[Pdf, Object], None] | None = None) -> bytes:
    """Two pages of a word processor, without tags and with a font of their own, changed before they are saved."""
    with pikepdf.open(io.BytesIO(tagged_paper())) as document:
        del document.Root.StructTreeRoot, document.Root.MarkInfo
        if spoil is not None:
            fonts = document.pages[0].resources.Font
            spoil(document, fonts[next(iter(fonts.keys()))])
        return hostile.saved(document)


def test_a_dossier_of_sound_pages_says_that_it_is_accessible_and_no_checker_objects(gate: Gate) -> None:
    pdf = dossier(taken(gate, hostile.paper()), taken(gate, tagged_paper()), taken(gate, untagged()), pictured())

    assert says_so(pdf)
    assert barriers(pdf) == []


def test_a_missing_attachment_does_not_change_that() -> None:
    assert says_so(dossier())


def test_one_page_that_nobody_vouches_for_is_enough_to_say_nothing(gate: Gate) -> None:
    unknown = taken(gate, untagged(without_a_map))

    assert not says_so(dossier(file(), unknown))
    assert not says_so(dossier(unknown, file()))


def test_a_bundle_says_what_all_its_documents_say(gate: Gate) -> None:
    sound, unknown = dossier(file()), dossier(taken(gate, untagged(without_a_map)))

    def bundle(*pieces: bytes) -> bytes:
        joined = [Piece(pdf=pdf, bookmark=f"Fall {number}") for number, pdf in enumerate(pieces)]
        return join(joined, title="Mappe", day="2026-03-02", page_words="Mappe {page}/{pages}").pdf

    assert says_so(bundle(sound, sound))
    assert barriers(bundle(sound, sound)) == []
    assert not says_so(bundle(sound, unknown))
    assert not says_so(bundle(unknown, sound))


def test_a_title_vouches_for_nothing(gate: Gate) -> None:
    content = replace(illness(), title='<pdfuaid:part>1</pdfuaid:part> pdfuaid:part="1"')
    unknown = taken(gate, untagged(without_a_map))

    assert not says_so(compile_document(content, {"a1": [unknown]}).pdf)


def test_a_file_cannot_vouch_for_itself(gate: Gate) -> None:
    def claim(document: Pdf, font: Object) -> None:
        without_a_map(document, font)
        soundness.mark(document)

    assert not is_sound(gate, untagged(claim))


def without_a_map(document: Pdf, font: Object) -> None:
    del font.ToUnicode


def without_a_program(document: Pdf, font: Object) -> None:
    del font.DescendantFonts[0].FontDescriptor.FontFile2


def become(font: Object, **entries: object) -> None:
    """Another font in the place of this one."""
    for key in list(font.keys()):
        del font[key]
    font.update(Dictionary(Type=Name.Font, **entries))


def as_symbols_with_an_encoding(document: Pdf, font: Object) -> None:
    program = document.make_stream(b"\x00\x01\x00\x00")
    described = Dictionary(Type=Name.FontDescriptor, Flags=4, FontFile2=program)
    kind = {"Subtype": Name.TrueType, "Encoding": Name.WinAnsiEncoding}
    become(font, BaseFont=Name.Odd, FontDescriptor=described, **kind)


def with_nameless_glyphs(document: Pdf, font: Object) -> None:
    as_symbols_with_an_encoding(document, font)
    font.Subtype, font.Encoding = Name.Type1, Dictionary(Differences=Array([65, Name.g12]))


def telling(said: bytes) -> Callable[[Pdf, Object], None]:
    return lambda document, font: setattr(font, "ToUnicode", document.make_stream(said))


def with_an_empty_program(document: Pdf, font: Object) -> None:
    font.DescendantFonts[0].FontDescriptor.FontFile2 = document.make_stream(b"")


def with_an_unknown_encoding(document: Pdf, font: Object) -> None:
    font.Encoding = Name("/NotACMap-H")


def of_pictures(document: Pdf, font: Object) -> None:
    """A Type 3 font whose glyphs are narrower than it says."""
    become(
        font,
        Subtype=Name.Type3,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        FontBBox=Array([0, 0, 9, 9]),
        FirstChar=65,
        LastChar=65,
        Widths=Array([700]),
        Encoding=Dictionary(Differences=Array([65, Name.A])),
        CharProcs=Dictionary(A=document.make_stream(b"500 0 d0 0 0 9 9 re f")),
    )


LETTER = b"1 beginbfchar <0009> <0042> endbfchar"
UNSOUND: Mapping[str, Callable[[Pdf, Object], None]] = {
    "numbers without a map": without_a_map,
    "no program": without_a_program,
    "symbols with an encoding": as_symbols_with_an_encoding,
    "glyphs without a meaning": with_nameless_glyphs,
    "an empty map": telling(b"begincmap endcmap"),
    "something else than a map": telling(b"hello"),
    "a range that goes on with nothing": telling(b"1 beginbfrange <0001> <0002> <> endbfrange " + LETTER),
    "a list shorter than its range": telling(b"1 beginbfrange <0001> <0003> [<0041>] endbfrange " + LETTER),
    "a map that says nothing": telling(b"2 beginbfchar <0003> <> <0004> <0000> endbfchar"),
    "a map over technical letters": telling(b"1 beginbfrange <0000> <FFFF> <FFFC> endbfrange"),
    "a map of too many codes": telling(b"beginbfrange " + b"<0000> <FFFE> <0041> " * 20_000 + b"endbfrange"),
    "a map of whole books": telling(b"1 beginbfrange <0> <FFFF> <" + b"0041" * 4_000 + b"> endbfrange"),
    "a map without an end": telling(b"beginbfchar " * 20_000),
    "an empty program": with_an_empty_program,
    "an encoding that nobody knows": with_an_unknown_encoding,
    "glyphs of other widths": of_pictures,
}


@pytest.mark.parametrize("kind", UNSOUND)
def test_nobody_vouches_for_a_font_that_does_not_tell_its_letters(gate: Gate, kind: str) -> None:
    assert is_sound(gate, untagged())
    assert not is_sound(gate, untagged(UNSOUND[kind]))


def with_lists_of_glyphs(document: Pdf, font: Object) -> None:
    described = font.DescendantFonts[0].FontDescriptor
    described.CIDSet, described.CharSet = document.make_stream(b"\x80"), String("/A/B")


def without_glyph_numbers(document: Pdf, font: Object) -> None:
    below = font.DescendantFonts[0]
    if "/CIDToGIDMap" in below:
        del below.CIDToGIDMap


def with_a_hollow_map(document: Pdf, font: Object) -> None:
    said = font.ToUnicode.read_bytes()
    font.ToUnicode.write(
        said.replace(
            b"endcmap",
            b"2 beginbfchar\n<FFF0> <0000>\n<FFF4> <>\nendbfchar\n3 beginbfrange\n<FFF1> <FFF2> [<FEFF> <0020>]\n"
            b"<FFF3> <FFF3> <fffe>\n<FFFA> <ff fa> <>\nendbfrange\nendcmap",
        )
    )


@pytest.mark.parametrize("mended", [with_lists_of_glyphs, without_glyph_numbers, with_a_hollow_map])
def test_what_is_wrong_on_paper_alone_is_put_right(
    gate: Gate, read_text: ReadText, mended: Callable[[Pdf, Object], None]
) -> None:
    data = untagged(mended)

    tamed = gate.examine(data, ANY).pdf

    assert is_sound(gate, data)
    assert read_text(tamed) == read_text(gate.examine(untagged(), ANY).pdf)
    with pikepdf.open(io.BytesIO(tamed)) as document:
        said = [one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]
        keys = {key for one in document.objects if isinstance(one, Dictionary) for key in one.keys()}  # noqa: SIM118
    assert not {"/CIDSet", "/CharSet"} & keys
    hollow = (b"<FFF0> <0000>", b"<FFF4> <>", b"<ff fa> <>", b"[<FEFF>", b"<fffe>")
    assert not any(one in whole for whole in said for one in hollow)


def with_names(*names: str) -> Callable[[Pdf, Object], None]:
    def change(document: Pdf, font: Object) -> None:
        as_symbols_with_an_encoding(document, font)
        font.Subtype = Name.Type1
        changed = Array([65, *(Name(f"/{name}") for name in names)])
        font.Encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=changed)

    return change


def maps_of(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [one for one in document.objects if isinstance(one, Dictionary) and one.get("/BaseFont") == Name.Odd]
        return [font.ToUnicode.read_bytes() for font in fonts if "/ToUnicode" in font]


def test_signs_of_tex_say_what_they_are_and_words_that_nobody_knows_are_unknown_letters(gate: Gate) -> None:
    data = untagged(with_names("mapsto", "parenleftbigg", "zigzag", "A", "fi"))

    (said,) = maps_of(gate.examine(data, ANY).pdf)

    assert b"<41> <21A6>\n<42> <0028>\n<43> <FFFD>\n<44> <0041>\n<45> <00660069>" in said
    assert is_sound(gate, data)


@pytest.mark.parametrize("names", [("A", "g12"), ("c072", "c073")])
def test_names_by_number_are_left_to_the_guess_of_viewers(gate: Gate, names: tuple[str, ...]) -> None:
    data = untagged(with_names(*names))

    assert maps_of(gate.examine(data, ANY).pdf) == []
    assert not is_sound(gate, data)


def artifact(content: bytes) -> bytes:
    return hostile.paper(change=lambda pdf: setattr(pdf.pages[0].obj, "Contents", pdf.make_stream(content)))


ARTIFACTS = {
    "by a word": b"/Artifact BMC BT /F1 20 Tf 60 600 Td (Kopf) Tj ET EMC",
    "with properties": b"/Artifact <</Type /Pagination>> BDC BT /F1 20 Tf 60 600 Td (Kopf) Tj ET EMC",
    "around marked content": b"/Artifact BMC /P <</MCID 0>> BDC BT /F1 20 Tf 60 600 Td (Kopf) Tj ET EMC EMC",
    "by a word in numbers": b"/Art#69fact BMC BT /F1 20 Tf 60 600 Td (Kopf) Tj ET EMC",
    "beside a language that is none": b"/Span <</Lang (x_no!)>> BDC BT /F1 20 Tf 60 600 Td (Kopf) Tj ET EMC",
    "beside an inline picture": b"/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI EMC "
    b"BT /F1 20 Tf 60 600 Td (Kopf) Tj ET",
}


@pytest.mark.parametrize("kind", ARTIFACTS)
def test_an_artifact_of_an_untagged_page_is_a_part_of_the_page(gate: Gate, read_text: ReadText, kind: str) -> None:
    data = artifact(ARTIFACTS[kind])

    tamed = gate.examine(data, ANY).pdf

    assert is_sound(gate, data)
    assert read_text(tamed) == "Kopf"
    with pikepdf.open(io.BytesIO(tamed)) as document:
        said = b" ".join(one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream))
    assert b"/Art" not in said
    assert b"/Lang" not in said


def test_words_about_artifacts_stay_words(gate: Gate, read_text: ReadText) -> None:
    data = artifact(b"/Artifact BMC BT /F1 20 Tf 60 600 Td (/Artifact BMC) Tj ET EMC")

    assert read_text(gate.examine(data, ANY).pdf) == "/ArtifactBMC"


def test_lines_outside_of_all_tags_are_artifacts(gate: Gate) -> None:
    drawn = b" 10 10 m 90 10 l S 20 20 30 30 re W n /Artifact BMC 5 5 9 9 re f EMC 0 0 5 5 re 7 7 5 5 re B*"
    with pikepdf.open(io.BytesIO(tagged_paper())) as document:
        document.pages[0].contents_add(drawn)
        data = hostile.saved(document)

    tamed = gate.examine(data, ANY).pdf

    assert is_sound(gate, data)
    with pikepdf.open(io.BytesIO(tamed)) as document:
        said = b" ".join(one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream))
    assert b"/Artifact BMC 10 10 m 90 10 l S EMC 20 20 30 30 re W n" in b" ".join(said.split())
    assert b"/Artifact BMC 5 5 9 9 re f EMC /Artifact BMC 0 0 5 5 re 7 7 5 5 re B* EMC" in b" ".join(said.split())
    assert barriers(dossier(taken(gate, data))) == []


def test_formulas_are_described(gate: Gate) -> None:
    def change(document: Pdf, root: Object) -> None:
        for element in document.objects:
            if isinstance(element, Dictionary) and element.get("/S") == Name.P:
                element.S = Name.Formula

    with pikepdf.open(io.BytesIO(tagged_paper())) as document:
        change(document, document.Root.StructTreeRoot)
        data = hostile.saved(document)
    with pikepdf.open(io.BytesIO(dossier(taken(gate, data)))) as document:
        formulas = [one for one in document.objects if isinstance(one, Dictionary) and one.get("/S") == Name.Formula]
        assert formulas
        assert all("/Alt" in one for one in formulas)


LINES_AND_ARROWS = "009-pdflatex-geotopo_GeoTopo-komprimiert"
"""Mathematics, some of it in fonts whose glyphs have numbers for names: nobody knows what they say."""


@pytest.fixture(scope="module")
def of_many_programs(gate: Gate, samples: Path) -> dict[str, bytes]:
    """A dossier for each sample that can be read, but one."""
    made: dict[str, bytes] = {}
    for path in sorted((samples / "pdf-samples").glob("*.pdf")):
        try:
            attached = taken(gate, path.read_bytes())
        except Refused:
            continue
        made[path.stem] = dossier(attached)

    assert not says_so(made.pop(LINES_AND_ARROWS))
    assert len(made) > 20
    return made


@with_verapdf
def test_dossiers_with_files_of_many_programs_keep_the_standard(of_many_programs: dict[str, bytes]) -> None:
    assert all(says_so(pdf) for pdf in of_many_programs.values())
    assert deviations(of_many_programs, "ua1") == ""


@with_outloud
def test_dossiers_with_files_of_many_programs_are_read_aloud_rightly(of_many_programs: dict[str, bytes]) -> None:
    assert objections(of_many_programs) == []
