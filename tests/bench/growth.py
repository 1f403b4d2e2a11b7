"""How CPU and memory of a document grow with its pages, from 10 to 10,000; draws both to var/growth.svg."""

import json
import math
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from documents.assembling import AttachmentFile, assemble
from documents.rendering import render
from tests.bench.assembling import PAGES, content_of, text_file
from tests.bench.memory import peak_mb
from tests.bench.rows import Row

SIZES = (10, 100, 1_000, 10_000)
PLOT = Path(__file__).resolve().parents[2] / "var" / "growth.svg"
WIDTH, HEIGHT, EDGE = 640, 400, 70


def rows(folder: Path) -> list[Row]:
    """Each size in a process of its own, so that its memory is its own. Attachments of ten tagged pages of text."""
    found = [_measured(size) for size in SIZES]
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    PLOT.write_text(drawn(found), "utf-8")
    (small, large) = found[-2:]
    each = [1000 * one["cpu"] / one["pages"] for one in (small, large)]
    return [
        Row(
            name="CPU per page at 10,000 pages of attachments, against 1,000",
            value=round(each[1], 2),
            unit="ms CPU",
            goal="ratio ≤ 1.2",
            ratio=round(each[1] / each[0], 2),
            note="; ".join(f"{one['pages']} p: {one['cpu']} s, {one['mb']} MB" for one in found) + f"; see {PLOT.name}",
        )
    ]


def _measured(size: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.growth", str(size)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(size: int) -> dict[str, float]:
    """CPU seconds of layout and joining, and the peak of memory in MB above what the process holds before."""
    content = content_of(size // PAGES)
    pdf = text_file(1)
    files = {one.key: [AttachmentFile(name="a.pdf", pdf=pdf, pages=PAGES)] for one in content.attachments}
    before = peak_mb()
    start = time.process_time()
    compiled = assemble(render(content, dict.fromkeys(files, PAGES)), files, content)
    cpu = time.process_time() - start
    return {"pages": compiled.pages, "cpu": round(cpu, 2), "mb": round(peak_mb() - before)}


def drawn(found: Sequence[dict[str, float]]) -> str:
    """Both curves on axes that grow by tens: a straight line at 45 degrees is linear growth."""
    curves = {"CPU seconds": ("cpu", "#1d5b79", ""), "memory in MB": ("mb", "#a8431b", "7 4")}
    most = max(math.log10(max(one["pages"], one["mb"], 1)) for one in found)

    def place(pages: float, value: float) -> tuple[float, float]:
        across, up = math.log10(pages), math.log10(max(value, 0.01)) + 2
        return EDGE + (WIDTH - 2 * EDGE) * across / most, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * up / (most + 2)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">']
    parts.append(f'<title>Growth with the number of pages</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>')
    for power in range(-2, math.ceil(most) + 1):
        x, y = place(10 ** max(power, 0), 10**power)
        parts.append(f'<path d="M{EDGE} {y:.0f}H{WIDTH - EDGE}" stroke="#ddd"/>')
        parts.append(f'<text x="{EDGE - 8}" y="{y + 4:.0f}" font-size="12" text-anchor="end">{10.0**power:g}</text>')
        if power >= 1:
            parts.append(
                f'<text x="{x:.0f}" y="{HEIGHT - 48}" font-size="12" text-anchor="middle">{10**power:,}</text>'
            )
    for number, (name, (key, colour, dashes)) in enumerate(curves.items()):
        points = " ".join("{:.0f},{:.0f}".format(*place(one["pages"], one[key])) for one in found)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="3" stroke-dasharray="{dashes}"/>'
        )
        parts.append(f'<text x="{EDGE + 12}" y="{EDGE + 20 * number}" font-size="14" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 18}" font-size="14" text-anchor="middle">pages</text></svg>')
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
