"""What papers the board issues: for whom each is, and which facts it needs. See domain, section 6.

A kind is fixed in code, its wording is not: that stands in templates (`models.LetterTemplate`, `shipped`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reader(models.TextChoices):
    """For whom a paper is meant; only counsellors and persons read it beside another language."""

    COUNSELLOR = "counsellor", _("counselling and person")
    PERSON = "person", _("person concerned, through the counselling")
    MEMBERS = "members", _("members of the board")
    OFFICE = "office", _("immigration office, by hand")
    RECORD = "record", _("record or public")


BESIDE = frozenset({Reader.COUNSELLOR, Reader.PERSON})
"""Readers whose papers say their fixed sentences in the person's language too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """One fact. `is_free`: sentences somebody wrote in German; they stand in a block of their own and stay German.

    Where an optional fact is missing, the sentence or block that names it is left out.
    """

    key: str
    label: str
    example: str
    is_free: bool = False
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactList:
    """Several facts of one sort, each a line of German text; an empty one is left out with what introduces it."""

    key: str
    label: str
    examples: tuple[str, ...]
    is_optional: bool = True
    is_numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    """Facts that come several times together, such as all that minutes say of each case; `counts` are suppressed."""

    key: str
    label: str
    heading: str
    placeholders: tuple[Placeholder, ...]
    lists: tuple[FactList, ...] = ()
    repeats: int = 2
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a choice: how editors call it, and its fixed sentences; the first stands out."""

    value: str
    label: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A fact with few values, each with sentences nobody types anew: a result, a ground."""

    key: str
    label: str
    options: tuple[Option, ...]
    example: str = ""

    def option(self, value: str) -> Option | None:
        return next((one for one in self.options if one.value == value), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`title` is the subject line and the file's title; `running` stands on top of each page.

    `must_say`: sentences no editor may leave out. `purpose`: what every adult of the case must agree to.
    """

    key: str
    title: str
    reader: Reader
    placeholders: tuple[Placeholder, ...] = ()
    lists: tuple[FactList, ...] = ()
    groups: tuple[FactGroup, ...] = ()
    choices: tuple[Choice, ...] = ()
    running: str = ""
    must_say: tuple[str, ...] = ()
    purpose: str = ""

    def __str__(self) -> str:
        return self.title

    @property
    def is_beside(self) -> bool:
        return self.reader in BESIDE

    def placeholder(self, key: str) -> Placeholder | None:
        return next((one for one in self.placeholders if one.key == key), None)

    def fact_list(self, key: str) -> FactList | None:
        return next((one for one in self.lists if one.key == key), None)

    def group(self, key: str) -> FactGroup | None:
        return next((one for one in self.groups if one.key == key), None)

    def choice(self, key: str) -> Choice | None:
        return next((one for one in self.choices if one.key == key), None)


class UnknownKind(LookupError):
    """No such paper was registered."""


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Add a kind of paper; called where the kind is defined. The last definition of a key counts."""
    _kinds[kind.key] = kind
    return kind


def kind_of(key: str) -> Kind:
    """Raises UnknownKind."""
    try:
        return _kinds[key]
    except KeyError as error:
        raise UnknownKind(key) from error


def all_kinds() -> Sequence[Kind]:
    """In the order of their registration."""
    return tuple(_kinds.values())
