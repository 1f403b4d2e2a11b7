"""From the places of a ledger to nested answers and back: which path of a finding belongs to which field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.ledger import Ledger
from forms.values import is_filled

CONSENT_GROUP = "einwilligungen"
"""The group whose items follow from consent sheets (see `forms.sheets`)."""
INDEXED = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


@dataclass(slots=True)
class Composed:
    """Canonical answers, and for each repeating group the ids of the items that made it into them."""

    answers: dict[str, Any] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)

    def place_of(self, path: str) -> str:
        """The place of a path like ``familienmitglieder[0].fm_status``; a path it does not know stays as it is."""
        found = INDEXED.fullmatch(path)
        if not found:
            return path
        ids = self.order.get(found[1], [])
        number = int(found[2])
        if number >= len(ids):
            return found[1]
        return ".".join(part for part in (found[1], ids[number], found[3]) if part)


def compose(form: FormDefinition, ledger: Ledger) -> Composed:
    """The answers as the form file shapes them; items that hold nothing of anybody's own are left out."""
    composed = Composed()
    for item in form.items():
        if item.key == CONSENT_GROUP:
            continue
        if isinstance(item, Question):
            answer = ledger.values.get(item.key)
        elif item.repeat is None:
            answer = _group_answers(item, item.key, ledger)
        else:
            answer = _items(item, ledger, composed)
        if is_filled(answer) or (isinstance(item, Group) and item.repeat and not item.required):
            composed.answers[item.key] = answer
    return composed


def _items(group: Group, ledger: Ledger, composed: Composed) -> list[dict[str, Any]]:
    kept = [item for item in ledger.items.get(group.key, []) if not is_blank(group, item, ledger)]
    composed.order[group.key] = kept
    return [_item_answers(group, item, ledger) for item in kept]


def _item_answers(group: Group, item: str, ledger: Ledger) -> dict[str, Any]:
    derived = {question.key: item for question in group.questions if question.derived}
    return derived | _group_answers(group, f"{group.key}.{item}", ledger)


def _group_answers(group: Group, start: str, ledger: Ledger) -> dict[str, Any]:
    held = ((question.key, ledger.values.get(f"{start}.{question.key}")) for question in group.questions)
    return {key: answer for key, answer in held if is_filled(answer)}


def is_blank(group: Group, item: str, ledger: Ledger) -> bool:
    """An item without answers; where files are asked for, also one that holds only proposals and no file."""
    places = [f"{group.key}.{item}.{question.key}" for question in group.questions if not question.derived]
    filled = [place for place in places if place in ledger.values]
    if not any(question.type is QuestionType.FILE for question in group.questions):
        return not filled
    return all(place in ledger.proposed for place in filled)


def decompose(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The places of nested answers; items are numbered ``n1``, ``n2``, or named by their derived question."""
    places: dict[str, Any] = {}
    for item in form.items():
        answer = answers.get(item.key)
        if isinstance(item, Question):
            places[item.key] = answer
        elif isinstance(answer, Mapping):
            places |= {f"{item.key}.{key}": value for key, value in answer.items()}
        else:
            places |= _item_places(item, answer or [])
    return {place: value for place, value in places.items() if is_filled(value)}


def _item_places(group: Group, answers: list[Mapping[str, Any]]) -> dict[str, Any]:
    derived = {question.key for question in group.questions if question.derived}
    places: dict[str, Any] = {}
    for number, answer in enumerate(answers, start=1):
        item = next((str(answer[key]) for key in derived if key in answer), f"n{number}")
        places |= {f"{group.key}.{item}.{key}": value for key, value in answer.items() if key not in derived}
    return places
