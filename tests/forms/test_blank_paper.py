"""The empty form on paper asks what the form asks, in German and beside it, and every letter of it can be set."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from documents.actors import Actor
from documents.bilingual import Blank, Paper, Piece, Said, Tick, Title, render_paper
from documents.fonts import settle
from forms import catalogues
from forms.beside import Beside
from forms.blank_paper import blank_paper
from forms.consent_texts import ConsentText
from forms.definition import Group, QuestionType
from forms.reading import shipped_form
from forms.reading_languages import reading_languages
from forms.sheets import answered_by_sheet
from forms.translations import words_of
from tests.documents.conftest import ReadText, plain, read_text
from tests.forms.asking import NOBODY, actor
from tests.forms.browser import Browser

__all__ = ["read_text"]
pytestmark = pytest.mark.django_db
FORM = shipped_form()
LANGUAGES = [one.code for one in reading_languages()]


def beside(language: str) -> Beside:
    catalogues.load_shipped_translations()
    return Beside(words_of(FORM, ConsentText.objects.current("kurzantrag"), language))


def said(piece: Piece) -> str:
    return piece.german if isinstance(piece, Title | Said | Tick | Blank) else ""


def test_every_question_that_a_person_answers_is_on_the_paper() -> None:
    texts = {said(piece) for piece in blank_paper(FORM, Beside(), day="2026-02-16").pieces}

    for step in FORM.steps[:-1]:
        for item in step.items:
            if isinstance(item, Group):
                is_apart = item.key == "einwilligungen" or any(one.type is QuestionType.FILE for one in item.questions)
                asked = [] if is_apart else [one for one in item.questions if not one.derived]
            else:
                asked = [] if item.readonly or item.key in answered_by_sheet(FORM) else [item]
            assert {one.label for one in asked} <= texts


def test_a_condition_is_said_in_words_in_both_languages() -> None:
    pieces = blank_paper(FORM, beside("en"), day="2026-02-16").pieces

    notes = {piece.german: piece.other for piece in pieces if isinstance(piece, Said)}
    assert notes["Nur wenn: Gibt es eine anwaltliche Vertretung? – Ja"].startswith("Only if: ")
    assert notes["Nur unter 18 Jahren (Geburtsdatum)"].startswith("Only under the age of 18 ")


def test_health_is_asked_only_below_the_tick_for_it() -> None:
    texts = [said(piece) for piece in blank_paper(FORM, Beside(), day="2026-02-16").pieces]

    special = [
        question.label for group, question in FORM.questions() if question.sensitivity == "S3" and group is not None
    ]
    gate = texts.index("Gesundheit, Behinderung, Gewalt: nur mit Einwilligung")
    assert special
    assert all(texts.index(label) > gate for label in special)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_all_texts_have_a_translation_and_no_letter_is_missing(language: str) -> None:
    pieces = [
        piece
        for piece in blank_paper(FORM, beside(language), day="2026-02-16").pieces
        if isinstance(piece, Title | Said | Tick | Blank)
    ]

    assert not [piece for piece in pieces if piece.german and not piece.other]
    assert settle("\n".join(piece.german + piece.other for piece in pieces))[1] == frozenset()


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_arabic_and_sorani_can_be_read_back_from_the_paper(language: str, read_text: ReadText) -> None:
    whole = blank_paper(FORM, beside(language), day="2026-02-16")
    paper = replace(whole, pieces=whole.pieces[:80])

    pdf, missing = render_paper(paper)

    read, titles = read_text(pdf, "-raw"), [piece for piece in paper.pieces if isinstance(piece, Title | Tick)]
    assert not missing
    assert titles
    assert not [piece.other for piece in titles if plain(piece.other) not in read]


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_empty_form_is_for_those_signed_in_and_made_once(
    open_browser: Callable[[Actor], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Paper] = []

    def render(paper: Paper) -> tuple[bytes, frozenset[str]]:
        made.append(paper)
        return b"%PDF-", frozenset()

    browser = open_browser(actor())
    monkeypatch.setattr("forms.paper_views.render_paper", render)

    answers = [browser.client.get("/de/antrag/vordruck/ar/") for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(made) == 1
    assert Browser(NOBODY).client.get("/de/antrag/vordruck/ar/").status_code == 404
    assert browser.client.get("/de/antrag/vordruck/xx/").status_code == 404
