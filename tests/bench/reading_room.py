"""How long a member waits for the first page of a dossier of 300 pages, in a real browser, from the address on."""

import json
import statistics
from pathlib import Path

from tests.bench.rows import NotMeasured, Row
from tests.bench.wizard import signed_in
from tests.chromium import NoChromium, running_chromium
from tests.site_running import running_demo

MEMBER = "mitglied1@demo.example"
ROUNDS = 5
READER = "[data-reader]"


def rows(folder: Path) -> list[Row]:
    """Raises NotMeasured where there is no browser."""
    try:
        with running_chromium() as chromium, running_demo(folder / "demo") as demo:
            demo.come_to_rest()
            made = json.loads(demo.run("tests.bench.inside", "long"))
            context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE")
            cookies = signed_in(demo, MEMBER).cookies
            context.add_cookies([{"name": one.name, "value": str(one.value), "url": demo.address} for one in cookies])
            tab = context.new_page()
            shown = []
            for _round in range(1 + ROUNDS):  # the first one fetches the engine, which the browser keeps
                tab.goto(f"{demo.address}/de/mitglieder/lesen/dossier/{made['case']}/")
                tab.wait_for_selector(f"{READER}[data-shown-at]", timeout=60_000)
                shown.append(int(tab.locator(READER).get_attribute("data-shown-at") or 0))
            context.close()
    except NoChromium as reason:
        raise NotMeasured(str(reason)) from reason
    return [
        Row(
            name="first page of a dossier of 300 pages in the viewer",
            value=statistics.median(shown[1:]),
            unit="ms (median)",
            goal="≤ 1000 ms",
            note=f"slowest {max(shown[1:])} ms, for the first time {shown[0]} ms; {made['pages']} pages",
        )
    ]
