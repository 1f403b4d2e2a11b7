"""Which questions can never be asked, whatever is answered.

A condition is tried with every combination of the answers that make a difference to it and to the conditions of what
it asks for. Where there are too many combinations the question counts as reachable: nothing is refused on suspicion.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, product
from math import prod
from typing import Any

from forms.answers import form_level
from forms.conditions import ROOT
from forms.definition import FormDefinition, Group, Item, Question, QuestionType
from forms.revising.outline import condition_keys

MOST_TRIED = 20_000
TODAY = date(2026, 1, 1)
AGES = (1, 13, 14, 15, 17, 18, 20, 21, 26, 40)
Placed = tuple[Item, Group | None]
"""A question or group, and the group it stands in."""


def unreachable(form: FormDefinition) -> frozenset[str]:
    """Paths of questions and groups whose conditions never hold."""
    places = dict(_places(form))
    return frozenset(path for path, placed in places.items() if _way(form, places, placed) is None)


def way_to(form: FormDefinition, path: str) -> Mapping[str, Any] | None:
    """Answers by path with which a question or group is asked; empty where none is needed or too many may decide."""
    places = dict(_places(form))
    return _way(form, places, places[path])


def _places(form: FormDefinition) -> Iterator[tuple[str, Placed]]:
    for item in form.items():
        yield item.key, (item, None)
        if isinstance(item, Group):
            yield from ((f"{item.key}.{question.key}", (question, item)) for question in item.questions)


def _way(form: FormDefinition, places: Mapping[str, Placed], placed: Placed) -> Mapping[str, Any] | None:
    item, group = placed
    if item.when is None and (group is None or group.when is None):
        return {}
    compared: dict[str, list[Any]] = {}
    _gather(places, placed, compared)
    choices = [_answers(places.get(path), values) for path, values in compared.items()]
    if prod(map(len, choices)) > MOST_TRIED:
        return {}
    needed = _needed(form, compared, placed)
    for chosen in product(*choices):
        answers = dict(zip(compared, chosen, strict=True))
        if _is_shown(needed, placed, answers):
            return {path: answer for path, answer in answers.items() if answer is not None}
    return None


def _gather(places: Mapping[str, Placed], placed: Placed, compared: dict[str, list[Any]]) -> None:
    """Paths of all answers that decide whether an item is shown, with the values they are compared with."""
    item, group = placed
    for one, within in ((item, group), (group, None)):
        if one is None or one.when is None:
            continue
        for key, operator, operand in condition_keys(one.when.as_data()):
            path = _resolved(key, within)
            is_new = path not in compared
            values = compared.setdefault(path, [])
            if operator in ("is", "in", "contains"):
                values += operand if isinstance(operand, list) else [operand]
            if is_new and path in places:
                _gather(places, places[path], compared)


def _resolved(key: str, group: Group | None) -> str:
    if key.startswith(ROOT):
        return key.removeprefix(ROOT)
    if group is not None and any(question.key == key for question in group.questions):
        return f"{group.key}.{key}"
    return key


def _needed(form: FormDefinition, paths: Mapping[str, Any], placed: Placed) -> FormDefinition:
    """The form with only the items that matter, so that trying is cheap."""
    keys = {path.partition(".")[0] for path in paths} | {one.key for one in placed if one is not None}
    steps = tuple(replace(step, items=tuple(item for item in step.items if item.key in keys)) for step in form.steps)
    return replace(form, steps=steps)


def _answers(placed: Placed | None, compared: Sequence[Any]) -> list[Any]:
    """Answers of a question that may make a difference; None stands for none."""
    question = placed[0] if placed else None
    if not isinstance(question, Question):
        return [None, {"x": "x"}]
    match question.type:
        case QuestionType.CHOICE:
            others = [key for key in question.options if key not in compared][:1]
            return [None, *(key for key in question.options if key in compared), *others]
        case QuestionType.MULTICHOICE:
            told = [key for key in question.options if key in compared]
            sets = chain.from_iterable(combinations(told, size) for size in range(1, len(told) + 1))
            return [None, *(list(chosen) for chosen in sets), [key for key in question.options if key not in told][:1]]
        case QuestionType.BOOLEAN:
            return [None, True, False]
        case QuestionType.DATE | QuestionType.PARTIAL_DATE:
            return [None, *(f"{TODAY.year - age}-01-01" for age in AGES)]
        case QuestionType.COUNTRY_LIST:
            return [None, *([one] for one in compared), ["IQ"]]
        case QuestionType.INTEGER:
            return [None, *(one for one in compared if isinstance(one, int)), 1]
    return [None, *(one for one in compared if isinstance(one, str)), "x"]


def _is_shown(form: FormDefinition, placed: Placed, chosen: Mapping[str, Any]) -> bool:
    item, group = placed
    answers: dict[str, Any] = {}
    for path, answer in chosen.items():
        group_key, _dot, key = path.rpartition(".")
        if answer is not None and group_key:
            answers.setdefault(group_key, {})[key] = answer
        elif answer is not None:
            answers[key] = answer
    level = form_level(form, answers, TODAY)
    if group is None:
        return level.shows(item.key)
    own = answers.get(group.key, {})
    return level.shows(group.key) and level.inside(group, own if isinstance(own, dict) else {}).shows(item.key)
