"""How much a case costs to enter: the inputs that must be touched, counted on the real pages.

Counting, decided once: a text, a date, a select, a radio group or a single tick is one input; a choice of several is
one input a tick that has to change; a list of countries one a select; a file place one a file, because each has to be
found and chosen. A value that stands there already (from the account, as a default or as a proposal) costs nothing if
it is the wanted one, and one input if it has to be changed. Buttons are not inputs; they are counted beside. What is
only proposed for an attachment (its title and whom it concerns) is accepted as proposed, and its optional date and
language are left empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from forms.controls import Prompt
from forms.definition import FormDefinition, Group, QuestionType, Step
from forms.drafts import begun_ledger
from forms.layout import Gate, Part, lay_out, prompts_of, setting_of
from forms.ledger import GATE, Ledger
from forms.ledger_lines import Stamp
from forms.persons import APPLICANT
from forms.places import CONSENT_GROUP
from forms.proposals import next_item, shown_items
from forms.reading import load_yaml
from forms.sheets import fill_in_all, items_of
from forms.values import is_filled

AS_PROPOSED = frozenset({"an_titel", "an_person", "an_datum", "an_uebersetzung"})
"""Answers about an attachment that are taken as proposed, or left empty, whatever the case says."""
ACCOUNT: Mapping[str, str] = {
    "account.display_name": "cm_name",
    "account.organisation": "cm_organisation",
    "account.professional_role": "cm_rolle",
    "account.phone": "cm_telefon",
    "account.email": "cm_email",
}
"""What the account knows, and the question it answers."""


SMALLEST = Path(__file__).parent / "shipped" / "smallest.yaml"


@dataclass(slots=True)
class Effort:
    """Inputs touched and buttons pressed; `by_step` gives the inputs of each step."""

    inputs: int = 0
    buttons: int = 0
    by_step: dict[str, int] = field(default_factory=dict)


@cache
def smallest_case() -> tuple[Mapping[str, Any], date]:
    """The answers of the smallest Kurzantrag that can be handed in, and the day it is checked for."""
    case = load_yaml(SMALLEST)
    return case["answers"], date.fromisoformat(case["as_of"])


def effort(form: FormDefinition, answers: Mapping[str, Any], *, today: date) -> Effort:
    """Enter a case step by step on the pages a case manager sees, and count."""
    counted = Effort()
    stamp = Stamp(by="", at=today.isoformat())
    ledger = begun_ledger(form, {fact: str(answers.get(key, "")) for fact, key in ACCOUNT.items()})
    for step in form.steps:
        touched = _enter(form, step, ledger, answers, stamp, counted, today=today)
        counted.by_step[step.key] = touched
        counted.inputs += touched
        counted.buttons += 1
    return counted


def _enter(
    form: FormDefinition,
    step: Step,
    ledger: Ledger,
    answers: Mapping[str, Any],
    stamp: Stamp,
    counted: Effort,
    *,
    today: date,
) -> int:
    """Fill one step from top to bottom, the proposals following each answer as they do on the page."""
    touched = 0
    wanted: dict[str, Any] = {}
    for item in step.items:
        wanted |= _wanted(item, form, ledger, answers, stamp, counted, today=today)
    if step.key == _gated_step(form) and _has_sensitive(form, answers):
        wanted[GATE] = True
    while True:
        parts = lay_out(step, setting_of(form, ledger, today=today))
        place, cost = _next_touch(parts, ledger, wanted)
        if not place:
            return touched
        touched += cost
        ledger.write({place: wanted.pop(place)}, stamp)
        fill_in_all(form, ledger, today=today)


def _next_touch(parts: Sequence[Part], ledger: Ledger, wanted: Mapping[str, Any]) -> tuple[str, int]:
    """The first shown place of the page that does not say what it should, and what changing it costs."""
    for part in parts:
        if isinstance(part, Gate) and part.is_shown and wanted.get(GATE) and not part.is_ticked:
            return GATE, 1
        for prompt in prompts_of([part]):
            cost = _cost(prompt, ledger.values.get(prompt.place), wanted.get(prompt.place))
            if prompt.is_shown and cost:
                return prompt.place, cost
    return "", 0


def _cost(prompt: Prompt, shown: Any, wanted: Any) -> int:
    if not is_filled(wanted) or shown == wanted or prompt.control == "fixed":
        return 0
    if prompt.control == "file":
        return len(wanted) if isinstance(wanted, list) else 1
    if isinstance(wanted, list):
        there, needed = set(shown or ()), set(wanted)
        return len(there ^ needed) if prompt.control == "ticks" else max(len(needed - there), len(there - needed))
    return 1


def _wanted(
    item: Any,
    form: FormDefinition,
    ledger: Ledger,
    answers: Mapping[str, Any],
    stamp: Stamp,
    counted: Effort,
    *,
    today: date,
) -> dict[str, Any]:
    """What the places of a question or group shall say; adds the items that the case needs."""
    if not isinstance(item, Group):
        return {item.key: answers.get(item.key)}
    if item.repeat is None:
        return {f"{item.key}.{key}": value for key, value in answers.get(item.key, {}).items()}
    if item.key == CONSENT_GROUP:
        signers = items_of(item, form, ledger, today=today)
        return {place: value for signer in signers for place, value in _sheet(item.key, signer, answers)}
    given = answers.get(item.key, [])
    ids = _matched_items(item, ledger, given, stamp, counted)
    fill_in_all(form, ledger, today=today)
    return {
        f"{item.key}.{one}.{key}": value
        for one, answer in zip(ids, given, strict=True)
        for key, value in answer.items()
        if key not in AS_PROPOSED
    }


def _matched_items(
    group: Group, ledger: Ledger, given: Sequence[Mapping[str, Any]], stamp: Stamp, counted: Effort
) -> list[str]:
    """The ids of the items that take the given ones: a proposed row of the same type first, else the next free item."""
    free = shown_items(group, ledger)
    has_files = any(question.type is QuestionType.FILE for question in group.questions)
    ids: list[str] = []
    for answer in given:
        fitting = [one for one in free if one == f"t-{answer.get('an_typ')}"]
        blank = [one for one in free if not one.startswith("t-")]
        if not fitting and not blank:
            counted.buttons += 1
            added = next_item(group, ledger)
            ledger.settle_items(group.key, shown_items(group, ledger), stamp)
            ledger.add_item(group.key, added, stamp)
            blank = [added]
        chosen = (fitting or blank)[0] if has_files else blank[0]
        ids.append(chosen)
        free = [one for one in free if one != chosen]
    return ids


def _sheet(group: str, signer: str, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a signer's sheet says: her own declaration, or else the first she gives for somebody."""
    records = answers.get(group, [])
    own = [one for one in records if one["ew_person"] == signer and one["ew_rolle"] != "sorge"]
    for_others = [one for one in records if one["ew_rolle"] == "sorge" and one["ew_person"] in (APPLICANT, signer)]
    for record in (own or for_others)[:1]:
        for key, value in record.items():
            yield f"{group}.{signer}.{key}", value


def _gated_step(form: FormDefinition) -> str:
    """The step that shows the tick for P2: the first with questions of class S3."""
    for step in form.steps:
        for item in step.items:
            if isinstance(item, Group) and any(question.sensitivity == "S3" for question in item.questions):
                return step.key
    return ""


def _has_sensitive(form: FormDefinition, answers: Mapping[str, Any]) -> bool:
    return any(
        group is not None and question.sensitivity == "S3" and is_filled(_given(answers, group).get(question.key))
        for group, question in form.questions()
    )


def _given(answers: Mapping[str, Any], group: Group) -> Mapping[str, Any]:
    given = answers.get(group.key)
    return given if isinstance(given, Mapping) else {}
