"""Days of a time bar as places on a line of years; a partial day is its whole month or year."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any


def placed_spans(spans: Sequence[Mapping[str, Any]], day: str) -> dict[str, Any]:
    """The spans with `from` and `to` as decimal years, and the `first` and `last` year of the line."""
    placed = [
        {**span, "from": _year(_earliest(span["start"])), "to": _year(_latest(span["end"] or day or span["start"]))}
        for span in spans
    ]
    return {
        "spans": placed,
        "first": min((span["from"] for span in placed), default=0.0),
        "last": max((max(span["from"], span["to"]) for span in placed), default=0.0),
    }


def _earliest(partial: str) -> date:
    year, month, day = (*partial.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(day))


def _latest(partial: str) -> date:
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts[0], 12) if len(parts) == 1 else parts
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _year(day: date) -> float:
    start = date(day.year, 1, 1)
    length = (date(day.year + 1, 1, 1) - start).days
    return round(day.year + (day - start).days / length, 4)
