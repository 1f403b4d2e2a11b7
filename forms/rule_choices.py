"""Rules over chosen answers, short texts and numbers, and over the facts of an account."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms.conditions import parse_condition
from forms.facts import Facts
from forms.parameters import Kind, a_condition, a_field, a_pattern, a_text, choices


def is_one_of(answer: Any, values: list[str]) -> bool:
    """Whether the answer is one of the values; a value may end in ``*``."""
    return isinstance(answer, str) and any(
        answer.startswith(value[:-1]) if value.endswith("*") else answer == value for value in values
    )


def not_when(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """The condition must not hold; what is wrong is shown `at` a question."""
    if facts.holds(parse_condition(parameters["condition"])):
        yield from (path for path, _answer, _level in facts.find(parameters["at"]))


def expected(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Each of these questions, where answered, has one of the given answers; large and small letters are equal."""
    for name, values in parameters["answers"].items():
        for path, answer, _level in facts.find(name):
            if not is_one_of(str(answer).strip().casefold(), [value.casefold() for value in values]):
                yield path


def allowed_pairs(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """What may be answered depends on another answer."""
    for path, answer, level in facts.find(parameters["field"]):
        values = parameters["allowed"].get(facts.beside(parameters["depends_on"], level, parameters["field"]))
        if values is not None and not is_one_of(answer, values):
            yield path


def alone(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """An option such as "nothing known" excludes all others."""
    for path, answer, _level in facts.find(parameters["field"]):
        if isinstance(answer, list) and parameters["option"] in answer and len(set(answer)) > 1:
            yield path


def not_more_than(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """A number must not exceed another one."""
    for path, answer, level in facts.find(parameters["field"]):
        other = facts.beside(parameters["other"], level, parameters["field"])
        if isinstance(answer, int) and isinstance(other, int) and answer > other:
            yield path


def pattern(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """A text, where given, fits a regular expression."""
    for path, answer, _level in facts.find(parameters["field"]):
        if isinstance(answer, str) and not re.search(parameters["pattern"], answer.strip()):
            yield path


def account(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Facts of the asking account have these values; not looked at where no account is asking (seed R15)."""
    if facts.account is not None:
        for name, values in parameters["facts"].items():
            if not is_one_of(facts.account.get(name, ""), values):
                yield ""
                return


KINDS: Mapping[str, Kind] = {
    "not_when": Kind(not_when, {"condition": a_condition, "at": a_field}),
    "expected": Kind(expected, {"answers": choices}),
    "allowed_pairs": Kind(allowed_pairs, {"field": a_field, "depends_on": a_field, "allowed": choices}),
    "alone": Kind(alone, {"field": a_field, "option": a_text}),
    "not_more_than": Kind(not_more_than, {"field": a_field, "other": a_field}),
    "pattern": Kind(pattern, {"field": a_field, "pattern": a_pattern}),
    "account": Kind(account, {"facts": choices}),
}
