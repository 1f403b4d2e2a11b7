"""When a question is asked: conditions over answers, as data.

Grammar of the form file: ``{field, is|in|contains|filled|under_age}``, ``{all: []}``, ``{any: []}``, ``{not: {}}``.
Inside a repeating group a bare key means the same item; ``$root.key`` means the form level.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from forms.values import is_filled, latest_age

ROOT = "$root."
OPERATORS = ("is", "in", "contains", "filled", "under_age")
NEEDED: Mapping[str, type] = {"in": list, "filled": bool, "under_age": int}


class MalformedCondition(ValueError):
    """The condition is not of the grammar; the message names what was found."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may look at: the form-level answers, the item it stands in, and the day that counts as today."""

    root: Mapping[str, Any]
    today: date
    item: Mapping[str, Any] | None = None

    def get(self, key: str) -> Any:
        if key.startswith(ROOT):
            return dig(self.root, key.removeprefix(ROOT))
        return dig(self.root if self.item is None else self.item, key)

    def within(self, item: Mapping[str, Any]) -> "Scope":
        return Scope(self.root, self.today, item)


def dig(answers: Mapping[str, Any], path: str) -> Any:
    """The answer at a dotted path such as ``a_arbeit.ar_seit``; None where there is none."""
    found: Any = answers
    for key in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(key)
    return found


def same(answer: Any, operand: Any) -> bool:
    """Equality that keeps true apart from 1."""
    return isinstance(answer, bool) is isinstance(operand, bool) and bool(answer == operand)


class Condition(Protocol):
    """Anything that holds or does not hold in a scope and can say which keys it looks at."""

    def holds(self, scope: Scope) -> bool: ...
    def keys(self) -> Iterator[str]: ...
    def as_data(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one answer."""

    field: str
    operator: str
    operand: Any

    def holds(self, scope: Scope) -> bool:
        answer = scope.get(self.field)
        match self.operator:
            case "is":
                return same(answer, list(self.operand) if isinstance(self.operand, tuple) else self.operand)
            case "in":
                return any(same(answer, value) for value in self.operand)
            case "contains":
                return isinstance(answer, list) and any(same(value, self.operand) for value in answer)
            case "filled":
                return is_filled(answer) is bool(self.operand)
            case _:  # under_age
                age = latest_age(answer, scope.today)
                return age is not None and age < int(self.operand)

    def keys(self) -> Iterator[str]:
        yield self.field

    def as_data(self) -> dict[str, Any]:
        operand = list(self.operand) if isinstance(self.operand, tuple) else self.operand
        return {"field": self.field, self.operator: operand}


@dataclass(frozen=True, slots=True)
class All:
    conditions: tuple[Condition, ...]

    def holds(self, scope: Scope) -> bool:
        return all(condition.holds(scope) for condition in self.conditions)

    def keys(self) -> Iterator[str]:
        for condition in self.conditions:
            yield from condition.keys()

    def as_data(self) -> dict[str, Any]:
        return {"all": [condition.as_data() for condition in self.conditions]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]

    def holds(self, scope: Scope) -> bool:
        return any(condition.holds(scope) for condition in self.conditions)

    def keys(self) -> Iterator[str]:
        for condition in self.conditions:
            yield from condition.keys()

    def as_data(self) -> dict[str, Any]:
        return {"any": [condition.as_data() for condition in self.conditions]}


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition

    def holds(self, scope: Scope) -> bool:
        return not self.condition.holds(scope)

    def keys(self) -> Iterator[str]:
        yield from self.condition.keys()

    def as_data(self) -> dict[str, Any]:
        return {"not": self.condition.as_data()}


def parse_condition(raw: object) -> Condition:
    """Build a condition from the form file; raise MalformedCondition for anything outside the grammar."""
    if not isinstance(raw, Mapping):
        raise MalformedCondition(f"a condition is a mapping, not {raw!r}")
    if "field" in raw:
        operators = [key for key in raw if key != "field"]
        if len(operators) != 1 or operators[0] not in OPERATORS:
            raise MalformedCondition(f"exactly one of {', '.join(OPERATORS)} is needed in {dict(raw)!r}")
        operand = raw[operators[0]]
        needed = NEEDED.get(operators[0], object)
        if not isinstance(operand, needed) or (needed is int and isinstance(operand, bool)):
            raise MalformedCondition(f"`{operators[0]}` needs a {needed.__name__} in {dict(raw)!r}")
        return Test(str(raw["field"]), operators[0], tuple(operand) if isinstance(operand, list) else operand)
    if len(raw) != 1:
        raise MalformedCondition(f"one of all, any, not or field is needed in {dict(raw)!r}")
    ((word, inner),) = raw.items()
    match word:
        case "all" | "any" if isinstance(inner, list):
            parts = tuple(parse_condition(part) for part in inner)
            return All(parts) if word == "all" else AnyOf(parts)
        case "not":
            return Not(parse_condition(inner))
    raise MalformedCondition(f"unknown condition {dict(raw)!r}")
