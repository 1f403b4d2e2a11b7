"""From handing in to a ready dossier and a bundle, with a real worker; and how much memory that takes at its peak."""

import json
import statistics
from pathlib import Path

from tests.bench.rows import Row
from tests.site_running import running_demo

ROUNDS = 3


def rows(folder: Path) -> list[Row]:
    with running_demo(folder) as demo:
        made = [json.loads(demo.run("tests.bench.inside", "submit")) for _round in range(ROUNDS)]
        bundle = json.loads(demo.run("tests.bench.inside", "bundle"))
        peaks = {name: _peak_mb(pid) for name, pid in demo.family("celery")}
    ready = statistics.median(run["ready"] for run in made)
    changed = statistics.median(run["changed"] for run in made)
    handed_in = statistics.median(run["submit"] for run in made)
    return [
        Row(
            name="C1 with ten attachments of five pages, from handing in to ready",
            value=round(ready, 2),
            unit="s (median)",
            goal="≤ 3 s",
            ratio=round(ready / handed_in, 1),
            note=f"handing in itself takes {handed_in:.2f} s; {made[0]['pages']} pages",
        ),
        Row(
            name="the same after one attachment was replaced, from the order to ready",
            value=round(changed, 2),
            unit="s (median)",
            goal="≤ 1 s",
            ratio=round(changed / ready, 2),
            note="ratio to the first time",
        ),
        Row(
            name="a bundle of 20 such dossiers, from the order to ready",
            value=round(bundle["bundle"], 2),
            unit="s",
            goal="≤ 5 s",
            ratio=round(bundle["bundle"] / bundle["plain"], 1),
            note=f"{bundle['pages']} pages; ratio to pikepdf joining the pages alone, {bundle['plain']:.2f} s",
        ),
        Row(
            name="peak memory of a worker",
            value=max(peaks.values()),
            unit="MB",
            goal="< 400 MB",
            note=", ".join(f"{name} {peak} MB" for name, peak in peaks.items()),
        ),
    ]


def _peak_mb(pid: int) -> int:
    """0 for a process that has just ended and holds no memory any more."""
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(peak.split()[1]) // 1024
