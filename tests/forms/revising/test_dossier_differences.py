"""Whoever releases a form reads in plain German what changes in the dossier."""

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.reading_rules import shipped_data
from forms.revising.fewest_moves import fewest_moves
from forms.revising.numbering import propose_version
from tests.forms.revising.changing import Data, item
from tests.forms.revising.test_differences import told

few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def with_sections(form: Data, *codes: str, **more: Any) -> Data:
    return {
        **copy.deepcopy(form),
        "dossier_sections": {code: more.get(code, form["dossier_sections"].get(code)) for code in codes},
    }


def swapped(form: Data) -> Data:
    codes = list(form["dossier_sections"])
    at = codes.index("D04")
    return with_sections(form, *codes[:at], "D05", "D04", *codes[at + 2 :])


def test_a_moved_section_is_told_with_the_one_behind_it(form: Data) -> None:
    assert told(form, swapped(form)) in (
        ["Dossier: Abschnitt D05 steht jetzt vor D04"],
        ["Dossier: Abschnitt D04 steht jetzt vor D06"],
    )


def test_a_new_name_a_new_page_and_a_new_section_are_told(form: Data) -> None:
    codes = list(form["dossier_sections"])
    changed = with_sections(
        form,
        *codes[:4],
        "D14",
        *codes[4:],
        D14="Wohnen",
        D03={"title": "Wer fragt", "own_pages": True},
        D04={"title": form["dossier_sections"]["D04"], "own_pages": True},
    )

    assert told(form, changed) == [
        "Dossier: Abschnitt D03 heißt jetzt „Wer fragt“ (vorher: „Antragstellende Person“)",
        "Dossier: Abschnitt D03 beginnt jetzt auf einer neuen Seite",
        "Dossier: Neu: Abschnitt D14 „Wohnen“ vor D04",
        "Dossier: Abschnitt D04 beginnt jetzt auf einer neuen Seite",
    ]
    assert told(changed, form) == [
        "Dossier: Abschnitt D03 heißt jetzt „Antragstellende Person“ (vorher: „Wer fragt“)",
        "Dossier: Abschnitt D03 beginnt nicht mehr auf einer neuen Seite",
        "Dossier: Abschnitt D04 beginnt nicht mehr auf einer neuen Seite",
        "Dossier: Den Abschnitt D14 „Wohnen“ gibt es nicht mehr",
    ]


def test_what_a_section_says_beside_is_told_too(form: Data) -> None:
    changed = copy.deepcopy(form)
    changed["dossier_sections"]["D03"] = {"title": form["dossier_sections"]["D03"], "note": "x"}

    assert told(form, changed) == ["Dossier: Abschnitt D03: weitere Einzelheiten geändert (note)"]


def test_a_title_alone_may_be_written_in_two_ways(form: Data) -> None:
    changed = copy.deepcopy(form)
    changed["dossier_sections"]["D03"] = {"title": form["dossier_sections"]["D03"]}

    assert told(form, changed) == []


def test_short_titles_and_columns_are_told_by_their_question(form: Data) -> None:
    changed = copy.deepcopy(form)
    item(changed, "chronologie")["columns"] = ["ch_status", "ch_bis"]
    item(changed, "ch_status")["short"] = "Papier"
    del item(changed, "ch_bis")["short"]
    about = "Schritt „Aufenthalt“: "

    assert told(form, changed) == [
        f"{about}Gruppe „Chronologie des Aufenthalts“: Spalten der Tabelle im Dossier: "
        "„Papier“, „Bis (leer = heute)“ (vorher: wie die Software sie wählt)",
        f"{about}Frage „Bis (leer = heute)“: hat in Tabellen keinen Kurztitel mehr (vorher: „Bis“)",
        f"{about}Frage „Status“: Kurztitel in Tabellen ist jetzt „Papier“",
    ]


def test_the_dossiers_words_ask_nothing_new_so_the_version_grows_least(form: Data) -> None:
    changed = swapped(form)
    item(changed, "ch_status")["short"] = "Papier"
    item(changed, "chronologie")["columns"] = ["ch_status"]

    assert propose_version(form, changed) == "1.0.1"


@few
@given(order=st.permutations(list(shipped_data()["dossier_sections"])))
def test_every_other_order_is_told(order: list[str]) -> None:
    form = copy.deepcopy(dict(shipped_data()))
    sentences = told(form, with_sections(form, *order))

    assert bool(sentences) == (order != list(form["dossier_sections"]))
    assert len(sentences) == len(fewest_moves(list(form["dossier_sections"]), order))
