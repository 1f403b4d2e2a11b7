"""Answers a second of a public page, kept and not kept, beside the same page as a file and a plain Wagtail page.

All by the same web server with the same settings, in turns, so that the machine's moods meet all of them alike.
"""

import gzip
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gremium.supervising import web_arguments
from tests.bench.rows import Row
from tests.documents.installation import ROOT, Installation
from tests.site_running import Demo

PAGE = "/de/so-laeuft-es-ab/"
ANEW = f"{PAGE}?x=1"
"""Whatever stands behind a question mark is never kept."""

FILE = "/static/bench.html"
PLAIN = "/de/"
ROUNDS, SECONDS = 3, 2.0


def rows(folder: Path) -> list[Row]:
    ours = Demo(folder / "ours")
    ours.prepare()
    with serving(ours, "gremium.wsgi:application"):
        html = _read(ours, PAGE)
    _lay_down(ours.folder / "static/bench.html", html)
    plain = _plain_site(folder / "plain", html)
    with serving(ours, "gremium.wsgi:application"), serving(plain, "tests.bench.plain.wsgi:application"):
        asked = {"kept": (ours, PAGE), "anew": (ours, ANEW), "file": (ours, FILE), "plain": (plain, PLAIN)}
        found = _in_turns({name: f"http://localhost:{site.port}{path}" for name, (site, path) in asked.items()})
    return _told(found)


@contextmanager
def serving(site: Installation, application: str) -> Iterator[None]:
    """The web server alone, as the supervisor starts it."""
    arguments = [sys.executable, *web_arguments(site.port, application)]
    with (site.folder / "web.out").open("w") as said:
        server = subprocess.Popen(arguments, env=site.variables, cwd=ROOT, stdout=said, stderr=said)
    try:
        site.wait_until(lambda: site.ask("/") != 0, seconds=60)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _plain_site(folder: Path, html: bytes) -> Installation:
    """A Wagtail site of the simplest kind that shows the same text."""
    own = {"BENCH_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": "tests.bench.plain.settings"}
    site = Installation(folder, own)
    folder.mkdir()
    text = folder / "text.html"
    text.write_bytes(html.partition(b"<main")[2].partition(b">")[2].partition(b"</main>")[0])
    site.run("tests.bench.plain", str(text))
    return site


def _lay_down(path: Path, html: bytes) -> None:
    """As the server wants its static files: plain, and compressed beside it."""
    path.write_bytes(html)
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(html, mtime=0))


def _read(site: Installation, path: str) -> bytes:
    with urllib.request.urlopen(f"http://localhost:{site.port}{path}", timeout=30) as answer:
        content: bytes = answer.read()
    return content


def _in_turns(addresses: Mapping[str, str]) -> dict[str, float]:
    """Answers a second of each, the median of its turns."""
    found: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            asking = [sys.executable, "-m", "tests.bench.loading", address, str(SECONDS)]
            done = subprocess.run(asking, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
            found[name].append(float(done.stdout))
    return {name: statistics.median(rates) for name, rates in found.items()}


def _told(found: Mapping[str, float]) -> list[Row]:
    file, plain = found["file"], found["plain"]
    return [
        _row("public page from the cache", found["kept"], file, f"ratio to the same page as a file ({file:.0f}/s)"),
        _row("public page from the cache, against plain Wagtail", found["kept"], plain, _beside(plain)),
        _row("public page made anew", found["anew"], file, f"ratio to the same page as a file ({file:.0f}/s)"),
        _row("public page made anew, against plain Wagtail", found["anew"], plain, _beside(plain)),
    ]


def _row(name: str, rate: float, reference: float, note: str) -> Row:
    return Row(name=name, value=round(rate), unit="answers/s", ratio=round(rate / reference, 2), note=note)


def _beside(plain: float) -> str:
    return f"ratio to a plain Wagtail page with a language menu ({plain:.0f}/s)"
