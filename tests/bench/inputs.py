"""How many inputs a case manager must touch, counted on the real pages."""

from datetime import date
from importlib import resources
from pathlib import Path

from forms.effort import effort, smallest_case
from forms.plain_yaml import load_yaml
from forms.reading import shipped_form
from tests.bench.rows import Row

CONSENT_STEP = "einwilligung"


def rows(folder: Path) -> list[Row]:
    """The Kurzantrag stays short: the smallest valid one, C4, and the consent of the family of C1."""
    form = shipped_form()
    answers, day = smallest_case()
    with resources.as_file(resources.files("gremium.cases.demo") / "cases.yaml") as path:
        cases = {case["id"]: case for case in load_yaml(path)["cases"]}
    smallest = effort(form, answers, today=day)
    training = effort(form, cases["C4"]["answers"], today=date.fromisoformat(cases["C4"]["as_of"]))
    family = effort(form, cases["C1"]["answers"], today=date.fromisoformat(cases["C1"]["as_of"]))
    values = _count_values(cases["C4"]["answers"])
    return [
        Row(name="inputs of the smallest valid Kurzantrag", value=smallest.inputs, goal="≤ 45"),
        Row(
            name="inputs of C4",
            value=training.inputs,
            goal="≤ 95",
            ratio=round(training.inputs / values, 2),
            note=f"ratio to the {values} values of the case",
        ),
        Row(name="inputs of C1's consent", value=family.by_step[CONSENT_STEP], goal="≤ 20"),
    ]


def _count_values(answer: object) -> int:
    if isinstance(answer, dict):
        return sum(_count_values(part) for part in answer.values())
    if isinstance(answer, list):
        return sum(_count_values(part) for part in answer)
    return 1
