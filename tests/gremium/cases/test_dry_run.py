"""The compiled pages themselves: every answer is on them, and special categories on theirs alone."""

import re

import pytest

from forms.answers import visible
from forms.case_files import ExampleCase
from gremium.cases.dossier_content import wording
from gremium.cases.dry_run import Folder, Outcome, compile_case
from tests.gremium.cases.dossier_content.test_composing import told_answers, wanted_texts
from tests.gremium.cases.said import POPPLER, pages, squeezed


@pytest.fixture(scope="module")
def outcomes(cases: dict[str, ExampleCase]) -> dict[str, Outcome]:
    return {case_id: compile_case(cases[case_id], Folder(path=None)) for case_id in ("C1", "C3", "C6")}


def running_text(outcome: Outcome) -> str:
    """The pages one after the other, squeezed, without the lines that run at their head and foot."""
    foot = rf"{re.escape(outcome.reference)}\s*Fassung 1\s*Seite \d+ von \d+"
    texts = (text.replace(wording.CONFIDENTIALITY, "") for text in pages(outcome.compiled.pdf))
    return squeezed("".join(re.sub(foot, "", text) for text in texts))


@pytest.mark.skipif(not POPPLER, reason="reading order is checked with poppler's pdftotext")
@pytest.mark.parametrize("case_id", ["C1", "C3", "C6"])
def test_each_answer_can_be_read_from_the_pages(
    case_id: str, outcomes: dict[str, Outcome], cases: dict[str, ExampleCase]
) -> None:
    case = cases[case_id]
    told = running_text(outcomes[case_id])

    answers = visible(case.form, case.answers, case.as_of).answers

    assert [text for _, text in wanted_texts(case.form, answers) if squeezed(text) not in told] == []


@pytest.mark.parametrize("case_id", ["C3", "C6"])
def test_special_categories_are_on_the_pages_of_d08_alone(
    case_id: str, outcomes: dict[str, Outcome], cases: dict[str, ExampleCase]
) -> None:
    case, outcome = cases[case_id], outcomes[case_id]
    part = next(part for part in outcome.compiled.parts if part.title.startswith("D08"))
    own = range(part.first_page, part.first_page + part.pages)
    told = [squeezed(text) for text in pages(outcome.compiled.pdf)]
    special = [
        squeezed(answer)
        for question, answer in told_answers(case.form, case.answers)
        if question.sensitivity == "S3" and isinstance(answer, str) and len(answer) > 20
    ]

    leaked = [
        answer for answer in special for number, text in enumerate(told, 1) if answer in text and number not in own
    ]

    assert len(special) >= 2
    assert leaked == []
    assert all(answer in "".join(told) for answer in special)
    assert "·" not in part.title  # no other section shares its pages


def test_a_file_that_several_answers_name_passes_the_gate_once(cases: dict[str, ExampleCase]) -> None:
    folder = Folder(path=None)

    compile_case(cases["C5"], folder)
    compile_case(cases["C5"], folder)

    assert len(folder.examined) == 3
