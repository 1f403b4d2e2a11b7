"""The schema agrees with the structural check: what fits one fits the other, for cases, mutations and at random."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from forms.answers import form_level
from forms.case_files import load_cases, mutated
from forms.json_schema import form_schema
from forms.reading import read_form, shipped_form
from forms.reading_rules import shipped_data
from forms.structure import faults
from tests.forms.kurzantrag import TODAY, answers

FORM = shipped_form()
SCHEMA = form_schema(FORM, lambda address: "", language="de", address="https://example.org/form")
CHECKER = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
few = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ON_THE_DAY = ("fm_bildung", "fm_sorge", "gesetzliche_vertretung")
"""Asked by age: a schema cannot say on which day it is read."""


def structural(given: dict[str, Any], today: date = TODAY) -> list[str]:
    found = (f"{code}:{path}" for code, path in faults(form_level(FORM, given, today)) if code != "recommended")
    return [one for one in found if not any(key in one for key in ON_THE_DAY)]


def test_it_is_a_valid_schema_with_every_question() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert list(SCHEMA["properties"]) == [item.key for item in FORM.items()]
    assert [step["key"] for step in SCHEMA["presentation"]["steps"]] == [step.key for step in FORM.steps]


def test_the_presentation_says_how_the_dossier_is_set() -> None:
    raw = copy.deepcopy(dict(shipped_data()))
    raw["dossier_sections"]["D14"] = {"title": "Wohnen", "own_pages": True}
    group = next(one for step in raw["steps"] for one in step["fields"] if one["key"] == "chronologie")
    group["columns"] = ["ch_status", "ch_bis"]

    shown = form_schema(read_form(raw), lambda address: "", language="de", address="x")["presentation"]

    assert [one["code"] for one in shown["sections"]] == list(raw["dossier_sections"])
    assert shown["sections"][-1] == {"code": "D14", "title": "Wohnen", "own_pages": True}
    table = next(item for step in shown["steps"] for item in step["items"] if item["key"] == "chronologie")
    assert table["columns"] == ["ch_status", "ch_bis"]
    assert [(one["short"], one["section"]) for one in table["questions"][:2]] == [("", "D05"), ("Bis", "D05")]


def test_the_six_cases_fit_and_their_structural_mutations_do_not(samples: Path) -> None:
    seen = 0
    for case in load_cases(samples / "cases.yaml"):
        assert list(CHECKER.iter_errors(dict(case.answers))) == [], case.id
        for mutation in case.mutations:
            changed = mutated(case.answers, mutation)
            wrong = structural(changed, case.as_of)
            assert CHECKER.is_valid(changed) is not bool(wrong), (case.id, mutation, wrong)
            seen += bool(wrong)

    assert seen > 1


@pytest.mark.parametrize(
    "change",
    [
        {"anwalt": None},
        {"anwalt": "vielleicht"},
        {"anwalt_name": "Kanzlei"},
        {"beratung_datum": "2026-02-30"},
        {"einreise_datum": "2026-13"},
        {"plz": "441"},
        {"haerte_aspekte": []},
        {"haerte_aspekte": ["sonstiges", "sonstiges"]},
        {"chronologie": []},
        {"a_familie": {"fa_wer": "x"}},
        {"unbekannt": 1},
        {"best_richtig": False},
        {"staatsangehoerigkeit": ["ZZ"]},
        {"cm_telefon": "anrufen"},
    ],
    ids=str,
)
def test_what_is_structurally_wrong_does_not_fit(change: dict[str, Any]) -> None:
    given = answers(**change)
    assert structural(given)

    assert not CHECKER.is_valid(given)


@few
@given(st.data())
def test_schema_and_check_agree_where_answers_are_left_out_or_put_in(data: st.DataObject) -> None:
    changed = copy.deepcopy(answers())
    keys = data.draw(st.lists(st.sampled_from(sorted(changed)), max_size=3, unique=True))
    for key in keys:
        del changed[key]
    for key, values in {"anwalt": ["ja", "nein"], "eilig": ["ja"], "vg_laufend": ["ja", "nein", "unbekannt"]}.items():
        if data.draw(st.booleans()):
            changed[key] = data.draw(st.sampled_from(values))
    if data.draw(st.booleans()):
        changed["anwalt_informiert"] = "ja"

    assert CHECKER.is_valid(changed) is not bool(structural(changed)), structural(changed)


def test_words_come_in_the_wanted_language_and_what_is_german_is_named() -> None:
    words = {"anwalt.label": "Is there a lawyer?", "anwalt.option.ja": "Yes"}

    schema = form_schema(FORM, lambda address: words.get(address, ""), language="en", address="x")

    question = schema["properties"]["anwalt"]
    assert question["title"] == "Is there a lawyer?"
    assert question["oneOf"] == [{"const": "ja", "title": "Yes"}, {"const": "nein", "title": "Nein"}]
    assert {"anwalt.help", "anwalt.option.nein"} <= set(schema["presentation"]["german"])
    assert "anwalt.label" not in schema["presentation"]["german"]


def test_a_recommended_question_is_not_required_but_told() -> None:
    raw = copy.deepcopy(dict(shipped_data()))
    raw["steps"][0]["fields"][6]["recommended"] = True

    schema = form_schema(read_form(raw), lambda address: "", language="de", address="x")

    assert "beratung_art" not in schema["required"]
    shown = {item["key"]: item for item in schema["presentation"]["steps"][0]["items"]}
    assert shown["beratung_art"]["recommended"]
