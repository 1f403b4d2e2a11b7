"""Text that a machine read lies behind its page: found where it stands, in the order of its lines, and not seen."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from documents import machine_read
from documents.assembling import Compiled, compile_document
from documents.content import Content
from tests.documents import hostile
from tests.documents.attachments import files_for, pictured, said_on
from tests.documents.conftest import ReadText, plain
from tests.documents.examples import illness
from tests.documents.test_machine_read import row, table

HINT = "Maschinell gelesen, kann Fehler enthalten:"
ARABIC = "هذا العقد في مدينة دورتموند 2024."
TEXT = machine_read.read_table(
    table(
        row("Mietvertrag", box=(400, 400, 700, 70)),
        row("Die", line=2, box=(400, 500, 150, 60)),
        row("Miete", line=2, box=(570, 500, 250, 60)),
        *(row(word, par=2, box=(1900 - 200 * place, 700, 180, 60)) for place, word in enumerate(ARABIC.split())),
    ),
    height=842,
    dots_per_inch=300,
)


def with_text(text: machine_read.PageText) -> tuple[Content, Compiled, int]:
    """A document whose first attachment is a picture; the number of its page."""
    asked = illness()
    one = replace(pictured((600, 900)), texts={0: text} if text else {})
    made = compile_document(asked, {**files_for(asked), asked.attachments[0].key: [one]})
    first = next(part for part in made.parts if part.title.startswith("Anlage"))
    return asked, made, first.first_page + 1


def page_of(pdf: bytes, number: int) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as source:
        for other in reversed([one for one in range(len(source.pages)) if one != number - 1]):
            del source.pages[other]
        return hostile.saved(source)


def test_the_text_is_found_where_it_stands_and_not_seen(
    paint: Callable[[bytes], list[Path]], read_text: ReadText, check_pdf: Callable[[bytes], None]
) -> None:
    _, without, page = with_text(())
    before = Image.open(paint(page_of(without.pdf, page))[0]).copy()

    _, made, _ = with_text(TEXT)

    assert Image.open(paint(page_of(made.pdf, page))[0]).tobytes() == before.tobytes()
    text = read_text(page_of(made.pdf, page))
    assert plain(HINT + "MietvertragDieMiete") in text
    assert plain(ARABIC) in text
    check_pdf(made.pdf)
    assert with_text(TEXT)[1].pdf == made.pdf


LYING = {
    90: ((400, 1500, 70, 500), (400, 900, 70, 500)),
    180: ((1200, 400, 500, 70), (600, 400, 500, 70)),
    270: ((400, 900, 70, 500), (400, 1500, 70, 500)),
}


def lying(turn: int, words: str) -> bytes:
    """The page of an attachment on which a machine read two words, turned to the left."""
    boxes = LYING[turn] if words.isascii() else LYING[turn][::-1]
    rows = [row(word, box=box) for word, box in zip(words.split(), boxes, strict=True)]
    _, made, page = with_text(machine_read.read_table(table(*rows), height=842, dots_per_inch=300))
    return page_of(made.pdf, page)


@pytest.mark.parametrize("turn", LYING)
@pytest.mark.parametrize("words", ["Mietvertrag Dortmund", "مدينة دورتموند"])
def test_text_of_a_page_that_was_photographed_lying_is_read_along_its_lines(
    turn: int, words: str, read_text: ReadText, check_pdf: Callable[[bytes], None]
) -> None:
    pdf = lying(turn, words)

    assert plain(words) in read_text(pdf)
    check_pdf(pdf)


@pytest.mark.parametrize("turn", LYING)
def test_chromium_finds_the_words_of_a_lying_page_where_they_stand(turn: int) -> None:
    left, top, width, height = LYING[turn][0]
    text = PdfDocument(lying(turn, "Mietvertrag Dortmund"))[0].get_textpage()

    first, count = text.search("Mietvertrag").get_next() or (0, 0)

    letters = [text.get_charbox(place) for place in range(first, first + count)]
    found = [min(box[0] for box in letters), max(box[3] for box in letters)]
    assert len(letters) == len("Mietvertrag")
    assert found == pytest.approx([left * 0.24, 842 - top * 0.24], abs=1)
    assert max(box[2] for box in letters) == pytest.approx((left + width) * 0.24, abs=1)
    assert min(box[1] for box in letters) == pytest.approx(842 - (top + height) * 0.24, abs=1)


def test_a_screen_reader_hears_the_text_behind_the_figure_as_read_by_machine() -> None:
    _, made, page = with_text(TEXT)

    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        own = document.pages[page - 1].obj
        tree = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        named = list(tree[int(own.StructParents)])  # type: ignore[call-overload]
        part = named[0].P
        figure, group = list(part.K)[:2]
        assert (pikepdf.Name.Figure, pikepdf.Name.Div) == (figure.S, group.S)
        assert figure.objgen == named[0].objgen
        paragraphs = [[piece for piece in paragraph.K] for paragraph in group.K]
        assert [piece.objgen for pieces in paragraphs for piece in pieces] == [one.objgen for one in named[1:]]
        assert [int(piece.K) for pieces in paragraphs for piece in pieces] == list(range(1, len(named)))
        assert [len(pieces) for pieces in paragraphs] == [1, 1, 1]
        assert str(paragraphs[2][0].ActualText) == ARABIC


def test_the_divider_says_that_a_machine_read_the_text() -> None:
    _, made, page = with_text(TEXT)

    assert plain("maschinell gelesen und kann Fehler enthalten") in said_on(made.pdf, page - 1)
    assert plain("maschinell") not in said_on(with_text(())[1].pdf, page - 1)
