"""What makes no dossier stops publishing, with a sentence that names the place."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from forms.reading_rules import shipped_data
from tests.forms.revising.changing import Data, item, question, step
from tests.forms.revising.test_obstacles import stops

ONE_VIEW = "D01 „Antrag auf einen Blick (eine Seite)“"


def sections(form: Data, *codes: str, **more: Any) -> None:
    """Give the form these sections in this order, the shipped ones as they are named there."""
    shipped = shipped_data()["dossier_sections"]
    form["dossier_sections"] = {code: more.get(code, shipped.get(code, "")) for code in codes}


def without(code: str) -> list[str]:
    return [one for one in shipped_data()["dossier_sections"] if one != code]


@pytest.mark.parametrize("code", ["D00", "D01", "D02", "D08", "D11", "D12", "D13", "DXX"])
def test_a_section_that_the_software_fills_cannot_be_left_out(form: Data, code: str) -> None:
    sections(form, *without(code))

    assert ("dossier", f"Der Abschnitt {code} darf nicht fehlen: Die Software füllt ihn.") in stops(form)


@pytest.mark.parametrize("code", ["D00", "D01", "D02", "D08", "D11", "D12", "D13", "DXX"])
def test_it_may_be_named_anew(form: Data, code: str) -> None:
    form["dossier_sections"][code] = "Anders genannt"

    assert stops(form) == []


def test_a_section_that_no_question_names_may_go_and_others_may_change_places(form: Data) -> None:
    for entry in [one for one in walk(form) if one.get("dossier") == "D09"]:
        entry["dossier"] = "D07"
    sections(form, "D00", "D01", "D05", "D04", "D03", "D02", "D06", "D07", "D10", "D08", "D11", "D12", "D13", "DXX")

    assert stops(form) == []


def walk(form: Data) -> list[Data]:
    fields = [field for one in form["steps"] for field in one["fields"]]
    return [*fields, *(inner for field in fields for inner in field.get("fields", ()))]


def test_a_section_that_a_question_names_must_be_there(form: Data) -> None:
    sections(form, *without("D10"))

    told = [sentence for _part, sentence in stops(form)]

    assert told
    assert all("den Abschnitt des Dossiers gibt es nicht" in sentence for sentence in told)
    assert any("„Ihre Frage an das Gremium“" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (["D01", "D00"], "Der Abschnitt D00 „Deckblatt und Vertraulichkeitsvermerk“ muss als erster stehen."),
        (["D00", "D02", "D01"], f"Der Abschnitt {ONE_VIEW} muss gleich nach dem Deckblatt stehen."),
    ],
)
def test_the_first_sections_have_their_places(form: Data, order: list[str], sentence: str) -> None:
    sections(form, *order, *(code for code in shipped_data()["dossier_sections"] if code not in order))

    assert ("dossier", sentence) in stops(form)


@pytest.mark.parametrize("order", [["D13", "D12"], ["D12", "D13", "D11"], ["D12", "D11", "D13"]])
def test_the_attachments_and_their_list_stand_last(form: Data, order: list[str]) -> None:
    sections(form, *(code for code in shipped_data()["dossier_sections"] if code not in order), *order)

    (told,) = stops(form)
    assert told == (
        "dossier",
        "Die Abschnitte D12 „Anlagenverzeichnis“ und D13 „Anlagen“ müssen als letzte stehen, in dieser Reihenfolge.",
    )


@pytest.mark.parametrize("code", ["D01", "D08"])
def test_some_sections_always_begin_on_a_new_page(form: Data, code: str) -> None:
    form["dossier_sections"][code] = {"title": "Seite", "own_pages": False}

    assert stops(form) == [("dossier", f"Der Abschnitt {code} „Seite“ beginnt immer auf einer neuen Seite.")]


def test_a_section_needs_a_code_and_a_title(form: Data) -> None:
    form["dossier_sections"] = {
        "D00": form["dossier_sections"].pop("D00"),
        "D01": form["dossier_sections"].pop("D01"),
        "Wohnen": "Wohnen",
        "D14": "",
        **form["dossier_sections"],
    }

    assert stops(form) == [
        ("dossier", "„Wohnen“ ist kein Kürzel eines Abschnitts: Es beginnt mit D, dann folgen zwei Ziffern."),
        ("dossier", "Der Abschnitt D14 hat keinen Titel."),
    ]


PLACE = "Schritt „Aufenthalt“, „Chronologie des Aufenthalts“: "


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda group: group.update(columns=["ch_von", "ch_nie"]),
            "die Spalte „ch_nie“ ist keine Frage der Gruppe; es gibt ch_von, ch_bis, ch_status, ch_ort, ch_bemerkung.",
        ),
        (lambda group: group.update(columns=["ch_von", "ch_von"]), "die Spalte „Von“ ist zweimal gewählt."),
        (lambda group: group.update(columns="ch_von"), "die Spalten sind keine Liste."),
        (
            lambda group: (group.pop("repeat"), group.update(columns=["ch_von"])),
            "es sind Spalten gewählt, aber nur eine Gruppe, die mehrfach angegeben werden kann, hat eine Tabelle.",
        ),
        (
            lambda group: (group["fields"][4].update(type="textarea"), group.update(columns=["ch_bemerkung"])),
            "„Bemerkung“ kann keine Spalte sein, weil die Antworten lang sind; sie stehen unter der Tabelle.",
        ),
    ],
)
def test_columns_that_make_no_table_stop(form: Data, change: Callable[[Data], object], sentence: str) -> None:
    group = item(form, "chronologie")
    change(group)

    assert (group_step(form), PLACE + sentence) in stops(form)


def group_step(form: Data) -> str:
    return next(str(one["key"]) for one in form["steps"] for field in one["fields"] if field["key"] == "chronologie")


def test_a_table_has_six_columns_at_most(form: Data) -> None:
    group = item(form, "familienmitglieder")
    group["columns"] = [one["key"] for one in group["fields"] if one["type"] != "textarea"][:7]

    assert [sentence.rpartition(": ")[2] for _part, sentence in stops(form)] == ["die Tabelle hat mehr als 6 Spalten."]


def test_the_table_of_the_consents_is_not_an_editors(form: Data) -> None:
    item(form, "einwilligungen")["columns"] = ["ew_name"]

    (told,) = stops(form)
    assert told[1].endswith("die Tabelle im Dossier bestimmt die Software; bitte wählen Sie keine Spalten.")


def test_a_short_title_is_short(form: Data) -> None:
    step(form, "anliegen")["fields"].append(question("lang", "Lang?", short="x" * 25))

    assert stops(form) == [("anliegen", "Schritt „Anliegen“, „Lang?“: der Kurztitel hat mehr als 24 Zeichen.")]


def test_columns_and_short_titles_that_fit_stop_nothing(form: Data) -> None:
    item(form, "chronologie")["columns"] = ["ch_status", "ch_von"]
    item(form, "ch_status")["short"] = "Papier"

    assert stops(form, copy.deepcopy(dict(shipped_data()))) == []
