"""Without scripts the whole wizard works: a case with a family, entries added and removed, and files."""

from typing import Any

import pytest

from forms.reading import shipped_form
from forms.submissions import Submission
from tests.forms.driven.conftest import PHONE
from tests.forms.driven.driving import Hand
from tests.forms.driven.stored import as_entered, in_one_order, stored_answers
from tests.forms.driven.wanted import has_files, items_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
FORM = shipped_form()


class PlainHand(Hand):
    """Adds an entry too many to each list of answers before it fills it, and takes it out again."""

    def _fit(self, group: Any, given: Any) -> list[str]:
        if has_files(group):  # ends in an empty entry by itself
            return super()._fit(group, given)
        there = items_on(self.page, group.key)
        self.change_list(f"add:{group.key}", group.key, 1)
        [added] = [one for one in items_on(self.page, group.key) if one not in there]
        self.change_list(f"remove:{group.key}:{added}", group.key, -1)
        return super()._fit(group, given)


def test_a_case_is_entered_and_handed_in_without_scripts(begin: Any, open_tab: Any) -> None:
    case, begun = begin("C3", "ar")
    page = open_tab(begun.actor, PHONE, java_script_enabled=False)
    page.goto(begun.path)
    page.select_option("#desk-language", "ar")
    hand = PlainHand(page)
    hand.press("desk")
    assert page.locator("h1 [lang=ar]").is_visible()
    assert not hand.has_script

    hand.enter(FORM, case.answers)
    hand.press("submit")

    submission = Submission.objects.get(draft=begun.draft_id)
    assert in_one_order(stored_answers(submission)) == in_one_order(as_entered(FORM, case))
