"""`make bench`: what the system costs, measured side by side in one run. Prints Markdown, writes var/bench.json.

Each row holds a ratio and the absolute figures of this run. Budgets are no assertions: machines differ, ratios less.
`python -m tests.bench growth assembling` takes those alone and writes no report.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
REPORT = Path(os.environ.get("GREMIUM_DATA", ROOT / "var")) / "bench.json"

from tests import environment  # noqa: E402, F401  (a demo installation in a folder of its own)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

from tests.bench import (  # noqa: E402
    assembling,
    crowded,
    editor,
    growth,
    inputs,
    keyboard,
    pipeline,
    public,
    reading_room,
    rendering,
    waiting,
    wizard,
    workers,
)
from tests.bench.rows import NotMeasured, Row  # noqa: E402

MEASURES: tuple[Callable[[Path], list[Row]], ...] = (
    inputs.rows,
    assembling.rows,
    growth.rows,
    rendering.rows,
    wizard.rows,
    editor.rows,
    keyboard.rows,
    pipeline.rows,
    workers.rows,
    waiting.rows,
    public.rows,
    crowded.rows,
    reading_room.rows,
)


def measure(folder: Path, wanted: Sequence[str] = ()) -> list[Row]:
    """All rows, or those of the modules that are `wanted`; what cannot be measured here says why."""
    found: list[Row] = []
    for take in MEASURES:
        place = folder / take.__module__.rpartition(".")[2]
        if wanted and place.name not in wanted:
            continue
        place.mkdir()
        print(f"Measuring {place.name} …", file=sys.stderr)
        try:
            found += take(place)
        except NotMeasured as reason:
            found.append(Row(name=place.name, note=f"not measured: {reason}"))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gremium-bench-") as name:
        found = measure(Path(name), sys.argv[1:])
    print("| what | measured | goal | ratio | beside |\n|---|---|---|---|---|")
    for row in found:
        print(f"| {row.name} | {row.shown} | {row.goal} | {row.ratio or '–'} | {row.note} |")
    if sys.argv[1:]:
        return
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps([row.as_data() for row in found], indent=1, ensure_ascii=False) + "\n")
    print(f"\nWritten to {REPORT.name}.", file=sys.stderr)


if __name__ == "__main__":
    main()
