"""Sentences of many languages in a German dossier are read back in order, and nothing else of the pages changes."""

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary

from documents import rendering
from documents.content import Content, Entries, Entry, Notice, Prose, Section, Table, Tone
from documents.fonts import FOLDERS, settle
from documents.reading_order import kinds, told, turned_for_poppler, weighed_for_pdfium
from documents.rendering import render
from documents.text_lines import marked
from tests.documents.conftest import ReadText, plain
from tests.documents.sentences import RIGHT_TO_LEFT, SENTENCES

GERMAN = "Deutsch ist die Sprache dieser Seite, und es stehen viele Buchstaben darin. " * 6


def dossier(sentences: Sequence[str], lang: str = "", *, around: str = GERMAN) -> Content:
    """Each sentence six times: two values, a cell, a notice, a paragraph, and a part of a long text."""
    blocks = (
        Prose(text=around),
        Entries(entries=tuple(Entry(label="Wert", value=sentence, lang=lang) for sentence in sentences)),
        Entries(entries=tuple(Entry(label="W", value=sentence, tone=Tone.SERIOUS) for sentence in sentences)),
        Prose(text=around),
        Table(
            columns=("Von", "Was", "Bis"),
            rows=tuple(("12.10.2015", sentence, "nein") for sentence in sentences),
            weights=(1, 4, 1),
        ),
        *(Notice(text=sentence) for sentence in sentences),
        Prose(text="\n".join([around, *sentences]), lang=lang),
        Prose(text=" ".join(sentences), lang=lang, heading="Lang"),
    )
    return Content(
        reference="BF-1",
        version="1",
        title="Dossier BF-1",
        confidentiality="Vertraulich",
        cover=(),
        sections=(Section(code="D01", title="Abschnitt", blocks=blocks),),
        day="2026-02-20",
    )


@cache
def rendered(lang: str) -> bytes:
    return render(dossier(SENTENCES[lang], "" if lang == "de" else lang), {}).pdf


@pytest.mark.parametrize("lang", SENTENCES)
def test_every_sentence_reads_back_in_order_wherever_it_stands(read_text: ReadText, lang: str) -> None:
    text = read_text(rendered(lang))

    counts = {sentence: text.count(plain(settle(sentence)[0])) for sentence in SENTENCES[lang]}
    assert {sentence: count for sentence, count in counts.items() if count != 6} == {}


@pytest.mark.parametrize("lang", RIGHT_TO_LEFT)
def test_sentences_read_back_also_where_no_german_stands_around_them(read_text: ReadText, lang: str) -> None:
    text = read_text(render(dossier(SENTENCES[lang], lang, around=""), {}).pdf)

    assert [sentence for sentence in SENTENCES[lang] if text.count(plain(sentence)) != 6] == []


@pytest.mark.parametrize("lang", RIGHT_TO_LEFT)
def test_the_structure_tree_says_each_line_as_it_is_read(lang: str) -> None:
    with pikepdf.open(io.BytesIO(rendered(lang))) as document:
        said = plain("".join(said_by_elements(document.Root.StructTreeRoot)))

    assert [sentence for sentence in SENTENCES[lang] if said.count(plain(sentence)) != 6] == []


def test_bold_words_lists_and_columns_read_back_in_order(read_text: ReadText, tmp_path: Path) -> None:
    first, second, third, fourth = SENTENCES["fa"][:4]
    source = f"""
        #import "look.typ": *
        #set document(title: "Blatt")
        #set text(font: fonts, size: 11pt, lang: "fa", dir: rtl)
        #show: arabic-apart
        = {third}
        #grid(columns: (1fr, 1fr), gutter: 8mm,
          [{first} *{second}* {third}

          - {fourth}
          - {first} {second}],
          text(lang: "de", dir: ltr)[{GERMAN}])
    """
    page = tmp_path / "page.typ"
    page.write_text(source, encoding="utf-8")
    (tmp_path / "look.typ").write_bytes((rendering.TEMPLATES / "look.typ").read_bytes())
    known = typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in FOLDERS])

    pdf = typst.compile(str(page), root=str(tmp_path), font_paths=known, pdf_standards=["a-2a", "ua-1"])

    text = read_text(told(pdf))
    assert text.count(plain(f"{first} {second} {third}")) == 1
    assert plain(f"•{fourth}•{first} {second}") in text
    assert text.count(plain(GERMAN)) == 1


def said_by_elements(element: object) -> Iterator[str]:
    """The replacement texts of the structure tree, in its order."""
    if isinstance(element, Array):
        for kid in list(element):
            yield from said_by_elements(kid)
    elif isinstance(element, Dictionary):
        if "/ActualText" in element:
            yield str(element["/ActualText"])
        yield from said_by_elements(element.get("/K"))


def test_each_marked_content_belongs_to_one_element_of_the_tree() -> None:
    with pikepdf.open(io.BytesIO(rendered("ar"))) as document:
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

        for page in document.pages:
            elements = parents[int(page.obj.StructParents)]
            drawn = [
                int(instruction.operands[1]["/MCID"])
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) == "BDC" and marked(instruction, "/MCID")
            ]
            known = [number for number, element in enumerate(elements) if element is not None]

            assert sorted(drawn) == known
            assert all(number in contents_of(elements[number], page) for number in drawn)


def contents_of(element: pikepdf.Object, page: pikepdf.Page) -> list[int]:
    kids = list(element.K) if isinstance(element.K, Array) else [element.K]
    return [
        int(kid.MCID) if isinstance(kid, Dictionary) else int(kid)
        for kid in kids
        if not isinstance(kid, Dictionary) or kid.get("/Type") == pikepdf.Name.MCR
    ]


@pytest.mark.parametrize("lang", ["fa", "de"])
def test_nothing_is_drawn_differently(
    monkeypatch: pytest.MonkeyPatch, paint: Callable[[bytes], list[Path]], lang: str
) -> None:
    after = [picture.read_bytes() for picture in paint(rendered(lang))]

    monkeypatch.setattr(rendering, "told", lambda pdf: pdf)
    before = [picture.read_bytes() for picture in paint(render(dossier(SENTENCES[lang], lang.strip("de")), {}).pdf)]

    assert after == before


def test_the_document_stays_valid_and_repeats_to_the_byte(check_pdf: Callable[[bytes], None]) -> None:
    check_pdf(rendered("ar"))

    assert render(dossier(SENTENCES["ar"], "ar"), {}).pdf == rendered("ar")


def test_a_document_without_text_from_right_to_left_is_left_alone() -> None:
    assert told(rendered("ru")) == rendered("ru")


@pytest.mark.parametrize("sentence", [sentence for lang in (*RIGHT_TO_LEFT, "de") for sentence in SENTENCES[lang]])
def test_what_poppler_is_told_is_the_line_once_it_is_turned(sentence: str) -> None:
    assert plain(turned_as_poppler_turns(turned_for_poppler(sentence))) == plain(sentence)


def turned_as_poppler_turns(text: str) -> str:
    """What poppler makes of a line of a page from left to right (`reorderText` of its TextOutputDev)."""
    seen, said, place = kinds(text), "", 0
    while place < len(text):
        first = seen.find("R", place)
        said += text[place : first if first >= 0 else None]
        if first < 0:
            break
        place = next((index for index in range(first, len(text)) if seen[index] in "LC"), len(text))
        said += text[first:place][::-1]
    return said


def test_pdfium_is_told_the_line_behind_more_marks_than_it_has_words_from_right_to_left() -> None:
    told_text = weighed_for_pdfium("محمد علي (7)", is_turned=False)

    assert told_text.endswith("محمد علي \u200e(7\u200e)")
    assert told_text.count("\u200e\u2060") == 3
    assert weighed_for_pdfium("محمد علي (7)", is_turned=True) == told_text[::-1]
