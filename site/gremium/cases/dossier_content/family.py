"""D04: the family as a table, one row a person, then what else was said about each."""

from itertools import groupby

from documents.content import Block, Table
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.persons import everyone, member_age
from gremium.cases.dossier_content.record import Cell, Record
from gremium.cases.dossier_content.telling import columns_of, has_chosen_columns, tell, tell_group, without

GROUP = "familienmitglieder"
_NAMES = ("fm_vornamen", "fm_familienname")
_TOLD = (
    "fm_mitantrag",
    "fm_beziehung",
    *_NAMES,
    "fm_geburtsdatum",
    "fm_geburtsjahr",
    "fm_status",
    "fm_wo",
)


def family(record: Record) -> tuple[Block, ...]:
    cells = record.of_section("D04")
    of_members = tuple(cell for cell in cells if cell.group and cell.group.key == GROUP)
    others = tuple(cell for cell in cells if cell not in of_members)
    chosen = _chosen(of_members)
    return (
        _chosen_table(record, of_members, chosen) if chosen else _table(record),
        *_details(record, without(of_members, (*_NAMES, *chosen) if chosen else _TOLD)),
        *tell(record, others, heading=wording.WHOLE_FAMILY),
    )


def _chosen(cells: tuple[Cell, ...]) -> dict[str, str]:
    """The columns that the form chooses, with their titles; the name is always one."""
    columns = columns_of(cells) if has_chosen_columns(cells) else {}
    return {key: title for key, title in columns.items() if key not in _NAMES}


def _chosen_table(record: Record, cells: tuple[Cell, ...], columns: dict[str, str]) -> Table:
    texts = {(cell.index, cell.key): record.text(cell) for cell in cells}
    people = everyone(record)[1:]
    return Table(
        columns=(
            wording.IDENTIFIER,
            wording.NAME,
            wording.AGE_ON.format(day=ages.shown(record.day)),
            *columns.values(),
        ),
        rows=tuple(
            (person.reference, person.name, person.age, *(texts.get((index, key), "") for key in columns))
            for index, person in enumerate(people)
        ),
        weights=(3, 7, 5, *(6 for _ in columns)),
    )


def _table(record: Record) -> Table:
    rows = tuple(_row(record, index) for index, _ in enumerate(record.items(GROUP)))
    return Table(
        columns=(
            wording.IDENTIFIER,
            wording.NAME,
            wording.RELATION,
            wording.BORN,
            wording.AGE_ON.format(day=ages.shown(record.day)),
            wording.STATUS,
            wording.LIVES,
            wording.JOINS,
        ),
        rows=rows,
        weights=(3, 7, 7, 6, 5, 9, 6, 4),
        empty=wording.NO_FAMILY,
    )


def _row(record: Record, index: int) -> tuple[str, ...]:
    person = everyone(record)[index + 1]
    born = record.open_text("fm_geburtsdatum", index)
    if not born and (year := record.open_text("fm_geburtsjahr", index)):
        born = wording.APPROXIMATELY.format(year=year)
    return (
        person.reference,
        person.name,
        person.relation,
        born,
        member_age(record, index),
        person.paper,
        person.lives,
        record.open_text("fm_mitantrag", index),
    )


def _details(record: Record, cells: tuple[Cell, ...]) -> list[Block]:
    people = everyone(record)
    return [
        block
        for index, told in groupby(cells, key=lambda cell: cell.index)
        for block in tell_group(record, tuple(told), heading=people[(index or 0) + 1].title)
    ]
