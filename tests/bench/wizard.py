"""Server time of each wizard step, read and saved, beside the sign-in page of the same server in the same run."""

import json
import statistics
import time
from pathlib import Path

import requests

from tests.bench.rows import Row
from tests.forms.browser import FormReader
from tests.site_running import Demo, running_demo

CASE_MANAGER = "fallmanagement@demo.example"
ROUNDS = 5


def rows(folder: Path) -> list[Row]:
    with running_demo(folder) as demo:
        demo.come_to_rest()
        session = signed_in(demo, CASE_MANAGER)
        made = json.loads(demo.run("tests.bench.inside", "draft"))
        reference = timed(lambda: requests.get(f"{demo.address}/accounts/login/", timeout=30))
        taken = {step: _step(session, f"{demo.address}/de/antrag/{made['draft']}/{step}/") for step in made["steps"]}
    slowest = max(taken, key=lambda step: taken[step])
    median = statistics.median(taken.values())
    note = f"slowest: {slowest} {taken[slowest]:.0f} ms; a page without a case takes {reference:.0f} ms"
    return [
        Row(
            name="wizard step without a new file, read or saved",
            value=round(median),
            unit="ms (median)",
            goal="< 150 ms",
            ratio=round(median / reference, 2),
            note=note,
        ),
        Row(
            name="slowest wizard step",
            value=round(taken[slowest]),
            unit="ms (median)",
            goal="< 150 ms",
            ratio=round(taken[slowest] / reference, 2),
            note=slowest,
        ),
    ]


def _step(session: requests.Session, address: str) -> float:
    """The slower of reading the step and saving it unchanged, in milliseconds."""
    page = session.get(address, timeout=30)
    page.raise_for_status()
    typed = {**FormReader(page.text).sent, "action": ["save"]}
    headers = {"Referer": address}
    saving = timed(lambda: session.post(address, data=typed, headers=headers, allow_redirects=False, timeout=30))
    return max(timed(lambda: session.get(address, timeout=30)), saving)


def timed(ask: object) -> float:
    """Median over a few rounds, in milliseconds, after one that does not count."""
    assert callable(ask)
    ask().raise_for_status()
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        ask().raise_for_status()
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


def signed_in(demo: Demo, email: str) -> requests.Session:
    """A session of this account, second factor included."""
    session = requests.Session()
    fields: dict[str, str] = {"login": email, "password": demo.password}
    for address, typed in (("login", fields), ("2fa/authenticate", {"code": ""})):
        page = f"{demo.address}/accounts/{address}/"
        token = session.get(page, timeout=30).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        if "code" in typed:
            typed["code"] = demo.code(email)
        session.post(page, data={**typed, "csrfmiddlewaretoken": token}, headers={"Referer": page}, timeout=30)
    return session
