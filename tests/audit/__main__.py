"""`make audit`: Lighthouse (mobile) on every indexable page in German, Arabic and a prepared language.

Prints Markdown, writes var/audit.json, ends with 1 where a page misses its mark. GREMIUM_AUDIT_RUNS (3),
GREMIUM_AUDIT_LANGUAGES (de,ar,ti) and GREMIUM_AUDIT_ADDRESS (a running site; without it a demo is started) narrow it.
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.audit import lighthouse, tools
from tests.site_running import Demo

REPORT = Path(os.environ.get("GREMIUM_DATA", tools.ROOT / "var")) / "audit.json"
RUNS = int(os.environ.get("GREMIUM_AUDIT_RUNS", "3"))
LANGUAGES = os.environ.get("GREMIUM_AUDIT_LANGUAGES", "de,ar,ti").split(",")
LANGUAGE_WITHOUT_PAGES = ("is-crawlable",)
"""Help in place of a missing page is kept from search engines on purpose."""


@contextmanager
def site() -> Iterator[str]:
    """The origin of the site that is judged."""
    if address := os.environ.get("GREMIUM_AUDIT_ADDRESS"):
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="gremium-audit-") as name:
        demo = Demo(Path(name) / "data", environment={"GREMIUM_LANGUAGES": ",".join(dict.fromkeys(["de", *LANGUAGES]))})
        demo.prepare()
        demo.start()
        try:
            yield demo.address
        finally:
            demo.stop()


def paths(origin: str, language: str) -> tuple[list[str], tuple[str, ...]]:
    """What the sitemap names; for a language without pages of its own the German paths, and what not to ask there."""
    own, german = (_named(origin, code) for code in (language, "de"))
    if len(own) > 1:
        return own, ()
    return [path.replace("/de/", f"/{language}/", 1) for path in german], LANGUAGE_WITHOUT_PAGES


def _named(origin: str, language: str) -> list[str]:
    sitemap = requests.get(f"{origin}/sitemap-{language}.xml", timeout=60)
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"<loc>([^<]+)", sitemap.text)]


def judgements(origin: str) -> Iterator[lighthouse.Judgement]:
    yield lighthouse.judge(origin, "/", RUNS)
    for language in LANGUAGES:
        found, skipped = paths(origin, language)
        for path in found:
            yield lighthouse.judge(origin, path, RUNS, skipped)


def main() -> int:
    try:
        tools.lighthouse()
        tools.chromium()
    except tools.Missing as missing:
        print(f"Not measured: {missing}.")
        return 0
    print("| page | speed | accessibility | good practice | search | shift | largest paint | load |")
    print("|---|---|---|---|---|---|---|---|")
    judged = []
    with site() as origin:
        for one in judgements(origin):
            judged.append(one)
            scores = " | ".join(f"{one.scores[name]:.0f}" for name in lighthouse.CATEGORIES)
            print(f"| {one.path} | {scores} | {one.shift:.3f} | {one.largest_paint:.0f} ms | {one.load} |", flush=True)
            for complaint in one.complaints:
                print(f"{one.path}: {complaint}", file=sys.stderr)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps([one.as_data() for one in judged], indent=1, ensure_ascii=False) + "\n")
    missed = [one.path for one in judged if not one.is_good]
    print(f"\n{len(judged) - len(missed)} of {len(judged)} pages reach their mark.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
