"""A form file's data as an editor sees it: every question and group in order, with its step and its words.

Works on data that may be unfinished; whether a form can be used says `forms.reading`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.conditions import ROOT

Raw = Mapping[str, Any]
LISTS_OF_ENTRIES = ("attachment_types", "consent_purposes")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question or group. `path` is what rules call it: its key, inside a group ``group.key``."""

    path: str
    data: Raw
    step: str
    number: int
    """Where it stands in the whole form, from 0."""
    group: str = ""

    @property
    def key(self) -> str:
        return str(self.data.get("key", ""))

    @property
    def label(self) -> str:
        return str(self.data.get("label", "")) or self.key

    @property
    def type(self) -> str:
        return str(self.data.get("type", ""))

    @property
    def is_group(self) -> bool:
        return self.type == "group"

    @property
    def repeats(self) -> bool:
        return self.is_group and self.data.get("repeat") is not None


class Outline:
    """All entries of a form by their paths, in the order in which they are asked."""

    def __init__(self, form: Raw) -> None:
        self.form = form
        self.steps: dict[str, Raw] = {str(step.get("key", "")): step for step in form.get("steps", ())}
        self.entries: dict[str, Entry] = {entry.path: entry for entry in _entries(form)}

    def __getitem__(self, path: str) -> Entry:
        return self.entries[path]

    def __contains__(self, path: object) -> bool:
        return path in self.entries

    def of_step(self, step: str) -> list[Entry]:
        return [entry for entry in self.entries.values() if entry.step == step]

    def label(self, path: str) -> str:
        """The words of a question; the path itself where there is none."""
        return self.entries[path].label if path in self.entries else path

    def full_label(self, path: str) -> str:
        """With the group it stands in, so that several of the same words can be told apart."""
        entry = self.entries.get(path)
        if entry is None or not entry.group:
            return self.label(path)
        return f"{self.label(entry.group)} › {entry.label}"

    def step_title(self, step: str) -> str:
        return str(self.steps.get(step, {}).get("title", "")) or step

    def options(self, path: str) -> dict[str, str]:
        """The options of a choice with their labels; empty for other questions."""
        entry = self.entries.get(path)
        return {} if entry is None else options_of(self.form, entry.data)

    def resolve(self, key: str, asking: Entry | None = None) -> str:
        """The path that a condition means by a key; `asking` is the entry whose condition it is."""
        if key.startswith(ROOT):
            return key.removeprefix(ROOT)
        group = asking.group if asking is not None else ""
        return f"{group}.{key}" if group and f"{group}.{key}" in self.entries else key

    def key_for(self, path: str, asking: Entry | None = None) -> str:
        """How a condition of an entry names a path: the reverse of `resolve`."""
        if asking is None or not asking.group:
            return path
        group, _dot, key = path.rpartition(".")
        return key if group == asking.group else f"{ROOT}{path}"


def _entries(form: Raw) -> Iterator[Entry]:
    number = 0
    for step in form.get("steps", ()):
        step_key = str(step.get("key", ""))
        for item in step.get("fields", ()):
            key = str(item.get("key", ""))
            yield Entry(key, item, step_key, number)
            number += 1
            for question in item.get("fields", ()) if item.get("type") == "group" else ():
                yield Entry(f"{key}.{question.get('key', '')}", question, step_key, number, group=key)
                number += 1


def options_of(form: Raw, question: Raw) -> dict[str, str]:
    """Options with their labels, wherever they are listed."""
    reference = question.get("options_ref")
    if reference is None:
        return {str(key): str(label) for key, label in (question.get("options") or {}).items()}
    if reference in LISTS_OF_ENTRIES:
        return {str(key): str(entry.get("label", key)) for key, entry in form.get(reference, {}).items()}
    return {str(key): str(label) for key, label in form.get("enums", {}).get(reference, {}).items()}


def condition_keys(condition: Any) -> Iterator[tuple[str, str, Any]]:
    """Each comparison in a condition's data: key, operator, operand. What is no condition gives nothing."""
    if not isinstance(condition, Mapping):
        return
    if "field" in condition:
        for operator, operand in condition.items():
            if operator != "field":
                yield str(condition["field"]), str(operator), operand
        return
    for inner in condition.values():
        for part in inner if isinstance(inner, list) else [inner]:
            yield from condition_keys(part)
