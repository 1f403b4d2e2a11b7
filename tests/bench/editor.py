"""Server time of the form editor: opening every step of the shipped form, and saving it with a change."""

import html
import json
import re
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.bench.rows import Row
from tests.bench.wizard import INSIDE, signed_in, timed
from tests.site_running import Demo, running_demo

EDITOR = "redaktion@demo.example"
ROUNDS = 3
GOAL = 2000
"""Milliseconds for the whole form."""
SHOWN = re.compile(r'name="shown" value="([0-9a-f]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Taken:
    """Milliseconds for all steps together: opening them, saving them."""

    opened: float
    saved: float


def rows(folder: Path) -> list[Row]:
    with running_demo(folder / "ours") as demo:
        demo.come_to_rest()
        return measured(demo)


def measured(demo: Demo) -> list[Row]:
    session = signed_in(demo, EDITOR)
    steps: dict[str, dict[str, list[str]]] = json.loads(demo.run(*INSIDE, "editor"))
    reference = timed(lambda: requests.get(f"{demo.address}/accounts/login/", timeout=30))
    entries = sum(len([name for name in fields if name.endswith("-value-label")]) for fields in steps.values())
    _round(session, demo, steps, 0)
    taken = [_round(session, demo, steps, number) for number in range(1, ROUNDS + 1)]
    note = f"{len(steps)} steps, {entries} questions and groups; a page without a case takes {reference:.0f} ms"
    opened = statistics.median(one.opened for one in taken)
    saved = statistics.median(one.saved for one in taken)
    return [
        _row("the form editor opens every step of the shipped form", opened, reference, note),
        _row("the form editor saves every step of the shipped form with a change", saved, reference, note),
    ]


def _row(name: str, value: float, reference: float, note: str) -> Row:
    ratio = round(value / reference, 2)
    return Row(name=name, value=round(value), unit="ms (median)", goal=f"≤ {GOAL} ms", ratio=ratio, note=note)


def _round(session: requests.Session, demo: Demo, steps: dict[str, dict[str, list[str]]], number: int) -> Taken:
    opened = saved = 0.0
    for step, fields in steps.items():
        address = f"{demo.address}/cms/formular/schritt/{step}/"
        started = time.perf_counter()
        page = session.get(address, timeout=60)
        opened += time.perf_counter() - started
        page.raise_for_status()
        shown, token = SHOWN.search(page.text), TOKEN.search(page.text)
        assert shown, step
        assert token, step
        sent = {**fields, "shown": shown[1], "csrfmiddlewaretoken": html.unescape(token[1])}
        sent["title"] = [f"{fields['title'][0]} {number}"]
        started = time.perf_counter()
        answer = session.post(address, data=sent, headers={"Referer": address}, allow_redirects=False, timeout=60)
        saved += time.perf_counter() - started
        assert answer.status_code == requests.codes.found, (step, answer.status_code)
    return Taken(1000 * opened, 1000 * saved)
