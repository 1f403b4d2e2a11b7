"""Cells as blocks, driven by the form alone: any question an editor adds is told here without code."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby

from documents.content import Block, Entries, Entry, Prose, Table
from forms.definition import QuestionType
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.record import Cell, Record

MOST_COLUMNS = 6
LONG_QUESTION = 2000  # letters that a question allows
LONG_TEXT = 500  # letters of an answer


def tell(record: Record, cells: Sequence[Cell], *, heading: str = "") -> tuple[Block, ...]:
    """All cells in the form's order: single answers, groups under their heading, repeating groups as tables.

    Single answers stand under their step's title where they come from several steps or would seem to belong to the
    group before them; else under `heading`.
    """
    has_steps = len({cell.step.title for cell in cells if cell.group is None}) > 1
    blocks: list[Block] = []
    above = ""
    for (step, group, _), run in groupby(cells, key=_place):
        told = tuple(run)
        if group:
            blocks += tell_items(record, told) if told[0].index is not None else tell_group(record, told)
            above = group if isinstance(blocks[-1], Entries) else above
        else:
            own = step if has_steps or above else heading
            blocks += tell_answers(record, told, heading=own if own != above else "")
            above = own
    return tuple(blocks)


def tell_answers(record: Record, cells: Sequence[Cell], *, heading: str = "") -> list[Block]:
    """Answers of the form level: long texts stand on their own, confirmations in a table, the rest as entries."""
    blocks: list[Block] = []
    for kind, run in groupby(cells, key=partial(_manner, record)):
        told = tuple(run)
        if kind == "prose":
            blocks += [prose(record, cell) for cell in told]
        elif kind == "confirmation":
            blocks.append(_confirmations(record, told))
        else:
            blocks.append(Entries(entries=tuple(entry(record, cell) for cell in told), heading=heading))
            heading = ""
    return blocks


def tell_group(record: Record, cells: Sequence[Cell], *, heading: str = "") -> list[Block]:
    """A group that is given once, or one item: everything below one heading."""
    group = cells[0].group
    title = heading or (group.label if group else "")
    return [Entries(entries=tuple(entry(record, cell) for cell in cells), heading=title)]


def tell_items(record: Record, cells: Sequence[Cell]) -> list[Block]:
    """A repeating group: a table while it fits the page's width, else item by item."""
    group = cells[0].group
    assert group is not None
    columns = columns_of(cells)
    if len(columns) <= MOST_COLUMNS and not any(cell.question.type is QuestionType.TEXTAREA for cell in cells):
        return [table(record, cells, columns=columns, heading=group.label)]
    return [
        block
        for number, (_, item) in enumerate(groupby(cells, key=_index), start=1)
        for block in tell_group(record, tuple(item), heading=f"{group.label} {number}")
    ]


def columns_of(cells: Sequence[Cell], *, always: Collection[str] = ()) -> dict[str, str]:
    """The questions answered at least once, in the form's order, with a title short enough for a column."""
    answered = {cell.key for cell in cells} | set(always)
    group = cells[0].group
    questions = group.questions if group else ()
    return {
        question.key: wording.SHORT_LABELS.get(question.key, question.label)
        for question in questions
        if question.key in answered
    }


def table(
    record: Record,
    cells: Sequence[Cell],
    *,
    columns: Mapping[str, str],
    heading: str = "",
    weights: Mapping[str, int] | None = None,
    blank: Mapping[str, str] | None = None,
    added: Mapping[str, Callable[[int], str]] | None = None,
) -> Table:
    """One row an item, one column a question, then `added` columns worked out from the item's number.

    `blank` is said where a question was left open; `weights` go by question key or added title, 2 being usual.
    """
    texts = {(cell.index, cell.key): record.text(cell) for cell in cells}
    indices = sorted({cell.index for cell in cells if cell.index is not None})
    more = added or {}
    return Table(
        columns=(*columns.values(), *more),
        rows=tuple(
            (
                *(texts.get((index, key)) or (blank or {}).get(key, "") for key in columns),
                *(say(index) for say in more.values()),
            )
            for index in indices
        ),
        weights=tuple((weights or {}).get(name, 2) for name in (*columns, *more)),
        heading=heading,
    )


def entry(record: Record, cell: Cell, *, label: str = "") -> Entry:
    text = record.text(cell)
    return Entry(label=label or cell.question.label, value=text, lang=record.language(text))


def prose(record: Record, cell: Cell) -> Prose:
    text = record.text(cell)
    return Prose(heading=cell.question.label, text=text, lang=record.language(text))


def shortened(text: str, longest: int) -> str:
    """At most `longest` letters, cut between words where it can be, with a sign that something follows."""
    if len(text) <= longest:
        return text
    kept = text[:longest].rsplit(" ", 1)[0]
    return f"{kept} …"


def without(cells: Iterable[Cell], keys: Iterable[str]) -> tuple[Cell, ...]:
    """The cells that are left when some were told already."""
    told = frozenset(keys)
    return tuple(cell for cell in cells if cell.key not in told)


def _confirmations(record: Record, cells: Sequence[Cell]) -> Table:
    return Table(
        columns=(wording.STATEMENT, wording.ANSWER),
        rows=tuple((cell.question.label, record.text(cell)) for cell in cells),
        weights=(8, 1),
    )


def _place(cell: Cell) -> tuple[str, str, bool]:
    return cell.step.title, cell.group.key if cell.group else "", cell.group is None


def _index(cell: Cell) -> int | None:
    return cell.index


def _manner(record: Record, cell: Cell) -> str:
    """How a single answer is set: the form's longest texts always as prose, so that they look alike in each case."""
    if cell.question.type is QuestionType.BOOLEAN:
        return "confirmation"
    if cell.question.type is not QuestionType.TEXTAREA:
        return "entry"
    is_long = (cell.question.maximum or 0) > LONG_QUESTION or len(record.text(cell)) > LONG_TEXT
    return "prose" if is_long else "entry"
