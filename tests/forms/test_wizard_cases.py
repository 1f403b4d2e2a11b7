"""Each example case, typed into the real pages, comes out equal."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from documents.uploads import Upload
from forms.definition import QuestionType
from forms.sheets import compose_all
from tests.forms.browser import Browser
from tests.forms.filling import FORM, fill_case, fill_step

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ACCOUNT = ("cm_name", "cm_organisation", "cm_rolle", "cm_telefon", "cm_email")


@pytest.fixture(params=["C1", "C2", "C3", "C4", "C5", "C6"])
def case(request: pytest.FixtureRequest, samples: Path) -> dict[str, Any]:
    cases = yaml.safe_load((samples / "cases.yaml").read_text())["cases"]
    return next(case for case in cases if case["id"] == request.param)


def in_page_order(answers: dict[str, Any]) -> dict[str, Any]:
    """Ticks have no order of their own; a page sends them in that of the options."""
    ordered = dict(answers)
    for group, question in FORM.questions():
        if question.type is QuestionType.MULTICHOICE and group is None and question.key in ordered:
            ordered[question.key] = [option for option in question.options if option in answers[question.key]]
    return ordered


def comes_out(browser: Browser, today: date) -> dict[str, Any]:
    draft = browser.draft
    answers = compose_all(draft.definition, draft.ledger(), today=today, consent_version="2026-02").answers
    names = {str(upload.pk): upload.display_name for upload in Upload.objects.of(draft.pk)}
    for attachment in answers["anlagen_liste"]:
        [attachment["an_datei"]] = [names[one] for one in attachment["an_datei"]]
    return answers


def test_a_case_typed_into_the_pages_comes_out_equal(
    browser: Browser, case: dict[str, Any], pdf: bytes, at_day: Any
) -> None:
    today = date.fromisoformat(case["as_of"])
    at_day(today)

    fill_case(browser, case["answers"], pdf)
    fill_step(browser, FORM.steps[-1], case["answers"], pdf)

    found, given = comes_out(browser, today), in_page_order(case["answers"])
    assert {key: answer for key, answer in found.items() if key not in ACCOUNT} == {
        key: answer for key, answer in given.items() if key not in ACCOUNT
    }
    assert set(found) == set(given)
