"""The list of all criteria as a page for editors and auditors, made from `criteria.yaml`."""

from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PAGE = HERE / "README.md"
HEAD = """# WCAG 2.2 AA on the public pages

Made from `criteria.yaml` by `python -m tests.pages.wcag`; a test fails when it is old, when a criterion is missing or
when a test named here does not exist. `make test` measures German and Arabic, `make drill` all languages, on every
template of `tests/pages/screens.py`, at a desk and in a window of 320 by 256 CSS pixels (400 %). axe and the validator
of the HTML standard read the same screens. Lighthouse: `make audit`.

| criterion | level | where | how it is met | held by | people look |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Criterion:
    """`where`: the templates it is about; `by_people`: what a person judges before a release."""

    id: str
    name: str
    level: str
    where: str
    how: str
    tests: tuple[str, ...]
    by_people: str = ""

    def as_row(self) -> str:
        tests = "<br>".join(f"`{test}`" for test in self.tests) or "–"
        cells = (f"{self.id} {self.name}", self.level, self.where, self.how, tests, self.by_people or "–")
        return f"| {' | '.join(cells)} |"


def criteria() -> list[Criterion]:
    entries = yaml.safe_load((HERE / "criteria.yaml").read_text())
    return [Criterion(**{**entry, "id": str(entry["id"]), "tests": tuple(entry["tests"])}) for entry in entries]


def page() -> str:
    return HEAD + "\n".join(criterion.as_row() for criterion in criteria()) + "\n"
