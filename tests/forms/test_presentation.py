from typing import Any

import pytest

from forms.definition import Group, Question
from forms.presentation import display, item_title
from forms.reading import shipped_form
from tests.forms.kurzantrag import member

QUESTIONS: dict[str, Question] = {question.key: question for _group, question in shipped_form().questions()}


@pytest.mark.parametrize(
    ("key", "answer", "shown"),
    [
        ("anwalt", "ja", "Ja"),
        ("anwalt", "unsinn", "unsinn"),
        ("haerte_aspekte", ["arbeit", "schule"], "Arbeit und Lebensunterhalt, Schule"),
        ("erklaert_leitung", True, "Ja"),
        ("erklaert_leitung", False, "Nein"),
        ("geburtsdatum", "1988-04-12", "12.04.1988"),
        ("geburtsdatum", "1988-04", "April 1988"),
        ("geburtsdatum", "1984", "1984"),
        ("geburtsdatum", "gestern", "gestern"),
        ("beratung_datum", "2026-02-01", "01.02.2026"),
        ("geburtsland", "XK", "Kosovo"),
        ("staatsangehoerigkeit", ["IQ", "ungeklaert"], "Irak, ungeklärt"),
        ("sprache", "kmr", "Kurmandschi"),
        ("ar_stunden", 0, "0"),
        ("an_datei", ["a.pdf", "b.pdf"], "a.pdf, b.pdf"),
        ("ew_zwecke", ["P6"], QUESTIONS["ew_zwecke"].options["P6"]),
        ("frage", None, ""),
        ("frage", "  ", ""),
        ("anwalt", 5, "5"),
    ],
)
def test_an_answer_is_shown_in_german(key: str, answer: Any, shown: str) -> None:
    assert display(QUESTIONS[key], answer) == shown


def test_an_item_is_titled_by_its_answers() -> None:
    form = shipped_form()
    family, stays = form.item("familienmitglieder"), form.item("chronologie")
    assert isinstance(family, Group)
    assert isinstance(stays, Group)

    assert item_title(family, member()) == "Kind Bela"
    assert item_title(family, {"fm_beziehung": "kind"}) == "Kind"
    assert item_title(stays, {"ch_von": "2015-10", "ch_status": "gueb"}) == "Oktober 2015 Grenzübertrittsbescheinigung"
    assert item_title(family, {}) == "Familienmitglieder"
    assert item_title(family, {}, 2) == "Familienmitglieder 2"


def test_a_title_that_repeats_the_type_is_told_once() -> None:
    attachments = next(item for item in shipped_form().items() if item.key == "anlagen_liste")
    assert isinstance(attachments, Group)

    paper = "Kopie der Duldung oder des aktuellen Papiers"
    assert item_title(attachments, {"an_typ": "duldung_kopie", "an_titel": paper}) == paper
    assert item_title(attachments, {"an_typ": "duldung_kopie", "an_titel": "Vorderseite"}) == f"{paper} Vorderseite"
