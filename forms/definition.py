"""The form as data: frozen objects read from a form file, and back without loss.

A definition never changes; a change is a new version. Source of the format: the shipped form `kurzantrag.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms.conditions import Condition
from forms.self_check import SelfCheck


class MalformedForm(ValueError):
    """The form file cannot be used; the message names the place."""


LONGEST_SHORT = 24
"""Characters of a question's short title: wider ones push a table's other columns aside."""
MOST_COLUMNS = 6
"""Columns of a group's table in the dossier that a page is wide enough for."""


class QuestionType(StrEnum):
    TEXT = "text"
    TEXTAREA = "textarea"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    PHONE = "phone"
    EMAIL = "email"
    COUNTRY = "country"
    COUNTRY_LIST = "country_list"
    LANGUAGE = "language"
    FILE = "file"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Mark:
    """Answers of one question that raise an exclusion (X1-X3) or a flag (H1-H8) for a person to look at."""

    code: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `minimum`/`maximum` bound characters of a text, the value of an integer, the items of a list.

    `recommended` is a softer `required`: where the answer is missing a warning is given, and nothing is stopped.
    `short` is the title of its column in the dossier's tables, where the label is too long for one.
    """

    key: str
    type: QuestionType
    label: str
    help: str = ""
    required: bool = False
    recommended: bool = False
    when: Condition | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    options_ref: str = ""
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    must_be: bool | None = None
    readonly: bool = False
    derived: bool = False
    prefill: str = ""
    default: Any = None
    sensitivity: str = "S2"
    section: str = "DXX"
    short: str = ""
    rules: tuple[str, ...] = ()
    exclusion: Mark | None = None
    flag: Mark | None = None
    source: str = ""

    def allows(self, size: int) -> bool:
        """Whether a number, a length or a count keeps the limits."""
        return (self.minimum is None or size >= self.minimum) and (self.maximum is None or size <= self.maximum)

    @property
    def title(self) -> str:
        """What stands above its column in a table."""
        return self.short or self.label


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a group may be given; `title` names an item from its answers, like ``{fm_beziehung} {fm_vornamen}``."""

    minimum: int
    maximum: int
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together: given once (`repeat` is None), or as a list of items.

    `columns` are keys of those that are columns of its table in the dossier, in this order; without any the dossier
    itself chooses. What is no column is told below the table.
    """

    key: str
    label: str
    questions: tuple[Question, ...]
    help: str = ""
    required: bool = False
    when: Condition | None = None
    repeat: Repeat | None = None
    columns: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    source: str = ""


Item = Question | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    key: str
    title: str
    intro: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check across answers: a registered `kind` with parameters, never text to be evaluated.

    `flag` is raised where the rule is broken; `flag_unless` is a second rule of the same shape which raises it instead.
    """

    code: str
    severity: Severity
    message: str
    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    flag: str = ""
    flag_unless: "Rule | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One use of the data that is agreed to separately (P0-P8)."""

    code: str
    label: str
    required: str  # "always", "when_s3" or "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentType:
    key: str
    label: str
    sensitivity: str
    recommended: bool = False
    required_when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRules:
    """Limits of uploads: media types, megabytes a file and in all, files, pages a file."""

    accept: tuple[str, ...]
    max_file_mb: int
    max_total_mb: int
    max_files: int
    max_pages: int = 200


@dataclass(frozen=True, slots=True)
class DossierSection:
    """One section of the dossier; `own_pages` begins it, and what follows it, on a new page."""

    title: str
    own_pages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """A whole form of one version; `raw` is the file it was read from, for export without loss.

    `sections` go by their codes and stand in the dossier's order.
    """

    key: str
    version: str
    title: str
    steps: tuple[Step, ...]
    rules: Mapping[str, Rule]
    exclusions: Mapping[str, Mapping[str, Any]]
    flags: Mapping[str, str]
    purposes: Mapping[str, Purpose]
    attachment_types: Mapping[str, AttachmentType]
    file_rules: FileRules
    sections: Mapping[str, DossierSection]
    self_check: SelfCheck | None
    raw: Mapping[str, Any]

    def items(self) -> Iterator[Item]:
        """All questions and groups of the form level, in order."""
        for step in self.steps:
            yield from step.items

    def item(self, key: str) -> Item:
        """The question or group of the form level with this key; KeyError if there is none."""
        for item in self.items():
            if item.key == key:
                return item
        raise KeyError(key)

    def step(self, key: str) -> Step:
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def questions(self) -> Iterator[tuple[Group | None, Question]]:
        """Every question with the group it stands in."""
        for item in self.items():
            if isinstance(item, Group):
                for question in item.questions:
                    yield item, question
            else:
                yield None, item
