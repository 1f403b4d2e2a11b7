"""Checks of what an editor may write into a rule; each raises MalformedRule with a sentence that names the place."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.conditions import MalformedCondition, parse_condition
from forms.facts import Facts

Check = Callable[[str, Any, frozenset[str]], None]
Breaks = Callable[[Facts, Mapping[str, Any]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule: what yields the paths at which it is broken, and the parameters it needs and may have.

    `concerns` yields the names of those whom a broken rule is about, where the path alone does not tell.
    """

    breaks: Breaks
    needs: Mapping[str, Check] = field(default_factory=dict)
    may: Mapping[str, Check] = field(default_factory=dict)
    concerns: Breaks | None = None


class MalformedRule(ValueError):
    """The rule's kind or parameters cannot be used; the message says why."""


def a_field(name: str, value: Any, fields: frozenset[str]) -> None:
    """A question: a key of the form level, or ``group.key``."""
    if not isinstance(value, str) or value not in fields:
        raise MalformedRule(f"„{name}“ names {value!r}, which is no question of the form")


def fields_of(name: str, value: Any, fields: frozenset[str]) -> None:
    """One question or a list of them."""
    for one in value if isinstance(value, list) else [value]:
        a_field(name, one, fields)


def a_text(name: str, value: Any, fields: frozenset[str]) -> None:
    if not isinstance(value, str) or not value:
        raise MalformedRule(f"„{name}“ must be a text, not {value!r}")


def texts(name: str, value: Any, fields: frozenset[str]) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise MalformedRule(f"„{name}“ must be a list of texts, not {value!r}")


def a_number(name: str, value: Any, fields: frozenset[str]) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
        raise MalformedRule(f"„{name}“ must be a whole number, not {value!r}")


def truth(name: str, value: Any, fields: frozenset[str]) -> None:
    if not isinstance(value, bool):
        raise MalformedRule(f"„{name}“ must be true or false, not {value!r}")


def a_pattern(name: str, value: Any, fields: frozenset[str]) -> None:
    try:
        re.compile(value)
    except (re.error, TypeError) as error:
        raise MalformedRule(f"„{name}“ is no regular expression: {value!r}") from error


def a_condition(name: str, value: Any, fields: frozenset[str]) -> None:
    try:
        parse_condition(value)
    except MalformedCondition as error:
        raise MalformedRule(f"„{name}“: {error}") from error


def choices(name: str, value: Any, fields: frozenset[str]) -> None:
    """A mapping of question keys to lists of allowed values, of which each may end in ``*``."""
    if not isinstance(value, dict):
        raise MalformedRule(f"„{name}“ must be a mapping, not {value!r}")
    for key, values in value.items():
        texts(f"{name}.{key}", values, fields)


def bounds(name: str, value: Any, fields: frozenset[str]) -> None:
    """A list of ``{today: days}``, ``{field: question}`` or ``{year: number}``."""
    for bound in value if isinstance(value, list) and value else [None]:
        match bound:
            case {"today": int(days), **rest} if not rest and abs(days) <= 100_000:
                continue
            case {"year": int(year), **rest} if not rest and 1 <= year <= 9999:
                continue
            case {"field": other, **rest} if not rest:
                a_field(name, other, fields)
            case _:
                raise MalformedRule(
                    f"„{name}“ must be a list of {{today: days}}, {{field: question}} or {{year: number}}, "
                    f"not {value!r}"
                )
