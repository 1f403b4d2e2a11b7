"""D04: the family as a table, one row a person, then what else was said about each."""

from itertools import groupby

from documents.content import Block, Table
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.persons import everyone, member_age
from gremium.cases.dossier_content.record import Cell, Record
from gremium.cases.dossier_content.telling import tell, tell_group, without

GROUP = "familienmitglieder"
_TOLD = (
    "fm_mitantrag",
    "fm_beziehung",
    "fm_vornamen",
    "fm_familienname",
    "fm_geburtsdatum",
    "fm_geburtsjahr",
    "fm_status",
    "fm_wo",
)


def family(record: Record) -> tuple[Block, ...]:
    cells = record.of_section("D04")
    of_members = tuple(cell for cell in cells if cell.group and cell.group.key == GROUP)
    others = tuple(cell for cell in cells if cell not in of_members)
    return (
        _table(record),
        *_details(record, without(of_members, _TOLD)),
        *tell(record, others, heading=wording.WHOLE_FAMILY),
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
