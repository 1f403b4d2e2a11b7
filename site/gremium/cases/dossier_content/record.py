"""The answers of one case as cells: each answered question where it stands, with the dossier section it belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from forms.conversation import Conversation
from forms.definition import FormDefinition, Group, Question, QuestionType, Step
from forms.dossier_sections import NOWHERE, SPECIAL
from forms.presentation import display
from forms.values import is_filled
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.scripts import language_of

__all__ = ["NOWHERE", "SPECIAL", "AttachmentFacts", "Cell", "Record", "file_references", "section_of"]

APPLICANT_REFERENCE = "antragsteller"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentFacts:
    """What is known of one uploaded file: its name, its pages after the gate, and why it cannot be shown, if so."""

    name: str
    pages: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One answered question; `index` numbers the items of a repeating group from 0."""

    step: Step
    group: Group | None
    index: int | None
    question: Question
    answer: Any

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def section(self) -> str:
        return section_of(self.question)


def section_of(question: Question) -> str:
    """Where a question's answer stands: special categories (S3) in D08 alone, whatever the form's editor wrote."""
    if question.section == NOWHERE:
        return NOWHERE
    return SPECIAL if question.sensitivity == "S3" else question.section


@dataclass(frozen=True)
class Record:
    """The visible answers of one case on one day, and how each is said in words."""

    form: FormDefinition
    answers: Mapping[str, Any]
    day: date
    uploads: Mapping[str, AttachmentFacts]
    conversation: Conversation = field(default_factory=Conversation)
    """How the answers came about at the desk."""
    supplements: tuple[tuple[str, str], ...] = ()
    """What was added after filing: a dated head and a line without names."""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every answered question that belongs into the dossier, in the form's order."""
        return tuple(cell for cell in self._all_cells() if cell.section != NOWHERE)

    def of_section(self, code: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.section == code)

    def items(self, group_key: str) -> tuple[Mapping[str, Any], ...]:
        """The items of a repeating group; what is no item is left out."""
        given = self.answers.get(group_key)
        return tuple(item for item in given if isinstance(item, Mapping)) if isinstance(given, list) else ()

    def open_cell(self, key: str, index: int | None = None) -> Cell | None:
        """The cell of a question that may stand anywhere in the dossier: never one of D08."""
        for cell in self.cells:
            if cell.key == key and cell.index == index and cell.section != SPECIAL:
                return cell
        return None

    def open_text(self, key: str, index: int | None = None) -> str:
        """The answer in words, empty if there is none or it must stay in D08."""
        cell = self.open_cell(key, index)
        return self.text(cell) if cell else ""

    def open_answer(self, key: str, index: int | None = None) -> Any:
        cell = self.open_cell(key, index)
        return cell.answer if cell else None

    def text(self, cell: Cell) -> str:
        """The answer in words: options by their labels, persons by name, files by file name."""
        if cell.question.type is QuestionType.FILE:
            return ", ".join(self.file_name(file) for file in file_references(cell.answer))
        if cell.question.type is QuestionType.TEXT and isinstance(cell.answer, str) and cell.answer in self.names:
            return self.names[cell.answer]
        return display(cell.question, cell.answer)

    def language(self, text: str) -> str:
        return language_of(text, str(self.answers.get("sprache") or ""))

    def file_name(self, file: str) -> str:
        facts = self.uploads.get(file)
        return facts.name if facts else file

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names by reference: `antragsteller` and the family's ids, as „Hemin Karvani (F1)“."""
        names = {APPLICANT_REFERENCE: wording.APPLICANT}
        if self.applicant_name:
            names[APPLICANT_REFERENCE] = wording.PERSON_WITH_REFERENCE.format(
                name=self.applicant_name, reference=wording.APPLICANT
            )
        for index, member in enumerate(self.items("familienmitglieder")):
            reference = str(member.get("fm_id") or "")
            if reference:
                names[reference] = wording.PERSON_WITH_REFERENCE.format(
                    name=self.member_name(index) or self._plain("fm_beziehung", index), reference=reference
                ).strip()
        return names

    def member_name(self, index: int) -> str:
        return _joined(self._plain("fm_vornamen", index), self._plain("fm_familienname", index))

    @property
    def applicant_name(self) -> str:
        return _joined(self._plain("vornamen"), self._plain("familienname"))

    def _plain(self, key: str, index: int | None = None) -> str:
        """As `open_text`, for the answers that name persons themselves."""
        cell = self.open_cell(key, index)
        return display(cell.question, cell.answer) if cell else ""

    def _all_cells(self) -> Iterator[Cell]:
        for step in self.form.steps:
            for item in step.items:
                given = self.answers.get(item.key)
                if isinstance(item, Question):
                    if is_filled(given):
                        yield Cell(step=step, group=None, index=None, question=item, answer=given)
                elif item.repeat is None:
                    yield from _group_cells(step, item, None, given)
                else:
                    for index, values in enumerate(self.items(item.key)):
                        yield from _group_cells(step, item, index, values)


def _group_cells(step: Step, group: Group, index: int | None, values: Any) -> Iterator[Cell]:
    if not isinstance(values, Mapping):
        return
    for question in group.questions:
        answer = values.get(question.key)
        if is_filled(answer):
            yield Cell(step=step, group=group, index=index, question=question, answer=answer)


def file_references(answer: Any) -> tuple[str, ...]:
    """The files of one answer in order, whether one or a list was given."""
    given = answer if isinstance(answer, list) else [answer]
    return tuple(file for file in given if isinstance(file, str) and file)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
