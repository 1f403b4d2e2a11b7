from datetime import date
from typing import Any

import pytest

from forms.conditions import MalformedCondition, Scope, parse_condition

TODAY = date(2026, 2, 16)
SCOPE = Scope({"a": "ja", "list": ["x", "y"], "born": "2008", "flag": True, "group": {"b": 1}}, TODAY)


@pytest.mark.parametrize(
    ("raw", "holds"),
    [
        ({"field": "a", "is": "ja"}, True),
        ({"field": "a", "in": ["nein", "ja"]}, True),
        ({"field": "a", "in": []}, False),
        ({"field": "list", "contains": "y"}, True),
        ({"field": "a", "contains": "j"}, False),
        ({"field": "none", "filled": True}, False),
        ({"field": "none", "filled": False}, True),
        ({"field": "born", "under_age": 18}, True),
        ({"field": "none", "under_age": 18}, False),
        ({"field": "flag", "is": 1}, False),
        ({"field": "list", "is": ["x", "y"]}, True),
        ({"field": "group.b", "is": 1}, True),
        ({"not": {"field": "a", "is": "ja"}}, False),
        ({"all": []}, True),
        ({"any": []}, False),
        ({"any": [{"field": "a", "is": "nein"}, {"all": [{"field": "a", "is": "ja"}]}]}, True),
    ],
)
def test_a_condition_means_what_the_grammar_says(raw: dict[str, Any], holds: bool) -> None:
    condition = parse_condition(raw)

    assert condition.holds(SCOPE) is holds
    assert condition.as_data() == raw


def test_in_an_item_a_bare_key_means_the_item_and_root_the_form() -> None:
    inside = SCOPE.within({"b": "nein"})

    assert not parse_condition({"field": "a", "filled": True}).holds(inside)
    assert parse_condition({"field": "$root.a", "is": "ja"}).holds(inside)
    assert parse_condition({"field": "b", "is": "nein"}).holds(inside)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "a = ja",
        {},
        {"field": "a"},
        {"field": "a", "is": 1, "in": [1]},
        {"field": "a", "like": "x"},
        {"field": "a", "in": "ja"},
        {"field": "a", "under_age": "18"},
        {"field": "a", "under_age": True},
        {"field": "a", "filled": "true"},
        {"all": {"field": "a", "is": 1}},
        {"not": [{"field": "a", "is": 1}]},
        {"all": [], "any": []},
    ],
)
def test_what_is_outside_the_grammar_is_refused(raw: Any) -> None:
    with pytest.raises(MalformedCondition):
        parse_condition(raw)


@pytest.mark.parametrize("junk", [None, 5, {"a": []}, [[]], "2026-99"])
def test_conditions_bear_any_answer(junk: Any) -> None:
    scope = Scope({"a": junk}, TODAY)

    for raw in ({"is": "x"}, {"in": ["x"]}, {"contains": "x"}, {"filled": True}, {"under_age": 18}):
        assert parse_condition({"field": "a", **raw}).holds(scope) in (True, False)
