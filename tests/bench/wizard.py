"""Server time of each wizard step, read, saved and saved while typing, with many entries too.

Beside them, in the same run, the sign-in page of the same server and the same step in a plain formtools wizard.
"""

import json
import re
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.bench.public import serving
from tests.bench.rows import Row
from tests.documents.installation import Installation
from tests.forms.browser import FormReader
from tests.site_running import Demo, running_demo

CASE_MANAGER = "fallmanagement@demo.example"
ROUNDS = 7
COMPARED = "person"
"""A step without repeated entries, as a plain wizard has them."""


@dataclass(frozen=True)
class Taken:
    """Milliseconds of one step: reading it, saving it unchanged, saving a letter more or less while typing."""

    read: float
    saved: float
    typed: float

    @property
    def slower(self) -> float:
        return max(self.read, self.saved)


def rows(folder: Path) -> list[Row]:
    with running_demo(folder / "ours") as demo:
        demo.come_to_rest()
        session = signed_in(demo, CASE_MANAGER)
        usual, crowded = json.loads(demo.run(*INSIDE, "draft")), json.loads(demo.run(*INSIDE, "crowd"))
        reference = timed(lambda: requests.get(f"{demo.address}/accounts/login/", timeout=30))
        taken = {step: _step(session, _address(demo, usual, step), text) for step, text in usual["steps"].items()}
        many = {step: _step(session, _address(demo, crowded, step), text) for step, text in crowded["steps"].items()}
        html = session.get(_address(demo, usual, COMPARED), timeout=30).text
        with _plain_wizard(folder / "plain", html) as address:
            plain = _plain_step(address, html)
            ours = _step(session, _address(demo, usual, COMPARED), "")
    beside = f"a page without a case takes {reference:.0f} ms"
    median = statistics.median(step.slower for step in taken.values())
    slowest = max(taken, key=lambda step: taken[step].slower)
    largest = max(many, key=lambda step: many[step].slower)
    typing = statistics.median(step.typed for step in taken.values())
    typed, typed_many = ({step: one.typed for step, one in found.items()} for found in (taken, many))
    both, plain_both = ours.read + ours.saved, plain.read + plain.saved
    return [
        _row("wizard step without a new file, read or saved", median, 150, reference, beside),
        _row("slowest wizard step", taken[slowest].slower, 150, reference, slowest),
        _row(
            "slowest wizard step with 30 family members and 30 attachments",
            many[largest].slower,
            150,
            reference,
            largest,
        ),
        _row("saving while typing", typing, 50, reference, _slowest(typed)),
        _row(
            "saving while typing with 30 family members and 30 attachments",
            statistics.median(typed_many.values()),
            50,
            reference,
            _slowest(typed_many),
        ),
        Row(
            name=f"step “{COMPARED}” read and saved, against a plain formtools wizard",
            value=round(both),
            unit="ms (median)",
            ratio=round(both / plain_both, 2),
            note=f"the same fields in a session wizard take {plain_both:.0f} ms",
        ),
    ]


INSIDE = ("tests.bench.inside",)


def _row(name: str, value: float, most: int, reference: float, note: str) -> Row:
    ratio = round(value / reference, 2)
    return Row(name=name, value=round(value), unit="ms (median)", goal=f"≤ {most} ms", ratio=ratio, note=note)


def _address(demo: Demo, made: dict[str, str], step: str) -> str:
    return f"{demo.address}/de/antrag/{made['draft']}/{step}/"


def _slowest(taken: Mapping[str, float]) -> str:
    step = max(taken, key=lambda one: taken[one])
    return f"slowest: {step}, {taken[step]:.0f} ms"


def _step(session: requests.Session, address: str, text: str) -> Taken:
    """The times of one step; `text` is the place of a text on it, where it has one."""
    page = session.get(address, timeout=30)
    page.raise_for_status()
    sent = FormReader(page.text).sent
    headers = {"Referer": address}

    def post(headers: Mapping[str, str], **action: str) -> requests.Response:
        return session.post(address, data={**sent, **action}, headers=headers, allow_redirects=False, timeout=30)

    def type_on() -> requests.Response:
        """As the page's script does: what changed goes out, the base of the answer is that of the next save."""
        if text:
            sent[text] = [f"{sent[text][0]}x" if len(sent[text][0]) % 2 else sent[text][0][:-1]]
        answer = post({**headers, "X-Requested-With": "script"}, action="autosave:brief", live="1")
        sent["base"] = re.findall(r'name="base" value="(\d+)"', answer.text)
        return answer

    typed = timed(type_on)
    read, saved = timed(lambda: session.get(address, timeout=30)), timed(lambda: post(headers, action="save"))
    return Taken(read=read, saved=saved, typed=typed)


@contextmanager
def _plain_wizard(folder: Path, html: str) -> Iterator[str]:
    """The address of a plain session wizard with the fields of our step."""
    folder.mkdir()
    (folder / "fields.json").write_text(json.dumps(FormReader(html).sent))
    site = Installation(folder, {"BENCH_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": "tests.bench.plain.settings"})
    site.run("tests.bench.plain")
    with serving(site, "tests.bench.plain.wsgi:application"):
        yield f"http://localhost:{site.port}/wizard/"


def _plain_step(address: str, html: str) -> Taken:
    session = requests.Session()
    page = session.get(address, timeout=30).text
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    management = {"wizard_view-current_step": "0", "csrfmiddlewaretoken": token}
    sent = {f"0-{name}": value for name, value in FormReader(html).sent.items()}
    headers = {"Referer": address}
    return Taken(
        read=timed(lambda: session.get(address, timeout=30)),
        saved=timed(lambda: session.post(address, data={**sent, **management}, headers=headers, timeout=30)),
        typed=0,
    )


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
