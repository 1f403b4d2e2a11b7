"""What a rule may look at: readable visible answers, the day, and the facts from outside the form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.conditions import Condition, Scope
from forms.definition import FormDefinition, Group


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of an uploaded file: pages, bytes, media type, and whether it could be read."""

    pages: int
    size: int
    media_type: str
    is_readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`files` by the names that answers give; `account` is None where no account is asking."""

    form: FormDefinition
    answers: Mapping[str, Any]
    today: date
    consent_version: str = ""
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    account: Mapping[str, str] | None = None

    def find(self, field_path: str) -> "Iterator[tuple[str, Any, Mapping[str, Any]]]":
        """Every answer of a question named like ``chronologie.ch_von``: its path, itself, and its level."""
        group_key, _dot, key = field_path.rpartition(".")
        for path, level in self.levels(group_key):
            if key in level:
                yield f"{path}{key}", level[key], level

    def levels(self, group_key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The form level for "", the group, or each item of the repeating group; with the prefix of its paths."""
        if not group_key:
            yield "", self.answers
            return
        group = self.answers.get(group_key)
        if isinstance(group, list):
            for index, item in enumerate(group):
                yield f"{group_key}[{index}].", item
        elif isinstance(group, Mapping):
            yield f"{group_key}.", group

    def beside(self, other: str, level: Mapping[str, Any], field_path: str) -> Any:
        """The answer of another question: of the same item if both stand in one group, else of the form level."""
        group, _dot, key = other.rpartition(".")
        if group == field_path.rpartition(".")[0]:
            return level.get(key)
        return next((answer for _path, answer, _level in self.find(other)), None)

    def holds(self, condition: Condition, item: Mapping[str, Any] | None = None) -> bool:
        return condition.holds(Scope(self.answers, self.today, item))

    def entries(self, group_key: str) -> list[tuple[str, Mapping[str, Any]]]:
        """The items of a repeating group with their paths, without the dot at the end."""
        return [(path.removesuffix("."), item) for path, item in self.levels(group_key)]

    def group(self, key: str) -> Group | None:
        return next((item for item in self.form.items() if isinstance(item, Group) and item.key == key), None)
