"""Cells as blocks, driven by the form alone: any question an editor adds is told here without code."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from documents.content import Block, Entries, Entry, Prose, Table
from forms.definition import MOST_COLUMNS, QuestionType
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.record import Cell, Record

NUMBERS_PART = 13  # of a table's width is enough for numbers
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
    """A repeating group: a table where its columns are chosen or fit the page's width, else item by item."""
    group = cells[0].group
    assert group is not None
    columns = columns_of(cells)
    is_short = not any(cell.question.type is QuestionType.TEXTAREA for cell in cells)
    if has_chosen_columns(cells) or (len(columns) <= MOST_COLUMNS and is_short):
        return table_and_rest(record, cells, columns=columns)
    return [
        block
        for number, (_, item) in enumerate(groupby(cells, key=_index), start=1)
        for block in tell_group(record, tuple(item), heading=f"{group.label} {number}")
    ]


def has_chosen_columns(cells: Sequence[Cell]) -> bool:
    """Whether the form chooses columns for the group's table and one of them is answered among these."""
    group = cells[0].group if cells else None
    return group is not None and any(cell.key in group.columns for cell in cells)


def columns_of(cells: Sequence[Cell], *, always: Collection[str] = ()) -> dict[str, str]:
    """The columns that the form chooses, else all its questions in order: those answered at least once, with titles."""
    group = cells[0].group
    assert group is not None
    titles = {question.key: question.title for question in group.questions}
    answered = {cell.key for cell in cells} | set(always)
    wanted = group.columns if has_chosen_columns(cells) else titles
    return {key: titles[key] for key in wanted if key in answered}


def table_and_rest(
    record: Record,
    cells: Sequence[Cell],
    *,
    columns: Mapping[str, str],
    weights: Mapping[str, int] | None = None,
    blank: Mapping[str, str] | None = None,
    added: Mapping[str, Callable[[int], str]] | None = None,
) -> list[Block]:
    """The group's table, and below it item by item what has no column; both are numbered where there is a rest."""
    group = cells[0].group
    assert group is not None
    rest = without(cells, columns)
    numbers = {index: str(number) for number, index in enumerate(_indices(cells), start=1)} if rest else {}
    whole = table(
        record, cells, columns=columns, heading=group.label, weights=weights, blank=blank, added=added, numbers=numbers
    )
    return [whole, *_details(record, rest, numbers)]


def _details(record: Record, cells: Sequence[Cell], numbers: Mapping[int, str]) -> Iterator[Block]:
    for index, item in groupby(cells, key=_index):
        told = tuple(item)
        group = told[0].group
        yield from tell_group(record, told, heading=f"{group.label if group else ''} {numbers[index or 0]}")


def table(
    record: Record,
    cells: Sequence[Cell],
    *,
    columns: Mapping[str, str],
    heading: str = "",
    weights: Mapping[str, int] | None = None,
    blank: Mapping[str, str] | None = None,
    added: Mapping[str, Callable[[int], str]] | None = None,
    numbers: Mapping[int, str] | None = None,
) -> Table:
    """One row an item, one column a question, then `added` columns worked out from the item's number.

    `blank` is said where a question was left open; `weights` go by question key or added title, 2 being usual;
    `numbers` of the items stand in a first column.
    """
    texts = {(cell.index, cell.key): record.text(cell) for cell in cells}
    more = added or {}
    shares = [(weights or {}).get(name, 2) for name in (*columns, *more)]
    return Table(
        columns=(*((wording.NUMBER,) if numbers else ()), *columns.values(), *more),
        rows=tuple(
            (
                *((numbers[index],) if numbers else ()),
                *(texts.get((index, key)) or (blank or {}).get(key, "") for key in columns),
                *(say(index) for say in more.values()),
            )
            for index in _indices(cells)
        ),
        weights=(*((max(1, sum(shares) // NUMBERS_PART),) if numbers else ()), *shares),
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


def _indices(cells: Sequence[Cell]) -> list[int]:
    return sorted({cell.index for cell in cells if cell.index is not None})


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
