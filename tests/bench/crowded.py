"""Time and queries of each desk and reading-room page with 2,000 cases and 200 meetings in the database."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.bench.rows import Row
from tests.site_running import Demo

MOST_MS, MOST_QUERIES = 150, 15


def rows(folder: Path) -> list[Row]:
    site = Demo(folder / "ours")
    site.lay_tables()
    return [_row(one) for one in json.loads(site.run("tests.bench.many"))]


def _row(one: Mapping[str, float]) -> Row:
    beside = (
        f"slowest {one['slowest']:.0f} ms, computing {one['computing']:.0f} ms, "
        f"{one['queries']} queries, {one['kilobytes']} KB"
    )
    return Row(
        name=f"2,000 cases: {one['page']}",
        value=round(one["median"]),
        unit="ms (median)",
        goal=f"≤ {MOST_MS} ms, ≤ {MOST_QUERIES} queries",
        note=beside,
    )
