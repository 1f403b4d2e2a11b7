"""Reads the fictional cases and moves their days by whole weeks, so that the demo is never old."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

from forms.case_files import ExampleCase, read_cases
from forms.plain_yaml import load_yaml
from forms.reading import shipped_form
from forms.validation import check

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"\d{4}-\d{2}")
WEEKS_A_YEAR = 52.1775


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One fictional case as of a day near the start day; `meeting` is the day it was to be released for, if any.

    `result` and `assessment` are what the members came to, if they did.
    """

    id: str
    reference: str
    as_of: date
    answers: dict[str, Any]
    is_admitted: bool
    meeting: date | None
    meeting_is_regular: bool
    is_put_off: bool = False
    result: str = ""
    assessment: str = ""


def demo_cases(start: date) -> list[DemoCase]:
    """The six cases, moved by the whole weeks between the file's today and `start`."""
    with resources.as_file(resources.files("gremium.cases.demo") / "cases.yaml") as path:
        raw: Any = load_yaml(path)
    weeks = (start - date.fromisoformat(raw["meta"]["today"])).days // 7
    return [_demo_case(case, raw["meta"]["meetings"], weeks) for case in read_cases(raw)]


def _demo_case(case: ExampleCase, meetings: dict[str, Any], weeks: int) -> DemoCase:
    moved = moved_answers(case, weeks)
    if moved is None:
        weeks, moved = 0, dict(case.answers)
    steps = {step["state"]: step for step in case.entry["expected"]["history"]}
    ends_early = steps.keys() & {"withdrawn", "erased", "excluded_later"}
    agreed = case.entry["expected"].get("assessment") or {}
    meeting = None if ends_early else meetings.get(steps.get("scheduled", {}).get("meeting"))
    return DemoCase(
        id=case.id,
        reference=case.reference,
        as_of=case.as_of + timedelta(weeks=weeks),
        answers=moved,
        is_admitted="admitted" in steps and not steps.keys() & {"withdrawn", "erased"},
        meeting=date.fromisoformat(meeting["date"]) + timedelta(weeks=weeks) if meeting else None,
        meeting_is_regular=meeting is not None and meeting["kind"] == "regulär",
        is_put_off="deferred" in steps,
        result=str(agreed.get("result", "")),
        assessment=str(agreed.get("text", "")),
    )


def moved_answers(case: ExampleCase, weeks: int) -> dict[str, Any] | None:
    """The answers with each day moved; None where rounding months and years would break a rule of the form."""
    answers = {key: _moved(value, weeks) for key, value in case.answers.items()}
    findings = check(
        shipped_form(),
        answers,
        today=case.as_of + timedelta(weeks=weeks),
        consent_version=case.consent_version,
    )
    return None if findings.errors else answers


def _moved(value: Any, weeks: int) -> Any:
    if isinstance(value, dict):
        return {key: inner if key == "ew_version" else _moved(inner, weeks) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, weeks) for inner in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        return (date.fromisoformat(value) + timedelta(weeks=weeks)).isoformat()
    if isinstance(value, str) and MONTH.fullmatch(value):
        return (date.fromisoformat(f"{value}-15") + timedelta(weeks=weeks)).isoformat()[:7]
    if isinstance(value, str) and re.fullmatch(r"(19|20)\d{2}", value):
        return str(int(value) + round(weeks / WEEKS_A_YEAR))
    return value
