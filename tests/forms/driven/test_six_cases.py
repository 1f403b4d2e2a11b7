"""Each of the six cases, typed and clicked into the wizard in a real browser, is stored as it was entered.

The drill enters all six; besides it one on a phone and one at a desk.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forms.definition import Step
from forms.reading import shipped_form
from forms.submissions import Submission
from tests.forms.driven.conftest import DESK, PHONE
from tests.forms.driven.driving import Hand
from tests.forms.driven.stored import as_entered, in_one_order, stored_answers
from tests.pages.conftest import IS_DRILL

pytestmark = [
    *(pytest.mark.drill, pytest.mark.browser),
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
]
FORM = shipped_form()
TURNS = [
    ("C1", PHONE, "ar"),
    ("C2", DESK, "ckb"),
    ("C3", PHONE, "ckb"),
    ("C4", DESK, "ar"),
    ("C5", PHONE, "ar"),
    ("C6", DESK, "ckb"),
]
QUICK = {"C2", "C5"}
"""Besides the drill."""
ENTERED = [turn for turn in TURNS if IS_DRILL or turn[0] in QUICK]
WIDER_THAN_THE_PAGE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(
    ("case_id", "size", "language"), ENTERED, ids=[f"{case}-{size['width']}-{one}" for case, size, one in ENTERED]
)
def test_a_case_entered_from_an_empty_draft_is_handed_in_as_it_was_entered(
    begin: Any, open_tab: Any, case_id: str, size: dict[str, int], language: str
) -> None:
    case, begun = begin(case_id, language)
    page = open_tab(begun.actor, size, day=case.as_of, has_touch=size == PHONE)
    page.goto(begun.path)
    page.select_option("#desk-language", language)
    expect(page.locator(f"h1 [lang={language}]")).to_be_visible()

    hand = Hand(page)
    hand.enter(FORM, case.answers, seen=has_room)
    hand.press("submit")

    assert page.url.endswith(f"/antrag/{begun.draft_id}/"), hand.told
    submission = Submission.objects.get(draft=begun.draft_id)
    assert in_one_order(stored_answers(submission)) == in_one_order(as_entered(FORM, case))


def has_room(page: Page, step: Step) -> None:
    assert page.evaluate(WIDER_THAN_THE_PAGE) <= 0, step.key
