"""The consent sheet as a paper: the German that is signed, beside it a reading help, and which text it was."""

import re

import pytest
from django.utils.translation import override

from documents.bilingual import Tick, Title, render_paper
from forms import catalogues
from forms.consent_paper import consent_paper
from forms.consent_texts import ConsentText
from forms.reading import shipped_form
from forms.reading_languages import reading_languages
from forms.sheets import PrintedSheet
from tests.documents.checker import barriers, deviations, with_verapdf
from tests.documents.conftest import ReadText, plain, read_text

__all__ = ["read_text"]
pytestmark = pytest.mark.django_db
FORM = shipped_form()
CONTACT = "Marte Feldhaus, Beispielträger Nord (fiktiv)"
PURPOSES = ["P0", "P1", "P4", "P2", "P3", "P5", "P6", "P7", "P8"]


def sheet(language: str) -> PrintedSheet:
    children = ("Lana Karvani (geb. 02.06.2013)",)
    return PrintedSheet(ref="antragsteller", language=language, name="Shirin Karvani", children=children)


def pdf_of(language: str) -> bytes:
    if language:
        catalogues.load_shipped_translations(language)
    consent = ConsentText.objects.current("kurzantrag")
    paper = consent_paper(FORM, consent, sheet(language), advice=CONTACT, day="2026-02-16")
    pdf, missing = render_paper(paper)
    assert not missing
    return pdf


@pytest.mark.parametrize("language", ["", *(one.code for one in reading_languages())])
def test_the_sheet_can_be_read_back_in_german_and_beside_it(language: str, read_text: ReadText) -> None:
    consent = ConsentText.objects.current("kurzantrag")
    known = catalogues.shipped_translations(language) if language else {}

    read = read_text(pdf_of(language), "-raw")

    for paragraph in consent.text.split("\n\n"):
        assert plain(re.sub(r"^\[P\d\] |_+", "", paragraph.strip())) in read
        if language:
            assert plain(re.sub(r"^\[P\d\] |_+|: _*$", "", known[paragraph.strip()])) in read


@pytest.mark.parametrize("language", ["", *(one.code for one in reading_languages())])
def test_the_sheet_fits_on_both_sides_of_one_leaf_and_has_no_barrier(language: str) -> None:
    pdf = pdf_of(language)

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2
    assert barriers(pdf) == []


@with_verapdf
@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_the_sheet_keeps_all_rules_of_the_standards_it_names(standard: str) -> None:
    sheets = {language or "de": pdf_of(language) for language in ("", *(one.code for one in reading_languages()))}

    assert deviations(sheets, standard) == ""


def test_the_sheet_says_which_text_and_which_form_it_was(read_text: ReadText) -> None:
    consent = ConsentText.objects.current("kurzantrag")

    read = read_text(pdf_of("tr"))

    assert plain(f"Textfassung 2026-02, Prüfsumme (SHA-256) {consent.sha256}") in read
    assert plain(f"Formular {FORM.version}") in read


def test_each_purpose_has_a_box_of_its_own_and_none_is_ticked_before() -> None:
    catalogues.load_shipped_translations("ar")
    consent = ConsentText.objects.current("kurzantrag")
    paper = consent_paper(FORM, consent, sheet("ar"), advice=CONTACT, day="2026-02-16")

    boxes = [piece for piece in paper.pieces if isinstance(piece, Tick) and not piece.is_option]

    assert [next(code for code, said in consent.purposes().items() if said in box.german) for box in boxes] == PURPOSES
    assert not any(box.is_ticked for box in boxes)


def test_the_translation_is_marked_as_reading_help_whoever_prints() -> None:
    catalogues.load_shipped_translations("tr")
    consent = ConsentText.objects.current("kurzantrag")

    with override("en"):
        paper = consent_paper(FORM, consent, sheet("tr"), advice=CONTACT, day="2026-02-16")

    said = [
        (piece.german, piece.other)
        for piece in paper.pieces
        if not isinstance(piece, Title | Tick) and hasattr(piece, "german")
    ]
    assert said[0][0] == "Lesehilfe. Nur der deutsche Text daneben wird unterschrieben und gilt."
    assert said[0][1].startswith("Okuma yardımı.")


def test_without_a_valid_translation_the_german_stands_alone_and_the_sheet_says_so() -> None:
    consent = ConsentText.objects.current("kurzantrag")
    paper = consent_paper(FORM, consent, sheet("tr"), advice=CONTACT, day="2026-02-16")

    assert not any(piece.other for piece in paper.pieces if isinstance(piece, Tick) and not piece.is_option)
    assert any("keine gültige Übersetzung" in getattr(piece, "german", "") for piece in paper.pieces)
