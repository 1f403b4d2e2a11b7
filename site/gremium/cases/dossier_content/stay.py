"""D05: key facts of the stay, its chronology as a table, and the same drawn as a time bar."""

from collections.abc import Sequence

from documents.content import Block, Span, TimeBar
from forms.values import PartialDate, parse_partial_date
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.papers import shade_of, short_status
from gremium.cases.dossier_content.record import Cell, Record
from gremium.cases.dossier_content.telling import columns_of, table_and_rest, tell

GROUP = "chronologie"

EARLIEST_YEAR_DRAWN = 1900


def stay(record: Record) -> tuple[Block, ...]:
    cells = record.of_section("D05")
    entries = tuple(cell for cell in cells if cell.group and cell.group.key == GROUP)
    others = tuple(cell for cell in cells if cell not in entries)
    return (*tell(record, others), *time_bar(record), *_table(record, entries))


def time_bar(record: Record) -> tuple[TimeBar, ...]:
    """The chronology drawn; what has no beginning or no status is in the table alone."""
    drawn = [index for index, _ in enumerate(record.items(GROUP)) if _can_be_drawn(record, index)]
    if not drawn:
        return ()
    words = "; ".join(_in_words(record, index) for index in drawn)
    spans = sorted((_span(record, index) for index in drawn), key=lambda span: span.start)
    return (
        TimeBar(
            spans=tuple(spans),
            alternative=wording.TIME_BAR_WORDS.format(stretches=words),
            heading=wording.TIME_LINE,
        ),
    )


def _table(record: Record, cells: Sequence[Cell]) -> tuple[Block, ...]:
    if not cells:
        return ()
    lengths = {index: _length(record, index) for index in range(len(record.items(GROUP)))}
    return tuple(
        table_and_rest(
            record,
            cells,
            columns=columns_of(cells, always=("ch_bis",)),
            weights={"ch_von": 4, "ch_bis": 4, "ch_status": 8, "ch_ort": 4, "ch_bemerkung": 6, wording.DURATION: 4},
            blank={"ch_bis": _today(record)},
            added={wording.DURATION: lambda index: lengths.get(index, "")},
        )
    )


def _bounds(record: Record, index: int) -> tuple[PartialDate, PartialDate | None] | None:
    """Begin and end of an entry, no end where it lasts; None where a bound is missing or no date."""
    start = parse_partial_date(record.open_answer("ch_von", index))
    said_end = record.open_answer("ch_bis", index)
    end = parse_partial_date(said_end)
    return None if start is None or (said_end and end is None) else (start, end)


def _length(record: Record, index: int) -> str:
    bounds = _bounds(record, index)
    if bounds is None:
        return ""
    start, end = bounds
    if end is None:
        return ages.duration(start, PartialDate(record.day.year, record.day.month, record.day.day))
    return ages.duration(start, end, next_start=_next_start(record, index, start, end))


def _next_start(record: Record, index: int, start: PartialDate, end: PartialDate) -> PartialDate | None:
    """The first beginning of another entry within the month or year in which this one ends."""
    if end.day is not None:
        return None
    others = (_bounds(record, other) for other, _ in enumerate(record.items(GROUP)) if other != index)
    begun = [bounds[0] for bounds in others if bounds and start.earliest <= bounds[0].earliest]
    within = [other for other in begun if end.earliest <= other.earliest <= end.latest]
    return min(within, key=lambda other: other.earliest, default=None)


def _today(record: Record) -> str:
    return wording.TODAY.format(day=ages.shown(record.day))


def _can_be_drawn(record: Record, index: int) -> bool:
    bounds = _bounds(record, index)
    if bounds is None or not record.open_text("ch_status", index):
        return False
    start, end = bounds
    return start.year >= EARLIEST_YEAR_DRAWN and start.earliest <= (end.latest if end else record.day)


def _span(record: Record, index: int) -> Span:
    """A bound known only by its year makes an estimate; a month is exact enough to be drawn."""
    bounds = _bounds(record, index)
    assert bounds is not None
    start, end = bounds
    lasts = end is None or end.latest >= record.day
    return Span(
        start=str(record.open_answer("ch_von", index)),
        end="" if lasts else str(record.open_answer("ch_bis", index)),
        label=short_status(record.open_text("ch_status", index)),
        shade=shade_of(record.open_answer("ch_status", index)),
        is_estimate=start.month is None or (end is not None and end.month is None),
    )


def _in_words(record: Record, index: int) -> str:
    return wording.STRETCH.format(
        label=record.open_text("ch_status", index),
        start=record.open_text("ch_von", index),
        end=record.open_text("ch_bis", index) or _today(record),
    )
