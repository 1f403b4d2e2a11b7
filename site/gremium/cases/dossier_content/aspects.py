"""D07 and D08: what speaks for a particular hardship, the specially protected part on pages of its own."""

from itertools import groupby

from documents.content import Block, Chips, Entries, Entry, Notice, Prose, Tone
from forms.validation import Findings
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.checks import noticed
from gremium.cases.dossier_content.overview import aspect_chips
from gremium.cases.dossier_content.record import SPECIAL, Cell, Record
from gremium.cases.dossier_content.telling import entry, tell, without


def aspects(record: Record) -> tuple[Block, ...]:
    """The ticked aspects, each with its answers in the form's order, then the reasons in full."""
    own = record.of_section("D07")
    if aspect_chips(record):
        own = without(own, ("haerte_aspekte",))
    steps = {cell.step.key for cell in own}
    here = tuple(cell for cell in record.cells if cell in own or (cell.section == SPECIAL and cell.step.key in steps))
    blocks: list[Block] = []
    for _, run in groupby(here, key=_group_key):
        blocks += _aspect(record, tuple(run))
    return (*_ticked(record), *blocks)


def special(record: Record, findings: Findings) -> tuple[Block, ...]:
    """D08: every answer of class S3, and what the form's checks say about them."""
    cells = record.of_section(SPECIAL)
    if not cells:
        return (Prose(text=wording.NOTHING_SAID),)
    return (
        Notice(text=wording.SPECIAL_NOTE, tone=Tone.ATTENTION),
        *tell(record, cells),
        *noticed(record, findings, special=True),
    )


def _ticked(record: Record) -> tuple[Block, ...]:
    chips = aspect_chips(record)
    if not chips:
        return (Prose(text=wording.NO_ASPECTS),)
    return (Chips(chips=chips),)


def _aspect(record: Record, cells: tuple[Cell, ...]) -> list[Block]:
    group = cells[0].group
    open_cells = tuple(cell for cell in cells if cell.section != SPECIAL)
    if group is None or group.repeat is not None or open_cells == cells:
        return list(tell(record, open_cells))
    entries = (
        *(entry(record, cell) for cell in open_cells),
        Entry(label=wording.DETAILS, value=wording.DETAILS_IN_D08),
    )
    return [Entries(entries=entries, heading=group.label)]


def _group_key(cell: Cell) -> str:
    return cell.group.key if cell.group else ""
