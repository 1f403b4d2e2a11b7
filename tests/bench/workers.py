"""Two and four workers against one: dossiers a minute from a heap that waits before any worker is there."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bench.rows import Row
from tests.documents.installation import Installation

COUNTS = (1, 2, 4)
DOSSIERS = 24
PATIENCE = 600.0


def rows(folder: Path) -> list[Row]:
    rates = {count: _rate(folder / str(count), count) for count in COUNTS}
    return [_row(count, rates) for count in COUNTS[1:]]


def _rate(folder: Path, count: int) -> float:
    """Between the moment when each worker has done one, and the last dossier: starting is no part of it."""
    site = Installation(folder, {"GREMIUM_WORKER_PROCESSES": str(count)})
    site.prepare()
    site.order(DOSSIERS)
    site.start()
    try:
        site.wait_until(lambda: set(site.states()) == {"done"}, PATIENCE)
        ends = sorted(_moment(row[0]) for row in site.rows("SELECT finished_at FROM documents_job"))
    finally:
        site.stop()
    return (DOSSIERS - count) / ((ends[-1] - ends[count - 1]).total_seconds() / 60)


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(str(value))


def _row(count: int, rates: Mapping[int, float]) -> Row:
    return Row(
        name=f"dossiers of seven attachments with {count} workers, against one",
        value=round(rates[count], 1),
        unit="a minute",
        goal="ratio ≥ 1.5 on two cores",
        ratio=round(rates[count] / rates[1], 2),
        note=f"one worker {rates[1]:.1f} a minute; {os.cpu_count()} cores, SQLite; {DOSSIERS} dossiers",
    )
