"""An attachment with sound tags of its own keeps them: through the gate, in the dossier and in the bundle."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from documents import carried_tags, font_programs, fonts
from documents.assembling import AttachmentFile, Compiled, compile_document
from documents.content import Content
from documents.gate import Tamed, tame
from documents.intake import Gate
from documents.joining import Piece, join
from tests.documents import hostile
from tests.documents.conftest import ANY, Hear
from tests.documents.examples import illness
from tests.documents.walking import ACTIVE, everything

PAPER = """
#set document(title: "Zeugnis")
#set text(font: "Noto Sans", lang: "de")
= Zeugnis über das Jahr
Sie war pünktlich, siehe #link("https://example.org")[die Satzung].
#table(columns: 2, table.header[Fach][Note], [Deutsch], [2])
#pagebreak()
== Bemerkungen
#text(lang: "fr")[Bonne élève.]
- Erstens
- Zweitens
#let drawn = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><circle r='4'/></svg>"
#image(bytes(drawn), alt: "Das Siegel der Schule")
"""
Spoil = Callable[[Pdf, Object], None]


@cache
def paper() -> bytes:
    """Two tagged pages as a word processor makes them."""
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts.FOLDERS]
    )
    made = typst.Compiler(PAPER.encode(), font_paths=known).compile(format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


def spoiled(spoil: Spoil) -> bytes:
    with pikepdf.open(io.BytesIO(paper())) as document:
        spoil(document, document.Root.StructTreeRoot)
        return hostile.saved(document)


def tamed(data: bytes) -> Tamed:
    font_programs.load()
    return tame(data, accept=("application/pdf",), max_bytes=10_000_000, max_pages=50)


def is_tagged(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(tamed(data).pdf)) as document:
        return "/StructTreeRoot" in document.Root


def dossier_with(*files: bytes) -> tuple[Content, Compiled]:
    given = [tamed(data) for data in files]
    content = replace(illness(), attachments=illness().attachments[: len(files)])
    pairs = zip(content.attachments, given, strict=True)
    return content, compile_document(
        content, {one.key: [AttachmentFile(name="a.pdf", pdf=it.pdf, pages=it.pages)] for one, it in pairs}
    )


def test_headings_lists_tables_and_pictures_come_through_the_gate(hear: Hear) -> None:
    read = hear(tamed(paper()).pdf)

    for lines in (
        'H1 (block)\n"Zeugnis über das Jahr"',
        'TH:\n/Scope /Column\n"Fach"',
        'TD\n"Deutsch"',
        'H2 (block)\n"Bemerkungen"',
        'LBody (block)\n"Zweitens"',
    ):
        assert lines in read
    with pikepdf.open(io.BytesIO(tamed(paper()).pdf)) as document:
        elements = [one for one in everything(tamed(paper()).pdf) if one.get("/Type") == Name.StructElem]
        assert str(document.Root.StructTreeRoot.K[0].Lang) == "de"  # type: ignore[attr-defined]
    assert [str(one["/Alt"]) for one in elements if "/Alt" in one] == ["Das Siegel der Schule"]
    assert "fr" in [str(one.get("/Lang")) for one in elements]


def test_what_the_gate_writes_holds_nothing_else_of_the_file() -> None:
    def with_more(document: Pdf, root: Object) -> None:
        top = root.K[0]
        top.ID, top.R, top.AF, top.Metadata = String("x"), 3, Array(), document.make_stream(b"geheim")
        top.ActualText = String("Etwas anderes")
        top.A = Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("geheim"))]))
        root.IDTree = Dictionary(Names=Array([String("x"), top]))

    things = everything(tamed(spoiled(with_more)).pdf)

    elements = [one for one in things if one.get("/Type") == Name.StructElem]
    assert elements
    assert {key for one in elements for key in one.keys()} <= {"/Type", "/S", "/P", "/K", "/A", "/Alt", "/Lang"}  # noqa: SIM118
    assert not any(ACTIVE & set(one) for one in things if one.get("/Type") != Name.StructElem)
    assert not any("/IDTree" in one for one in things)


def test_roles_and_classes_of_the_file_become_those_that_everybody_knows(hear: Hear) -> None:
    def renamed(document: Pdf, root: Object) -> None:
        heading = next(one for one in everything_under(root.K) if one.S == Name.H1)
        heading.S = Name("/Überschrift_1")
        cell = next(one for one in everything_under(root.K) if one.S == Name.TH)
        del cell["/A"]
        cell.C = Name.Kopf
        root.RoleMap = Dictionary({"/Überschrift_1": Name.Titel, "/Titel": Name.H1, "/Kreis": Name.Kreis})
        root.ClassMap = Dictionary(Kopf=Dictionary(O=Name.Table, Scope=Name.Row, Bad=String("x")))

    read = hear(tamed(spoiled(renamed)).pdf)

    assert 'H1 (block)\n"Zeugnis über das Jahr"' in read
    assert 'TH:\n/Scope /Row\n"Fach"' in read


def everything_under(kids: object) -> list[Object]:
    found, waiting = [], [kids]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Array):
            waiting += reversed(list(thing))
        elif isinstance(thing, Dictionary) and "/S" in thing:
            found.append(thing)
            waiting.append(thing.get("/K"))
    return found


def test_headings_of_an_attachment_are_reached_in_the_dossier_under_its_part(
    hear: Hear, check_pdf: Callable[[bytes], None]
) -> None:
    content, compiled = dossier_with(paper(), hostile.paper("Blatt"), paper())

    check_pdf(compiled.pdf)
    read = hear(compiled.pdf)
    assert read.count('H1 (block)\n"Zeugnis über das Jahr"') == 2
    assert read.count('H2 (block)\n"Bemerkungen"') == 2
    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        parts = [one for one in document.Root.StructTreeRoot.K[0].K if Name.Part == one.S]  # type: ignore[attr-defined]
        assert [str(one.T) for one in parts] == [f"Anlage {one.number}: {one.title}" for one in content.attachments]
        roles = [{str(one.S) for one in everything_under(part.K)} for part in parts]
        assert [("/H1" in own, "/Table" in own) for own in roles] == [(True, True), (False, False), (True, True)]
        assert_every_mark_is_found_from_its_page(document)


def assert_every_mark_is_found_from_its_page(document: Pdf) -> None:
    """Each marked content that an element names has that element in the parent tree, under its form's own key."""
    tree = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
    pages = {page.obj.objgen for page in document.pages}
    keys, marks = set(), 0
    for element in everything_under(document.Root.StructTreeRoot.K):
        for kid in element.K if isinstance(element.get("/K"), Array) else []:
            if isinstance(kid, Dictionary) and "/Stm" in kid:
                marks += 1
                assert kid.Pg.objgen in pages
                keys.add(int(kid.Stm.StructParents))
                assert tree[int(kid.Stm.StructParents)][int(kid.MCID)].objgen == element.objgen  # type: ignore[index]
    own = [int(page.obj.StructParents) for page in document.pages if "/StructParents" in page.obj]
    assert marks
    assert len(own) == len(set(own))
    assert not keys & set(own)
    assert max([*keys, *own]) < int(document.Root.StructTreeRoot.ParentTreeNextKey)


def test_they_are_reached_in_a_bundle_of_two_dossiers_too(hear: Hear, check_pdf: Callable[[bytes], None]) -> None:
    _content, compiled = dossier_with(paper())

    joined = join(
        [Piece(pdf=compiled.pdf, bookmark=name) for name in ("eins", "zwei")],
        title="Mappe",
        day="2026-11-26",
        page_words="{page}/{pages}",
    )

    check_pdf(joined.pdf)
    assert hear(joined.pdf).count('H1 (block)\n"Zeugnis über das Jahr"') == 2
    with pikepdf.open(io.BytesIO(joined.pdf)) as document:
        assert_every_mark_is_found_from_its_page(document)


def test_a_picture_without_words_is_called_by_its_attachment() -> None:
    def silent(document: Pdf, root: Object) -> None:
        figure = next(one for one in everything_under(root.K) if Name.Figure == one.S)
        del figure["/Alt"]

    content, compiled = dossier_with(spoiled(silent))

    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        part = next(one for one in document.Root.StructTreeRoot.K[0].K if Name.Part == one.S)  # type: ignore[attr-defined]
        said = [str(one.Alt) for one in everything_under(part.K) if Name.Figure == one.S]
    assert said == [f"Anlage 1: {content.attachments[0].title}"]


def _a_circle(document: Pdf, root: Object) -> None:
    first = everything_under(root.K)[1]
    first.K = Array([root.K[0]])


def _a_shared_branch(document: Pdf, root: Object) -> None:
    top = root.K[0]
    top.K = Array([*list(top.K), top.K[0]])


def _too_deep(document: Pdf, root: Object) -> None:
    for _level in range(carried_tags.MOST_DEPTH):
        root.K = Array([document.make_indirect(Dictionary(S=Name.Div, K=root.K))])


def _too_many(document: Pdf, root: Object) -> None:
    root.K = Array([*list(root.K), *([Dictionary(S=Name.P)] * carried_tags.MOST_ELEMENTS)])


def _unfolding(document: Pdf, root: Object) -> None:
    """Thirty levels of which each names the one below twice: a thousand million paths."""
    below = document.make_indirect(Dictionary(S=Name.P, K=Array()))
    for _level in range(30):
        below = document.make_indirect(Dictionary(S=Name.Div, K=Array([below, below])))
    root.K = Array([*list(root.K), below])


def _not_marked(document: Pdf, root: Object) -> None:
    document.Root.MarkInfo = Dictionary(Marked=False)


def _suspect(document: Pdf, root: Object) -> None:
    document.Root.MarkInfo.Suspects = True


def _a_mark_twice(document: Pdf, root: Object) -> None:
    heading = next(one for one in everything_under(root.K) if one.S == Name.H1)
    heading.K = Array([*_kids(heading), *_kids(heading)])


def _a_mark_that_is_not_there(document: Pdf, root: Object) -> None:
    heading = next(one for one in everything_under(root.K) if one.S == Name.H1)
    heading.K = Array([*_kids(heading), 977])


def _a_mark_forgotten(document: Pdf, root: Object) -> None:
    heading = next(one for one in everything_under(root.K) if one.S == Name.H1)
    heading.K = Array()


def _a_number_beyond_all(document: Pdf, root: Object) -> None:
    heading = next(one for one in everything_under(root.K) if one.S == Name.H1)
    heading.K = 2**31


def _another_files_page(document: Pdf, root: Object) -> None:
    heading = next(one for one in everything_under(root.K) if one.S == Name.H1)
    heading.Pg = document.make_indirect(Dictionary(Type=Name.Page))


def _letters_outside(document: Pdf, root: Object) -> None:
    page = document.pages[0]
    font = next(iter(page.resources.Font.keys()))
    page.contents_add(f"BT {font} 9 Tf 50 50 Td <0001> Tj ET".encode())


def _unbalanced(document: Pdf, root: Object) -> None:
    document.pages[1].contents_add(b"EMC EMC")


def _nested_forms(document: Pdf, root: Object) -> None:
    document.make_indirect(document.make_stream(b"", Subtype=Name.Form, StructParents=9))
    document.pages[0].obj.Keeper = document.make_stream(b"", Subtype=Name.Form, StructParents=9)


def _nonsense(document: Pdf, root: Object) -> None:
    root.RoleMap, root.K[0].S, root.K[0].A = Array([1]), 5, Array([7, Name.X, Array()])
    root.K[0].Pg = 3
    root.K = String("x")


UNSOUND: list[Spoil] = [
    _a_circle,
    _a_shared_branch,
    _too_deep,
    _too_many,
    _unfolding,
    _not_marked,
    _suspect,
    _a_mark_twice,
    _a_mark_that_is_not_there,
    _a_mark_forgotten,
    _a_number_beyond_all,
    _another_files_page,
    _letters_outside,
    _unbalanced,
    _nested_forms,
    _nonsense,
]


def _kids(element: Object) -> list[object]:
    return list(element.K) if isinstance(element.K, Array) else [element.K]


@pytest.mark.parametrize("spoil", UNSOUND, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_structure_that_is_not_sound_is_left_behind_and_the_pages_are_read_whole(
    spoil: Spoil, read_text: Callable[[bytes], str], check_pdf: Callable[[bytes], None]
) -> None:
    assert is_tagged(paper())

    assert not is_tagged(spoiled(spoil))

    _content, compiled = dossier_with(spoiled(spoil))
    check_pdf(compiled.pdf)
    assert "ZeugnisüberdasJahr" in read_text(compiled.pdf)
    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        part = next(one for one in document.Root.StructTreeRoot.K[0].K if Name.Part == one.S)  # type: ignore[attr-defined]
        assert [str(one.S) for one in part.K] == ["/P", "/P"]


def test_the_same_file_gives_the_same_bytes() -> None:
    assert tamed(paper()).pdf == tamed(paper()).pdf
    assert dossier_with(paper())[1].sha256 == dossier_with(paper())[1].sha256


def test_the_limited_child_carries_tags_as_well(gate: Gate) -> None:
    examined = gate.examine(paper(), ANY)

    with pikepdf.open(io.BytesIO(examined.pdf)) as document:
        assert "/StructTreeRoot" in document.Root
