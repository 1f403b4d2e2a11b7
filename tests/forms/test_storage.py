"""A draft as the wizard reads it: what its owner's account says of today is proposed, and shown by a version."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from documents.actors import Actor
from forms.drafts import Draft
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PLACE = "cm_telefon"


def with_number(number: str) -> Actor:
    """The case manager, whose account says this telephone number."""
    return actor(**{"account.phone": number})


def renewed(page: Browser) -> Browser:
    """Another tab, opened when the account says 0231 2; so does it for all tabs from now on."""
    return Browser(with_number("0231 2")).go(page.path)


@pytest.fixture
def opened(open_browser: Callable[[Actor], Browser]) -> Browser:
    return open_browser(with_number("0231 1")).begin()


def test_a_fact_of_the_account_that_an_older_page_shows_is_not_taken_for_typed(opened: Browser) -> None:
    other = renewed(opened)

    opened.press("save")

    assert other.shown(PLACE) == opened.shown(PLACE) == ["0231 2"]
    assert PLACE in opened.draft.ledger().proposed


def test_the_number_of_before_can_be_typed_on_the_page_that_shows_the_new_one(opened: Browser) -> None:
    renewed(opened).press("save", {PLACE: "0231 1"})

    assert opened.draft.ledger().values[PLACE] == "0231 1"


def test_work_of_a_colleague_is_kept_from_a_page_that_renewed_a_fact(
    opened: Browser, open_browser: Callable[[Actor], Browser]
) -> None:
    colleague = open_browser(actor("Kim Albers")).go(opened.path)
    page = renewed(opened)
    colleague.press("save", {"eilig": "nein"})

    page.press("save", {"anwalt": "nein"})

    values = opened.draft.ledger().values
    assert (values[PLACE], values["anwalt"], values.get("eilig")) == ("0231 2", "nein", "nein")


def test_looking_at_a_draft_does_not_keep_it_longer(opened: Browser) -> None:
    long_ago = opened.draft.changed_at - timedelta(days=50)
    Draft.objects.update(changed_at=long_ago)
    renewed(opened)

    assert opened.draft.ledger().values[PLACE] == "0231 2"
    assert opened.draft.changed_at == long_ago
