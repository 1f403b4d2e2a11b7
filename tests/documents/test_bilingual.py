"""A paper in two languages takes answers of any length."""

from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from documents.bilingual import Answer, Framed, Letterhead, Paper, Piece, Point, Said, Title, render_paper
from documents.handouts import Tongue
from tests.documents.conftest import Hear, ReadText

WORD = "Wort "
POINTS_PER_MM = 72 / 25.4
LONG = {"Arabic": "منذ عشر سنوات ", "Armenian": "Հայաստան ", "signs": "→ ☐ "}


@pytest.mark.parametrize("name", LONG)
def test_the_longest_answer_of_any_script_is_set_whole(read_text: ReadText, name: str) -> None:
    value = (LONG[name] * 6000)[:6000].strip()
    answer = Answer(german="Frage", other="سؤال", value=f"{value}\nEnde")
    arabic = Tongue(lang="ar", own_name="العربية", is_rtl=True)

    pdf, _missing = render_paper(Paper(title="T", head="K", pieces=(answer,), day="2026-02-20", other=arabic))

    assert "Ende" in read_text(pdf)


@pytest.mark.parametrize("running", ["Vertraulich", f"Vertraulich {WORD * 30}"])
def test_what_is_said_at_the_beginning_stands_as_a_head_and_takes_no_room(running: str) -> None:
    plain = Paper(
        title="T",
        pieces=(Said(german=WORD * 700), Title(german="Ende", level=1, starts_page=True)),
        day="2026-02-20",
        letterhead=Letterhead(sender=("Absender",)),
    )

    with_head = render_paper(replace(plain, running=running))[0]

    assert place_of("Vertraulich", with_head, page=1) == place_of("Vertraulich", with_head, page=2)
    higher, lower = place_of("Absender", render_paper(plain)[0], page=1), place_of("Absender", with_head, page=1)
    assert (lower[0], higher[1] - lower[1]) == (higher[0], pytest.approx(7 * POINTS_PER_MM, abs=0.01))


def place_of(word: str, pdf: bytes, *, page: int) -> tuple[float, float]:
    """Left and bottom of its first letter, in points."""
    with pdfium.PdfDocument(pdf) as document:
        text = document[page - 1].get_textpage()
        left, bottom, _right, _top = text.get_charbox(text.get_text_range().index(word))
    return left, bottom


@pytest.mark.parametrize("pages", [1, 3])
def test_what_stands_on_each_page_is_heard_once(read_text: ReadText, hear: Hear, pages: int) -> None:
    long = tuple(Answer(german="Frage", value=WORD * 700, is_row=True) for _ in range(pages - 1))
    pieces = (Title(german="Betreff", level=1), *long)
    letter = Paper(title="T", pieces=pieces, day="2026-02-20", running="Vertraulich", foot="Fuß", marks="Textfassung 3")

    pdf = render_paper(letter)[0]

    assert read_text(pdf).count("Textfassung3") == read_text(pdf).count("Vertraulich") == pages
    assert read_text(pdf).count("Fuß") == (pages if pages > 1 else 0)
    assert hear(pdf).count("Vertraulich") == 1
    assert hear(pdf).index("Vertraulich") < hear(pdf).index("Betreff")


OF_A_LETTER: dict[str, Piece] = {
    "row": Answer(german="Frage", value=f"{WORD * 3000}Ende", is_row=True),
    "box": Framed(sentences=(Said(german=f"{WORD * 3000}Ende", other="آخر"),)),
    "point": Point(german=f"{WORD * 3000}Ende", other="آخر", number=7),
    "free text": Said(german=f"{WORD * 3000}Ende", is_free=True),
}


@pytest.mark.parametrize("name", OF_A_LETTER)
def test_each_piece_of_a_letter_is_set_whole_below_its_head(read_text: ReadText, name: str) -> None:
    filed = (Answer(german="Kennzeichen", other="رقم", value="BF-7K3M-Q2XS"),)
    letter = Paper(
        title="T",
        pieces=(Title(german="Betreff", level=1), OF_A_LETTER[name]),
        day="2026-02-20",
        other=Tongue(lang="ar", own_name="العربية", is_rtl=True),
        letterhead=Letterhead(sender=("Absender", "Straße 1"), filed=filed),
        running="Vertraulich",
    )

    said = read_text(render_paper(letter)[0])

    assert said.count("Wort") == 3000
    assert "Ende" in said
    assert said.count("Vertraulich") > 1
    assert "BF-7K3M-Q2XS" in said
