"""`make audit`: Lighthouse (mobile) on a page of every indexable template in German, Arabic and a prepared language.

Prints Markdown, writes var/audit.json, ends with 1 where a page misses its mark. A page that misses it at first is
judged again, three times in all, and the median counts. Needs npm's registry once and no other place.
GREMIUM_AUDIT_RUNS (3), GREMIUM_AUDIT_LANGUAGES (de,ar,ti) and GREMIUM_AUDIT_ADDRESS (a running site; without it a
demo is started) narrow it.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.audit import lighthouse, templates, tools
from tests.site_running import Demo

REPORT = Path(os.environ.get("GREMIUM_DATA", tools.ROOT / "var")) / "audit.json"
RUNS = int(os.environ.get("GREMIUM_AUDIT_RUNS", "3"))
LANGUAGES = os.environ.get("GREMIUM_AUDIT_LANGUAGES", "de,ar,ti").split(",")


@contextmanager
def site() -> Iterator[str]:
    """The origin of the site that is judged."""
    if address := os.environ.get("GREMIUM_AUDIT_ADDRESS"):
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="gremium-audit-") as name:
        offered = ",".join(dict.fromkeys(["de", *LANGUAGES]))
        demo = Demo(Path(name) / "data", environment={"GREMIUM_LANGUAGES": offered})
        demo.prepare()
        demo.run("tests.audit.contents", *(code for code in LANGUAGES if code != "de"))
        demo.start()
        try:
            yield demo.address
        finally:
            demo.stop()


def judgements(origin: str) -> Iterator[lighthouse.Judgement]:
    yield lighthouse.judge(origin, "/", RUNS)
    for language in LANGUAGES:
        for path in templates.addresses(origin, language):
            yield lighthouse.judge(origin, path, RUNS)


def main() -> int:
    try:
        tools.lighthouse()
        tools.chromium()
    except tools.Missing as missing:
        print(f"Not measured: {missing}.")
        return 0
    judged = []
    print("| page | speed | accessibility | good practice | search | shift | largest paint | runs | load |")
    print("|---|---|---|---|---|---|---|---|---|")
    with site() as origin:
        for one in judgements(origin):
            judged.append(one)
            print(one.as_row(), flush=True)
            for complaint in one.complaints:
                print(f"{one.path}: {complaint}", file=sys.stderr)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps([one.as_data() for one in judged], indent=1, ensure_ascii=False) + "\n")
    missed = [one.path for one in judged if not one.is_good]
    print(f"\n{len(judged) - len(missed)} of {len(judged)} pages reach their mark.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
