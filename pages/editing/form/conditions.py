"""Conditions as the condition builder holds them: the same data, with the paths of questions instead of keys."""

from collections.abc import Callable, Mapping
from typing import Any

from forms.conditions import MalformedCondition, parse_condition
from forms.revising.outline import Entry, Outline
from pages.editing.form.values import Data, Unusable, set_or_drop


def shown_condition(condition: Any, outline: Outline, asking: Entry | None) -> Any:
    """With every question by its path."""
    return _renamed(condition, lambda key: outline.resolve(key, asking))


def written_condition(condition: Any, outline: Outline, asking: Entry | None) -> Any:
    """With every question named as the entry must name it. Raises Unusable for what is no condition."""
    if not condition:
        return None
    renamed = _renamed(condition, lambda path: outline.key_for(path, asking))
    try:
        parse_condition(renamed)
    except MalformedCondition as error:
        raise Unusable(str(error)) from error
    return renamed


def condition(name: str, outline: Outline, asking: Entry | None) -> Callable[[Data, Any], None]:
    """Writes a condition, or takes it away."""

    def write(data: Data, value: Any) -> None:
        set_or_drop(data, name, written_condition(value, outline, asking))

    return write


def _renamed(condition: Any, rename: Callable[[str], str]) -> Any:
    if isinstance(condition, list):
        return [_renamed(part, rename) for part in condition]
    if not isinstance(condition, Mapping):
        return condition
    if "field" in condition:
        return {**condition, "field": rename(str(condition["field"]))}
    return {word: _renamed(inner, rename) for word, inner in condition.items()}
