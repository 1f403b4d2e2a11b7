"""Lighthouse on every page that search engines may find: the median of a few runs, because one run is noisy."""

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
PATIENCE = 240


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores of 100; the shift of the layout; the machine's load while measuring."""

    path: str
    scores: dict[str, float]
    shift: float
    largest_paint: float
    """Milliseconds on a simulated slow phone."""
    complaints: tuple[str, ...]
    load: float

    @property
    def is_good(self) -> bool:
        return all(self.scores[name] >= least for name, least in LEAST.items()) and self.shift <= MOST_SHIFT

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def judge(origin: str, path: str, runs: int, skipped: tuple[str, ...] = ()) -> Judgement:
    reports = [_report(f"{origin}{path}", skipped) for _run in range(runs)]
    return Judgement(
        path=path,
        scores={name: statistics.median(_score(report, name) for report in reports) for name in CATEGORIES},
        shift=statistics.median(_number(report, "cumulative-layout-shift") for report in reports),
        largest_paint=statistics.median(_number(report, "largest-contentful-paint") for report in reports),
        complaints=tuple(sorted({complaint for report in reports for complaint in _complaints(report)})),
        load=round(os.getloadavg()[0], 1),
    )


def _report(address: str, skipped: tuple[str, ...]) -> dict[str, Any]:
    options = [f"--only-categories={','.join(CATEGORIES)}", "--form-factor=mobile", "--output=json", "--quiet"]
    options += [f"--chrome-flags={FLAGS}", *([f"--skip-audits={','.join(skipped)}"] if skipped else [])]
    for _try in range(3):
        done = subprocess.run(
            [*tools.lighthouse(), address, *options],
            env={**os.environ, "CHROME_PATH": tools.chromium()},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode == 0 and "runtimeError" not in (report := json.loads(done.stdout)):
            return dict(report)
        time.sleep(2)
    raise RuntimeError(f"Lighthouse failed on {address}: {done.stderr[-500:]}")


def _score(report: dict[str, Any], category: str) -> float:
    return round(100 * (report["categories"][category]["score"] or 0))


def _number(report: dict[str, Any], audit: str) -> float:
    return float(report["audits"][audit].get("numericValue") or 0)


def _complaints(report: dict[str, Any]) -> Iterator[str]:
    """What costs points outside of speed."""
    for name in CATEGORIES[1:]:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{name}: {audit['title']}"
