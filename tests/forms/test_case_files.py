import copy
from pathlib import Path
from typing import Any

import pytest

from forms.case_files import MalformedCases, lines, load_cases, mutated, read_cases
from forms.definition import FormDefinition
from forms.plain_yaml import load_yaml
from forms.reading import read_form, shipped_form
from tests.forms.kurzantrag import answers, declaration

META = {"form": "kurzantrag", "today": "2026-02-16", "consent_version": "2026-02"}


def one(**entry: Any) -> dict[str, Any]:
    return {"meta": META, "cases": [{"id": "K1", "answers": answers()} | entry]}


@pytest.fixture(params=["shipped", "original"])
def form(request: pytest.FixtureRequest, samples: Path) -> FormDefinition:
    return shipped_form() if request.param == "shipped" else read_form(load_yaml(samples / "kurzantrag.yaml"))


def test_the_six_cases_give_exactly_what_they_expect(samples: Path, form: FormDefinition) -> None:
    cases = load_cases(samples / "cases.yaml", form=form)

    assert [case.id for case in cases] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    for case in cases:
        found, expected = case.check(), case.entry["expected"]
        assert found.errors == [], case.id
        for kind in ("warnings", "exclusions", "flags"):
            assert getattr(found, kind) == expected[kind], case.id


def test_each_of_the_nineteen_mutations_gives_at_least_its_own_codes(samples: Path, form: FormDefinition) -> None:
    number = 0
    for case in load_cases(samples / "cases.yaml", form=form):
        before = copy.deepcopy(case.answers)
        for number_in_case, mutation in enumerate(case.mutations, start=1):
            found = case.check(mutated(case.answers, mutation))
            for kind, codes in mutation["expect"].items():
                given = getattr(found, kind)
                plain = {code.partition(":")[0] for code in given} | set(given)
                assert set(codes) <= plain, (case.id, number_in_case)
            number += 1
        assert case.answers == before
    assert number == 19


def test_a_line_names_its_case_and_mutation() -> None:
    raw = one(mutations=[{"unset": ["frage"]}, {"set": {"vg_laufend": "unbekannt"}}])

    printed = list(lines(read_cases(raw)))

    assert [(line["id"], line["mutation"]) for line in printed] == [("K1", None), ("K1", 1), ("K1", 2)]
    assert printed[1]["errors"] == ["required:frage"]
    assert printed[2]["flags"] == ["H2"]
    assert list(printed[0]) == ["id", "mutation", "errors", "warnings", "infos", "exclusions", "flags"]


def test_a_case_is_checked_as_of_its_own_day() -> None:
    late = read_cases(one(as_of="2026-09-01"))[0]

    assert late.check().warnings == ["V02", "V14"]


def test_the_consent_text_is_compared_with_the_files_version() -> None:
    assert "V34" in read_cases(one() | {"meta": META | {"consent_version": "2027-01"}})[0].check().errors
    assert read_cases(one() | {"meta": {"today": "2026-02-16"}})[0].check().errors == []


@pytest.mark.parametrize(
    ("mutation", "path", "value"),
    [
        ({"set": {"frage": "Neu?"}}, ("frage",), "Neu?"),
        ({"set": {"a_sonstiges.so_text": "Neu"}}, ("a_sonstiges", "so_text"), "Neu"),
        ({"set": {"a_arbeit.ar_seit": "2025"}}, ("a_arbeit",), {"ar_seit": "2025"}),
        ({"set": {"chronologie[1].ch_ort": "Hamm"}}, ("chronologie", 1, "ch_ort"), "Hamm"),
        ({"set": {"chronologie.1.ch_ort": "Hamm"}}, ("chronologie", 1, "ch_ort"), "Hamm"),
        ({"set": {"chronologie[2].ch_von": "2025"}}, ("chronologie", 2), {"ch_von": "2025"}),
        ({"set": {"anliegen_typ.0": "p25b"}}, ("anliegen_typ",), ["p25b"]),
        ({"set": {"verfahren_liste": []}}, ("verfahren_liste",), []),
        ({"unset": ["chronologie[0].ch_bis"]}, ("chronologie", 0), {"ch_von": "2018-03", "ch_status": "gestattung"}),
        ({"unset": ["chronologie.0"]}, ("chronologie",), [{"ch_von": "2020-01", "ch_status": "duldung_60a_2_1"}]),
        ({"unset": ["nichts", "a.b.c", "chronologie[9].x", "frage.x"]}, ("frage",), "Was ist möglich?"),
        ({"drop_consent": {"ew_person": "antragsteller"}}, ("einwilligungen",), []),
        ({"drop_consent": {"ew_person": "F1"}}, ("einwilligungen", 0, "ew_name"), "Ada Probe"),
        (
            {"drop_consent": {"ew_person": "antragsteller", "ew_name": "X"}},
            ("einwilligungen", 0, "ew_name"),
            "Ada Probe",
        ),
        ({"drop_purpose": "P1"}, ("einwilligungen", 0, "ew_zwecke"), ["P0", "P4"]),
        ({"drop_purpose": ["P1", "P4"]}, ("einwilligungen", 0, "ew_zwecke"), ["P0"]),
        ({"add_procedure": [{"vf_art": "eil"}]}, ("verfahren_liste",), [{"vf_art": "eil"}]),
        ({"add_procedure": {"vf_art": "eil"}}, ("verfahren_liste",), [{"vf_art": "eil"}]),
    ],
)
def test_a_mutation_changes_what_it_names(mutation: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    changed: Any = mutated(answers(), mutation)

    for step in path:
        changed = changed[step]
    assert changed == value


def test_a_mutation_may_do_several_things() -> None:
    changed = mutated(
        answers(einwilligungen=[declaration(), declaration(ew_person="F1")]),
        {
            "set": {"frage": "Neu?"},
            "unset": ["plz"],
            "drop_consent": {"ew_person": "F1"},
            "expect": {"errors": ["required"]},
        },
    )

    assert (changed["frage"], "plz" in changed, len(changed["einwilligungen"])) == ("Neu?", False, 1)


@pytest.mark.parametrize(
    "mutation",
    [
        5,
        None,
        {"paint": {}},
        {"set": ["frage"]},
        {"drop_consent": "F1"},
        {"add_procedure": "eil"},
        {"set": {"chronologie[9].ch_von": "x"}},
    ],
)
def test_a_mutation_that_makes_no_sense_is_refused(mutation: Any) -> None:
    with pytest.raises(MalformedCases):
        mutated(answers(), mutation)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "cases",
        {},
        {"cases": {}},
        {"meta": [], "cases": []},
        {"meta": {"form": "other"}, "cases": []},
        {"cases": ["C1"]},
        one(answers=[]),
        one(mutations={}),
        one(as_of="soon"),
        one(as_of=20260216),
    ],
)
def test_what_is_no_file_of_cases_is_refused(raw: Any) -> None:
    with pytest.raises(MalformedCases):
        read_cases(raw)


def test_a_given_form_counts_whatever_the_file_names() -> None:
    raw = one() | {"meta": META | {"form": "other"}}

    assert read_cases(raw, form=shipped_form())[0].check().errors == []


def test_a_case_without_answers_lacks_everything() -> None:
    raw = {"meta": META, "cases": [{"id": "leer"}]}

    assert "required:cm_name" in read_cases(raw)[0].check().errors
