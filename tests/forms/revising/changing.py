"""Shorthand for changes of a form's data."""

from collections.abc import Iterator
from typing import Any

Data = dict[str, Any]


def items(form: Data) -> Iterator[Data]:
    """All questions and groups, those inside groups too."""
    for step in form["steps"]:
        for item in step["fields"]:
            yield item
            yield from item.get("fields", ())


def item(form: Data, key: str) -> Data:
    return next(one for one in items(form) if one["key"] == key)


def step(form: Data, key: str) -> Data:
    return next(one for one in form["steps"] if one["key"] == key)


def remove(form: Data, key: str) -> Data:
    """Take a question or group out and give it back."""
    for one in form["steps"]:
        for fields in (one["fields"], *(inner["fields"] for inner in one["fields"] if "fields" in inner)):
            for number, data in enumerate(fields):
                if data["key"] == key:
                    removed: Data = fields.pop(number)
                    return removed
    raise KeyError(key)


def question(key: str, label: str = "Etwas Neues?", **more: Any) -> Data:
    return {"key": key, "type": "text", "required": False, "label": label, "sens": "S1", "dossier": "D01"} | more
