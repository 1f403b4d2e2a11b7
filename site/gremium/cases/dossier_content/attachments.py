"""D12 and D13: the list of attachments, and what each divider page says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from documents.content import Attachment, Block, Entry, Notice, Prose, Table, Tone
from forms.definition import Question, QuestionType
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.record import NOWHERE, SPECIAL, Cell, Record, file_references, section_of
from gremium.cases.dossier_content.telling import entry, tell, without

_LISTED = ("an_typ", "an_titel", "an_person", "an_datum", "an_uebersetzung", "an_inhalt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One attachment: what was answered about it, and its files, none where the file is still missing."""

    key: str
    number: int
    question: Question
    about: tuple[Cell, ...]
    file: Cell | None

    @property
    def files(self) -> tuple[str, ...]:
        return file_references(self.file.answer) if self.file else ()


def filed(record: Record) -> tuple[Filed, ...]:
    """Every answered file question and every item that could have a file, whichever step or group it stands in."""
    return tuple(
        Filed(key=f"anlage-{number}", number=number, question=question, about=about, file=file)
        for number, (question, about, file) in enumerate(_files(record), start=1)
    )


def dividers(record: Record) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            key=item.key,
            number=item.number,
            title=title_of(record, item),
            entries=_entries(record, item),
            description=_description(record, item),
        )
        for item in filed(record)
    )


def title_of(record: Record, item: Filed) -> str:
    """The short title that was given (`an_titel`), else what the question asked for."""
    for cell in item.about:
        if cell.key == "an_titel":
            return record.text(cell)
    return item.question.label


def _description(record: Record, item: Filed) -> str:
    """What it shows, in the case manager's one sentence (`an_inhalt`): read aloud where its pages cannot be seen."""
    return next((record.text(cell) for cell in item.about if cell.key == "an_inhalt"), "")


def list_of_attachments(record: Record) -> tuple[Block, ...]:
    items = filed(record)
    rest = tuple(cell for cell in without(record.of_section("D12"), _LISTED) if not is_file(cell))
    listed = Table(
        columns=(
            wording.NUMBER,
            wording.KIND,
            wording.ATTACHMENT_TITLE,
            wording.CONCERNS,
            wording.DATE,
            wording.LANGUAGE,
            wording.PAGES,
        ),
        rows=tuple(_row(record, item) for item in items),
        weights=(2, 7, 7, 6, 4, 5, 3),
        empty=wording.NO_ATTACHMENTS,
    )
    return (listed, *_sensitive(record, items), *tell(record, rest))


def attached(record: Record) -> tuple[Block, ...]:
    """D13: what belongs to no attachment; without that the section is a bookmark alone, for the dividers follow."""
    loose = tuple(cell for cell in record.of_section("D13") if cell.group is None and not is_file(cell))
    none = () if filed(record) else (Prose(text=wording.NO_ATTACHMENTS),)
    return (*none, *tell(record, loose))


def is_file(cell: Cell) -> bool:
    return cell.question.type is QuestionType.FILE


def _row(record: Record, item: Filed) -> tuple[str, ...]:
    about = {cell.key: record.text(cell) for cell in item.about}
    return (
        str(item.number),
        about.get("an_typ", item.question.label),
        title_of(record, item),
        *(about.get(key, "") for key in ("an_person", "an_datum", "an_uebersetzung")),
        _pages(record, item),
    )


def _pages(record: Record, item: Filed) -> str:
    facts = [record.uploads.get(file) for file in item.files]
    pages = sum(fact.pages for fact in facts if fact)
    if facts and all(fact and not fact.problem for fact in facts):
        return str(pages)
    return wording.PAGES_INCOMPLETE.format(pages=pages) if pages else wording.PAGES_MISSING


def _sensitive(record: Record, items: Sequence[Filed]) -> tuple[Block, ...]:
    numbers = [str(item.number) for item in items if _is_sensitive(record, item)]
    if not numbers:
        return ()
    return (Notice(text=wording.SENSITIVE.format(numbers=", ".join(numbers)), tone=Tone.ATTENTION),)


def _is_sensitive(record: Record, item: Filed) -> bool:
    """Attachments of a type that falls under Art. 9 GDPR, such as a medical certificate."""
    kinds = [record.form.attachment_types.get(str(cell.answer)) for cell in item.about if cell.key == "an_typ"]
    return item.question.sensitivity == "S3" or any(kind and kind.sensitivity == "S3" for kind in kinds)


def _entries(record: Record, item: Filed) -> tuple[Entry, ...]:
    """What the divider says: all that was answered about the attachment, then its files and pages."""
    told = (entry(record, cell) for cell in item.about if cell.key != "an_titel")
    problems = [fact.problem for file in item.files if (fact := record.uploads.get(file)) and fact.problem]
    return (
        *told,
        *(() if item.file is None or item.file.section == SPECIAL else (entry(record, item.file),)),
        *(Entry(label=wording.INFO, value=problem, tone=Tone.SERIOUS) for problem in problems),
    )


def _files(record: Record) -> Iterator[tuple[Question, tuple[Cell, ...], Cell | None]]:
    """File questions that may appear in the dossier, each with the open answers beside it and its own answer."""
    for (group_key, _), run in groupby(record.cells, key=lambda cell: (cell.group and cell.group.key, cell.index)):
        cells = tuple(run)
        answered = {cell.key: cell for cell in cells if is_file(cell)}
        about = tuple(cell for cell in cells if group_key and cell.section != SPECIAL and not is_file(cell))
        for question in _file_questions(cells):
            yield question, about, answered.get(question.key)


def _file_questions(cells: Sequence[Cell]) -> Iterator[Question]:
    group = cells[0].group
    asked = group.questions if group else tuple(cell.question for cell in cells)
    return (question for question in asked if question.type is QuestionType.FILE and section_of(question) != NOWHERE)
