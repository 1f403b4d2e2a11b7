"""Which questions a rule's parameters name, and which answers of theirs, told by the checks of its kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms import parameters, rule_entries
from forms.revising.outline import condition_keys
from forms.rules import KINDS

FACTS_OF_THE_ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Named:
    """A question (``key`` or ``group.key``) and the answers that are asked for; an answer may end in ``*``."""

    path: str
    values: tuple[Any, ...] = ()


def named_in_rule(rule: Mapping[str, Any]) -> Iterator[Named]:
    """Everything a rule of a form file names; a rule told in words alone names nothing."""
    for data in (rule.get("rule"), (rule.get("flag") or {}).get("unless")):
        if isinstance(data, Mapping):
            yield from named_in(str(data.get("kind", "")), data)


def named_in(kind: str, given: Mapping[str, Any]) -> Iterator[Named]:
    """What the parameters of one kind name."""
    if kind not in KINDS or kind == FACTS_OF_THE_ACCOUNT:
        return
    checks = {**KINDS[kind].needs, **KINDS[kind].may}
    for name, value in given.items():
        if name in checks:
            yield from _named(checks[name], name, value, given)
    if kind == "alone" and "option" in given:
        yield Named(str(given.get("field")), (given["option"],))
    if kind == "answer_with_entry" and "answer" in given:
        yield Named(str(given.get("field")), (given["answer"],))


def _named(check: parameters.Check, name: str, value: Any, given: Mapping[str, Any]) -> Iterator[Named]:
    if check in (parameters.a_field, parameters.fields_of):
        yield from (Named(str(one)) for one in (value if isinstance(value, list) else [value]))
    elif check is parameters.bounds:
        yield from (Named(str(one["field"])) for one in value if isinstance(one, Mapping) and "field" in one)
    elif check is parameters.a_condition:
        yield from _named_in_condition(value)
    elif check is parameters.choices and isinstance(value, Mapping):
        yield from _named_in_choices(name, value, given)
    elif check is rule_entries.descriptions and isinstance(value, list):
        for needed in value:
            yield from _named_in_choices("where", needed.get("where") or {}, given)
            yield from _named_in_condition(needed.get("when"))


def _named_in_choices(name: str, value: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[Named]:
    """`where` names questions of its group, `allowed` answers of another question; else questions are named whole."""
    if name == "allowed":
        yield Named(str(given.get("depends_on")), tuple(value))
        yield Named(str(given.get("field")), tuple(one for values in value.values() for one in values))
        return
    start = f"{given.get('group')}." if name == "where" else ""
    yield from (Named(f"{start}{key}", tuple(values)) for key, values in value.items())


def _named_in_condition(condition: Any) -> Iterator[Named]:
    for key, operator, operand in condition_keys(condition):
        values = operand if isinstance(operand, list) else [operand]
        yield Named(key.removeprefix("$root."), tuple(values) if operator in ("is", "in", "contains") else ())
