"""From the sealed JSON form of a document's content back to the frozen objects."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from documents.content import (
    Attachment,
    Block,
    Chips,
    Content,
    Entries,
    Entry,
    Notice,
    Prose,
    Section,
    Span,
    Table,
    TimeBar,
    Tone,
)


def read_content(data: Mapping[str, Any]) -> Content:
    """The content whose `as_data`, carried through JSON, gave `data`. Raises KeyError, TypeError or ValueError."""
    return Content(
        **{
            **data,
            "cover": _blocks(data["cover"]),
            "sections": tuple(Section(**{**raw, "blocks": _blocks(raw["blocks"])}) for raw in data["sections"]),
            "attachments": tuple(
                Attachment(**{**raw, "entries": _entries(raw["entries"])}) for raw in data["attachments"]
            ),
        }
    )


def _blocks(raw: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(_BLOCKS[block["kind"]](block) for block in raw)


def _entries(raw: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(Entry(**{**entry, "tone": Tone(entry["tone"])}) for entry in raw)


def _table(raw: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in raw["rows"])
    return Table(**{**raw, "columns": tuple(raw["columns"]), "rows": rows, "weights": tuple(raw["weights"])})


def _chips(raw: Mapping[str, Any]) -> Chips:
    return Chips(**{**raw, "chips": tuple((symbol, text) for symbol, text in raw["chips"])})


_BLOCKS: dict[str, Callable[[Mapping[str, Any]], Block]] = {
    "entries": lambda raw: Entries(**{**raw, "entries": _entries(raw["entries"])}),
    "prose": lambda raw: Prose(**raw),
    "table": _table,
    "notice": lambda raw: Notice(**{**raw, "tone": Tone(raw["tone"])}),
    "time_bar": lambda raw: TimeBar(**{**raw, "spans": tuple(Span(**span) for span in raw["spans"])}),
    "chips": _chips,
}
