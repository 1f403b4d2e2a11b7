import copy
from typing import Any

import pytest

from documents.assembling import compile_document
from documents.content import Chips, Content, Entries, Prose, Table, Tone
from forms.case_files import ExampleCase
from forms.definition import Question
from tests.gremium.cases.conftest import Composer


def blocks_of(content: Content, kind: type[Any]) -> list[Any]:
    assert content.sections[0].code == "D01"
    return [block for block in content.sections[0].blocks if isinstance(block, kind)]


def facts_of(content: Content) -> dict[str, str]:
    return {entry.label: entry.value for block in blocks_of(content, Entries) for entry in block.entries}


def test_the_first_page_says_who_since_when_which_paper_and_until_when(composed: Composer) -> None:
    content = composed("C1")

    facts = facts_of(content)
    assert [row[:3] for row in blocks_of(content, Table)[0].rows] == [
        ("Shirin Karvani", "antragstellende Person", "37 Jahre"),
        ("Hemin Karvani", "Ehepartner*in oder Lebenspartner*in", "41 oder 42 Jahre"),
        ("Lana Karvani", "Kind", "12 Jahre"),
        ("Aram Karvani", "Kind", "9 Jahre"),
        ("Sara Karvani", "Kind", "4 Jahre"),
    ]
    assert facts["Weitere Angehörige"].startswith("Geschwister (F5), etwa 36 Jahre, in Dortmund")
    assert facts["In Deutschland seit"] == "Oktober 2015 (am 16.02.2026 seit 10 Jahren)"
    assert facts["Aktuelles Papier"].endswith("gültig bis 11.05.2026 (am 16.02.2026 noch 84 Tage)")
    assert facts["Frist oder Termin"] == "keine genannt"
    assert facts["Eingereicht von"].startswith("Marte Feldhaus")


def test_the_first_page_asks_the_question_and_shows_the_aspects_in_the_forms_order(composed: Composer) -> None:
    content = composed("C3", {"haerte_aspekte": ["verwurzelung", "pflege", "familie"]})

    assert [text for _, text in blocks_of(content, Chips)[0].chips] == [
        "Familie würde getrennt",
        "Pflege oder Unterstützung von Angehörigen",
        "Langer Aufenthalt und Verwurzelung",
    ]
    assert any(block.text.startswith("Welche ärztlichen Angaben fehlen") for block in blocks_of(content, Prose))


def test_a_near_deadline_and_a_flag_stand_out_with_words(composed: Composer) -> None:
    entries = [entry for block in blocks_of(composed("C4"), Entries) for entry in block.entries]

    assert any(
        entry.tone is Tone.SERIOUS and entry.value.startswith("10.07.2026 (am 15.06.2026 noch 25 Tage)")
        for entry in entries
    )
    assert any(entry.label == "H7 – Hinweis" and entry.tone is Tone.ATTENTION for entry in entries)


def test_a_possible_exclusion_is_a_hint_for_people_not_a_decision(composed: Composer) -> None:
    content = composed("C1", {"vg_laufend": "ja", "vg_selbe_angelegenheit": "Eilantrag"})

    points = next(block for block in blocks_of(content, Entries) if block.heading.startswith("Hinweise"))
    assert points.heading.endswith("darüber entscheiden Menschen")
    assert [(entry.label, entry.value) for entry in points.entries] == [
        ("X2 – möglicher Ausschluss", "Verwaltungsgerichtliches Verfahren in derselben Angelegenheit")
    ]


def test_without_flags_the_first_page_says_so(composed: Composer) -> None:
    assert facts_of(composed("C1"))["Prüfung"] == (
        "Kein Ausschlussgrund; keine der Fragen H1 bis H8 betrifft diesen Fall."
    )


def test_the_first_page_names_the_guardian_and_what_may_stand_against(composed: Composer) -> None:
    assert facts_of(composed("C2"))["Gesetzliche Vertretung"]
    assert facts_of(composed("C1"))["Was entgegenstehen kann"] == "Lebensunterhalt nicht gesichert"
    assert "Gesetzliche Vertretung" not in facts_of(composed("C1"))


def test_what_was_only_confirmed_stands_in_the_second_section(composed: Composer) -> None:
    content = composed("C1")

    assert "Erklärung" not in [column for block in blocks_of(content, Table) for column in block.columns]
    second = [block for block in content.sections[1].blocks if isinstance(block, Table)]
    assert any("Sie bestätigt die Angaben" in row[0] for block in second for row in block.rows)


@pytest.mark.parametrize("case_id", ["C1", "C2", "C3", "C4", "C5", "C6"])
def test_the_first_page_stays_one_page_with_reasons_and_with_missing_attachments(
    case_id: str, cases: dict[str, ExampleCase], composed: Composer
) -> None:
    content = composed(case_id)

    compiled = compile_document(content, {})

    assert [part.pages for part in compiled.parts if part.title.startswith("D01")] == [1]
    reasons = [block.text for block in blocks_of(content, Prose) if block.heading == "Aus der Begründung"]
    whole = cases[case_id].answers["begruendung"].split("\n")[0]
    assert len(reasons) == 1
    assert reasons[0].endswith("… (weiter in D07)") or reasons[0].startswith(whole)


def test_the_fullest_application_still_has_one_first_page(cases: dict[str, ExampleCase], composed: Composer) -> None:
    case = cases["C4"]
    aspects = case.form.item("haerte_aspekte")
    assert isinstance(aspects, Question)
    member = {
        "fm_mitantrag": "ja",
        "fm_beziehung": "ehe",
        "fm_vornamen": "Maximiliane Alexandra Theodora",
        "fm_familienname": "von Beispielhausen-Musterberg",
        "fm_geburtsdatum": "2001",
        "fm_staatsangehoerigkeit": ["BA", "XK"],
        "fm_status": "duldung_60b",
        "fm_wo": "haushalt",
    }
    relative = {
        "fm_mitantrag": "nein",
        "fm_beziehung": "ehe",
        "fm_geburtsjahr": 1960,
        "fm_status": "schutz",
        "fm_wo": "deutschland",
    }
    members = [{**copy.deepcopy(member if n < 10 else relative), "fm_id": f"F{n + 1}"} for n in range(15)]
    changes = {
        "familienmitglieder": members,
        "haerte_aspekte": list(aspects.options)[:10],
        "frage": "Welche Wege sieht das Gremium für diese große Familie hier? " * 25,
        "eilig_grund": "Es läuft eine Frist, die nicht verlängert werden kann. " * 11,
        "entscheidung_abh": "Die Behörde hat ausführlich begründet abgelehnt. " * 40,
        "begruendung": "Diese Familie lebt schon lange in Dortmund und wirkt mit. " * 100,
        "vg_laufend": "ja",
        "vg_selbe_angelegenheit": "Klage",
        "asyl_laufend": "laufend",
        "asyl_hinweis": "Folgeantrag",
        "abh_zustaendig": "andere",
        "abh_andere_name": "Zentrale Ausländerbehörde",
        "vorbefassung": "ja",
        "vorbefassung_neu": "Neues",
        "hfk_petition": "laufend",
    }

    content = composed("C4", changes)

    compiled = compile_document(content, {})
    assert [part.pages for part in compiled.parts if part.title.startswith("D01")] == [1]
