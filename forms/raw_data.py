"""Checks of what stands in a form file; each raises MalformedForm with a sentence that names the place."""

from collections.abc import Mapping
from typing import Any

from forms.definition import MalformedForm


def mapping(raw: object, place: str) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise MalformedForm(f"{place} must be a mapping, not {shown(raw)}")
    return dict(raw)


def sequence(raw: object, place: str) -> list[Any]:
    if not isinstance(raw, list):
        raise MalformedForm(f"{place} must be a list, not {shown(raw)}")
    return raw


def text(raw: object, place: str) -> str:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool) or not str(raw).strip():
        raise MalformedForm(f"{place} must be a text, not {shown(raw)}")
    return str(raw)


def truth(raw: object, place: str) -> bool:
    if not isinstance(raw, bool):
        raise MalformedForm(f"{place} must be true or false, not {shown(raw)}")
    return raw


def number(raw: object, place: str) -> int | None:
    if raw is not None and (not isinstance(raw, int) or isinstance(raw, bool)):
        raise MalformedForm(f"{place} must be a whole number, not {shown(raw)}")
    return raw


def shown(raw: object) -> str:
    text = repr(raw)
    return "nothing" if raw is None else text if len(text) < 60 else f"{text[:57]}…"


def refuse_doubles(keys: list[str], place: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise MalformedForm(f"{place}: the key „{key}“ is given twice")
