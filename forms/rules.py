"""The registered kinds of rules. A rule of a form names a kind and gives it parameters; nothing is ever evaluated.

A kind yields the paths at which its rule is broken. A missing answer breaks no rule: that it is missing is said
by the structural check.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import rule_choices, rule_consents, rule_dates, rule_entries, rule_texts
from forms.facts import Facts
from forms.parameters import Kind, MalformedRule

KINDS: Mapping[str, Kind] = {
    name: kind
    for module in (rule_dates, rule_choices, rule_entries, rule_texts, rule_consents)
    for name, kind in module.KINDS.items()
}


def check_rule(kind: str, parameters: Mapping[str, Any], fields: frozenset[str]) -> None:
    """Raise MalformedRule unless the kind is registered and the parameters are what it takes."""
    if kind not in KINDS:
        raise MalformedRule(f"there is no kind „{kind}“; known are {', '.join(sorted(KINDS))}")
    known = {**KINDS[kind].needs, **KINDS[kind].may}
    for name in parameters:
        if name not in known:
            raise MalformedRule(f"{kind} takes no „{name}“; it takes {', '.join(known)}")
    for name in KINDS[kind].needs:
        if name not in parameters:
            raise MalformedRule(f"{kind} needs „{name}“")
    for name, value in parameters.items():
        known[name](name, value, fields)


def concerned(kind: str, parameters: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    """Names of those whom a broken rule is about; none where the place says it."""
    concerns = KINDS[kind].concerns
    if concerns is not None:
        yield from concerns(facts, parameters)


def broken_at(kind: str, parameters: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    """Paths at which a rule is broken."""
    yield from KINDS[kind].breaks(facts, parameters)
