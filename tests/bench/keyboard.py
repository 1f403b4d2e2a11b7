"""What entering C4, and the consent of C1's family, costs somebody who uses keys alone, in a real browser.

Minutes follow from what was pressed and waited for by the model that `tests.forms.driven.tally` states. All inputs are
counted, those too that `forms.effort` leaves as proposed: the titles, dates and languages of attachments.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from forms.reading import shipped_form
from gremium.cases.demo.example import moved_answers
from tests.bench.rows import NotMeasured, Row
from tests.bench.wizard import CASE_MANAGER, INSIDE, signed_in
from tests.chromium import NoChromium, running_chromium
from tests.forms.driven.cases import example_cases
from tests.forms.driven.keys import Keys
from tests.forms.driven.tally import Tally
from tests.site_running import Demo, running_demo

CONSENT_STEP = "einwilligung"
OF_ACCOUNT = "cm_telefon"
"""What the account proposes and may be changed: this account is not the case's."""


def rows(folder: Path) -> list[Row]:
    """Raises NotMeasured where there is no browser."""
    try:
        with running_chromium() as chromium, running_demo(folder / "demo") as demo:
            demo.come_to_rest()
            with signed_in_tab(chromium, demo) as page:
                training = enter_training(page, demo)
                family = sign_for_family(page, demo)
    except NoChromium as reason:
        raise NotMeasured(str(reason)) from reason
    return [
        Row(
            name="typing C4 with keys alone",
            value=round(training.minutes, 1),
            unit="min",
            goal="≤ 25 min",
            note=str(training),
        ),
        Row(name="typing C4: inputs with keys alone", value=training.inputs, note=f"and {training.buttons} buttons"),
        Row(name="typing C1's consent: inputs with keys alone", value=family.inputs, goal="≤ 20", note=str(family)),
    ]


@contextmanager
def signed_in_tab(chromium: Browser, demo: Demo) -> Iterator[Page]:
    context = chromium.new_context(base_url=demo.address, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    cookies = signed_in(demo, CASE_MANAGER).cookies
    context.add_cookies([{"name": one.name, "value": str(one.value), "url": demo.address} for one in cookies])
    yield context.new_page()
    context.close()


def enter_training(page: Page, demo: Demo) -> Tally:
    """C4 from a new draft to being handed in, as of a day of this week."""
    page.goto(f"{demo.address}/de/antrag/")
    page.locator('form[action$="/antrag/neu/"] button').click()
    keys = Keys(page)
    keys.enter(shipped_form(), {**_training(), OF_ACCOUNT: page.input_value(f"[name={OF_ACCOUNT}]")})
    return keys.tally


def sign_for_family(page: Page, demo: Demo) -> Tally:
    made = json.loads(demo.run(*INSIDE, "unsigned"))
    page.goto(f"{demo.address}/de/antrag/{made['draft']}/{CONSENT_STEP}/")
    keys = Keys(page)
    keys.fill_step(shipped_form().step(CONSENT_STEP), example_cases()["C1"].answers)
    return keys.tally


def _training() -> Mapping[str, Any]:
    case = example_cases()["C4"]
    moved = moved_answers(case, (date.today() - case.as_of).days // 7)
    if moved is None:
        raise NotMeasured("C4 does not keep the rules on a day of this week")
    return moved
