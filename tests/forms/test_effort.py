"""The Kurzantrag stays short: inputs that must be touched, counted on the real pages."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from forms.effort import effort, smallest_case
from forms.reading import shipped_form
from forms.validation import check

FORM = shipped_form()


def example(samples: Path, case_id: str) -> tuple[dict[str, Any], date]:
    cases = yaml.safe_load((samples / "cases.yaml").read_text())["cases"]
    case = next(case for case in cases if case["id"] == case_id)
    return case["answers"], date.fromisoformat(case["as_of"])


def test_the_smallest_kurzantrag_is_valid_and_needs_at_most_45_inputs() -> None:
    answers, today = smallest_case()

    assert check(FORM, answers, today=today, consent_version="2026-02").errors == []
    assert effort(FORM, answers, today=today).inputs <= 45


def test_nothing_can_be_left_out_of_the_smallest_kurzantrag() -> None:
    answers, today = smallest_case()

    for key in answers:
        fewer = {one: answer for one, answer in deepcopy(dict(answers)).items() if one != key}
        assert check(FORM, fewer, today=today, consent_version="2026-02").errors != [], key


def test_c4_needs_at_most_93_inputs(samples: Path) -> None:
    answers, today = example(samples, "C4")

    assert effort(FORM, answers, today=today).inputs <= 93


def test_the_consent_of_a_family_of_five_needs_at_most_20_inputs(samples: Path) -> None:
    answers, today = example(samples, "C1")

    assert effort(FORM, answers, today=today).by_step["einwilligung"] <= 20


def test_each_further_answer_costs_one_input(samples: Path) -> None:
    answers, today = smallest_case()
    before = effort(FORM, answers, today=today).inputs

    more = effort(FORM, {**answers, "geburtsort": "Ankara", "entgegen": ["keine"]}, today=today).inputs

    assert more == before + 2
