"""With keys alone C4 is entered and handed in within 25 minutes, and the consent of C1's family with at most 20 inputs.

A focus that does not come past a question, or is lost, fails here: nothing is clicked and nothing is given the focus.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from forms.case_files import ExampleCase
from forms.places import CONSENT_GROUP
from forms.reading import shipped_form
from forms.submissions import Submission
from gremium.cases.demo.bringing_in import fill_draft
from gremium.cases.demo.example import DemoCase
from tests.forms.browser import Browser
from tests.forms.driven.conftest import DESK
from tests.forms.driven.keys import Keys
from tests.forms.driven.stored import as_entered, in_one_order, stored_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
FORM = shipped_form()
CONSENT_STEP = "einwilligung"
MOST_MINUTES, MOST_CONSENT_INPUTS = 25, 20
Told = Callable[[str, object], None]


def test_c4_is_entered_and_handed_in_with_keys_alone_in_at_most_25_minutes(
    begin: Any, open_tab: Any, record_property: Told
) -> None:
    case, begun = begin("C4", "ar")
    keys = Keys(at_step(open_tab, begun, case, FORM.steps[0].key))

    keys.enter(FORM, case.answers)

    submission = Submission.objects.get(draft=begun.draft_id)
    assert in_one_order(stored_answers(submission)) == in_one_order(as_entered(FORM, case))
    assert keys.tally.minutes <= MOST_MINUTES, str(keys.tally)
    record_property("tally", str(keys.tally))


def test_the_consent_of_c1_needs_at_most_20_inputs_with_keys_alone(
    begin: Any, open_tab: Any, record_property: Told
) -> None:
    case, begun = begin("C1", "ar")
    fill_draft(begun.draft, without_consent(case), by=begun.actor)
    keys = Keys(at_step(open_tab, begun, case, CONSENT_STEP))

    keys.fill_step(FORM.step(CONSENT_STEP), case.answers)
    keys.leave("next")

    assert keys.page.url.partition("#")[0].endswith("/abschluss/")
    assert keys.tally.inputs <= MOST_CONSENT_INPUTS, str(keys.tally)
    record_property("tally", str(keys.tally))


def at_step(open_tab: Any, begun: Browser, case: ExampleCase, step: str) -> Page:
    page: Page = open_tab(begun.actor, DESK, day=case.as_of)
    page.goto(f"/de/antrag/{begun.draft_id}/{step}/")
    return page


def without_consent(case: ExampleCase) -> DemoCase:
    """The case with everything but the consents entered."""
    given = DemoCase(case.id, case.reference, case.as_of, dict(case.answers), False, None, False)
    return replace(given, answers={key: one for key, one in case.answers.items() if key != CONSENT_GROUP})
