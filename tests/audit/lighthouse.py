"""Lighthouse on a slow phone: network and processor are simulated, so that the scores say little of this machine.

What other programs take from the processor meanwhile still counts as the page's own work. Therefore a page that misses
its mark is judged again and the median counts; each judgement tells the machine's load.
"""

import json
import os
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tests.audit import tools

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_SHIFT = 0.01
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --disable-background-networking "
    "--disable-component-update --disable-sync"
)
OPTIONS = (
    *(f"--only-categories={','.join(CATEGORIES)}", "--form-factor=mobile", "--throttling-method=simulate"),
    *("--output=json", "--quiet", "--no-enable-error-reporting", f"--chrome-flags={FLAGS}"),
)
PATIENCE = 240  # seconds
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores of 100; the shift of the layout; in how many runs; the machine's load while measuring."""

    path: str
    scores: dict[str, float]
    shift: float
    largest_paint: float
    """Milliseconds on a simulated slow phone."""
    complaints: tuple[str, ...]
    runs: int
    load: float

    @property
    def is_good(self) -> bool:
        return all(self.scores[name] >= least for name, least in LEAST.items()) and self.shift <= MOST_SHIFT

    def as_row(self) -> str:
        """A line of a Markdown table."""
        scores = " | ".join(f"{self.scores[name]:.0f}" for name in CATEGORIES)
        return (
            f"| {self.path} | {scores} | {self.shift:.3f} | {self.largest_paint:.0f} ms | {self.runs} | {self.load} |"
        )

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def judge(origin: str, path: str, most_runs: int) -> Judgement:
    """One run where that is good enough, else the median of as many as given."""
    reports = [_report(f"{origin}{path}")]
    if not _judgement(path, reports).is_good:
        reports += [_report(f"{origin}{path}") for _run in range(most_runs - 1)]
    return _judgement(path, reports)


def _judgement(path: str, reports: list[Report]) -> Judgement:
    return Judgement(
        path=path,
        scores={name: statistics.median(_score(report, name) for report in reports) for name in CATEGORIES},
        shift=statistics.median(_number(report, "cumulative-layout-shift") for report in reports),
        largest_paint=statistics.median(_number(report, "largest-contentful-paint") for report in reports),
        complaints=tuple(sorted({complaint for report in reports for complaint in _complaints(report)})),
        runs=len(reports),
        load=round(os.getloadavg()[0], 1),
    )


def _report(address: str) -> Report:
    for _try in range(3):
        done = subprocess.run(
            [*tools.lighthouse(), address, *OPTIONS],
            env={**os.environ, "CHROME_PATH": tools.chromium()},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode == 0 and "runtimeError" not in (report := json.loads(done.stdout)):
            return dict(report)
        time.sleep(2)
    raise RuntimeError(f"Lighthouse failed on {address}: {done.stderr[-500:]}")


def _score(report: Report, category: str) -> float:
    return round(100 * (report["categories"][category]["score"] or 0))


def _number(report: Report, audit: str) -> float:
    return float(report["audits"][audit].get("numericValue") or 0)


def _complaints(report: Report) -> Iterator[str]:
    """What costs points outside of speed."""
    for name in CATEGORIES[1:]:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{name}: {audit['title']}"
