"""One question as a page shows it: its control, what stands in it, and what is said beside it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forms.definition import Question, QuestionType
from forms.file_places import FilePlace
from forms.sentences import Sentence
from forms.wordings import address_of_place

SHORT_TYPES = {QuestionType.DATE, QuestionType.PARTIAL_DATE, QuestionType.INTEGER, QuestionType.PHONE}
PERSON_QUESTIONS = {"an_person"}
"""Text questions that name a person of the draft: chosen from a list instead of typed."""
NAME_LISTS = {
    QuestionType.COUNTRY: "countries",
    QuestionType.COUNTRY_LIST: "countries",
    QuestionType.LANGUAGE: "languages",
}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool
    id: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """A value somebody else typed at the same time, to be taken or dropped."""

    mark: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A sentence beside a question that never blocks; `when` shows it live, `tone` is a class of the style sheet."""

    text: Sentence
    tone: str
    is_shown: bool = True
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """One question as a page shows it. `control` names the part of the template.

    Pages hold hundreds: what the template asks for several times is made once, which is why there are no slots.
    """

    place: str
    question: Question
    control: str
    text: str = ""
    options: tuple[Option, ...] = ()
    texts: tuple[str, ...] = ()
    """What stands in the inputs of a question with several."""
    markup: str = ""
    attributes: str = ""
    is_shown: bool = True
    when: str = ""
    is_proposed: bool = False
    errors: tuple[Sentence, ...] = ()
    warned: tuple[Warned, ...] = ()
    clashes: tuple[Clash, ...] = ()
    files: FilePlace | None = None
    said: Sentence | None = None
    """The label of a question that is not the form's own."""

    @property
    def part(self) -> str:
        """The part of the template for this control."""
        return f"forms/prompts/_{self.control}.html"

    @property
    def is_labelled(self) -> bool:
        """Whether one control stands under one label; the others have a legend or name themselves."""
        return self.control in ("text", "textarea", "select", "name")

    @cached_property
    def address(self) -> str:
        """Start of the addresses of the question's texts."""
        return address_of_place(self.place)

    @cached_property
    def id(self) -> SafeString:
        return escape(html_id(self.place))

    @cached_property
    def described_by(self) -> str:
        """Ids of help, format hint and errors; "" where nothing of these is said."""
        parts = [
            f"{self.id}-help" if self.help else "",
            f"{self.id}-format" if self.format_hint else "",
            f"{self.id}-error" if self.errors else "",
        ]
        return " ".join(part for part in parts if part)

    @property
    def aria(self) -> SafeString:
        """What the control says of its help and its errors, as attributes."""
        described = format_html(' aria-describedby="{}"', self.described_by) if self.described_by else SafeString("")
        return described + SafeString(' aria-invalid="true"') if self.errors else described

    @property
    def help(self) -> str:
        """The form's help text; one about typing a person's id is moot where she is chosen by name."""
        return "" if self.question.key in PERSON_QUESTIONS else self.question.help

    @property
    def format_hint(self) -> str:
        match self.question.type:
            case _ if self.list_id:
                return _("Type a few letters and choose from the list.")
            case QuestionType.DATE:
                return _("DD.MM.YYYY, for example 16.02.2026")
            case QuestionType.PARTIAL_DATE:
                return _("DD.MM.YYYY; if unknown, MM.YYYY or YYYY is enough")
            case _:
                return ""

    @property
    def anchor(self) -> str:
        """The element an error summary leads to: the first one that takes input."""
        if self.control in ("radios", "ticks") and self.options:
            return self.options[0].id
        return self.id + {"names": "-1", "file": "-new"}.get(self.control, "")

    @cached_property
    def list_id(self) -> str:
        """The list of names that helps with typing; "" where there is none."""
        return NAME_LISTS.get(self.question.type, "") if self.control in ("name", "names") else ""

    @property
    def is_short(self) -> bool:
        return self.question.type in SHORT_TYPES

    @property
    def rows(self) -> int:
        """Height of a textarea, by how much may be written."""
        most = self.question.maximum or 800
        return 14 if most > 3000 else 7 if most > 1000 else 4


def html_id(place: str) -> str:
    return "f-" + place.replace(".", "-")
