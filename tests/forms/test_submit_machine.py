"""Random changes to a finished draft, by two editors in several tabs and languages, then handing in.

No answer that nobody touched ever changes, and what is handed in is exactly what still applies: the conditions are
read again from the form file by an evaluator of this test's own.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from documents.actors import Actor
from documents.journal import Act, JournalLine
from forms.conversation import CONFIRMED
from forms.definition import Group, Question, QuestionType
from forms.reading_languages import reading_languages
from forms.submissions import Submission
from tests.forms.asking import AskedAs, actor
from tests.forms.browser import Browser
from tests.forms.filling import FORM, fill_case, fill_step

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
RAW = {
    item["key"]: item
    for step in yaml.safe_load(Path("forms/shipped/kurzantrag.yaml").read_text())["steps"]
    for item in [*step.get("fields", ()), *step.get("groups", ())]
}
STEPS = {item.key: step.key for step in FORM.steps[:-1] for item in step.items}
QUESTIONS = {item.key: item for item in FORM.items() if isinstance(item, Question) and item.key in STEPS}


def mentioned(condition: Any) -> Iterator[str]:
    """The questions that a condition of the form file looks at."""
    for key, value in condition.items() if isinstance(condition, dict) else ():
        if key == "field":
            yield value
        for one in value if isinstance(value, list) else [value]:
            yield from mentioned(one)


FORKS = sorted(
    {key for item in RAW.values() for key in mentioned(item.get("when", {}))}
    & {key for key, question in QUESTIONS.items() if question.type is QuestionType.CHOICE}
)
FOLLOWING = sorted(
    key
    for key, question in QUESTIONS.items()
    if "when" in RAW[key] and question.type in (QuestionType.TEXT, QuestionType.TEXTAREA)
)
ASPECTS = "haerte_aspekte"
WORDS = st.sampled_from(["Müller", "حسن ١٢", "a <b> & „c“", "zwei\nZeilen", "7 Cs 12/25"])
LANGUAGES = st.sampled_from(["de", *(language.code for language in reading_languages())])


def holds(condition: Any, answers: dict[str, Any]) -> bool:
    """A condition of the form file on answers of the form's own level."""
    if "all" in condition:
        return all(holds(one, answers) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, answers) for one in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers)
    value = answers.get(condition["field"])
    if "is" in condition:
        return bool(value == condition["is"])
    if "in" in condition:
        return value in condition["in"]
    if "contains" in condition:
        return condition["contains"] in (value or [])
    if "filled" in condition:
        return bool(value) is condition["filled"]
    born = [int(part) for part in str(value).split("-")]
    return (TODAY.year, TODAY.month, TODAY.day) < (born[0] + condition["under_age"], *born[1:])


TODAY = date(2026, 2, 16)


class FinishedDraft(RuleBasedStateMachine):
    """Each run begins with the same draft, ready to be handed in, and is rolled back at its end."""

    prepared: ClassVar[Browser]

    def __init__(self) -> None:
        super().__init__()
        self.start = transaction.savepoint()
        marte, colleague = actor(), actor("Kaya Kollege")
        self.tabs = [Browser(marte), Browser(marte), Browser(colleague)]
        self.original = self.prepared.draft.ledger().values
        for tab in self.tabs:
            tab.go(self.prepared.path)

    @rule(number=st.integers(0, 2), fork=st.sampled_from(FORKS), option=st.integers(0, 9), again=st.booleans())
    def choose(self, number: int, fork: str, option: int, again: bool) -> None:
        options = list(QUESTIONS[fork].options)
        self.press(number, fork, options[option % len(options)], again)

    @rule(number=st.integers(0, 2), key=st.sampled_from(FOLLOWING), text=WORDS, again=st.booleans())
    def follow_up(self, number: int, key: str, text: str, again: bool) -> None:
        self.press(number, key, text, again)

    @rule(number=st.integers(0, 2), again=st.booleans(), aspects=st.sets(st.integers(0, 30), min_size=1))
    def choose_aspects(self, number: int, again: bool, aspects: set[int]) -> None:
        options = list(QUESTIONS[ASPECTS].options)
        chosen = [option for place, option in enumerate(options) if place in {one % len(options) for one in aspects}]
        self.press(number, ASPECTS, chosen, again)

    @rule(number=st.integers(0, 2), language=LANGUAGES, shows=st.sampled_from(["", ":both", ":german", ":person"]))
    def switch_language(self, number: int, language: str, shows: str) -> None:
        before = self.values()
        self.tabs[number].press(f"desk{shows}", {"desk.language": language})
        assert self.values() == before

    @rule(number=st.integers(0, 2), step=st.sampled_from([step.key for step in FORM.steps]))
    def jump_or_refresh(self, number: int, step: str) -> None:
        before = self.values()
        self.tabs[number].open_step(step)
        assert self.values() == before

    @rule(number=st.integers(0, 2))
    def press_after_signing_out(self, number: int) -> None:
        tab, before = self.tabs[number], self.values()
        page = tab.path, tab.html
        AskedAs.actors[tab.actor.ref] = Actor(ref="")
        assert tab.press("save").status == 404
        AskedAs.actors[tab.actor.ref] = tab.actor
        tab.path, tab.html = page
        assert self.values() == before

    def press(self, number: int, key: str, value: Any, again: bool) -> None:
        """Answer one question: on the page as it is open, perhaps an old one, or opened anew.

        Beside it only what the system proposes may change, and the confirmation of all answers, which lapses.
        """
        tab, before, proposed = self.tabs[number], self.values(), set(self.prepared.draft.ledger().proposed)
        if again or tab.step != STEPS[key]:
            tab.open_step(STEPS[key])
        is_changed = tab.shown(key) != (value if isinstance(value, list) else [value])
        tab.press("save", {key: value})
        ledger = self.prepared.draft.ledger()
        kept = [ledger.values.get(key), *(rival.value for rival in ledger.rivals.get(key, []))]
        assert value in kept or not is_changed, (key, value, kept)
        assert before.get(key) in [*kept, *(change.before for change in ledger.changes.get(key, []))]
        places = (ledger.values.keys() | before.keys()) - ledger.proposed - proposed - {key, CONFIRMED}
        assert {place for place in places if ledger.values.get(place) != before.get(place)} == set()

    def values(self) -> dict[str, Any]:
        return dict(self.prepared.draft.ledger().values)

    def teardown(self) -> None:
        """Go back to where all required answers are, and hand in: what was typed on the other roads stays behind."""
        tab = self.tabs[0]
        for key in dict.fromkeys([*self.prepared.draft.ledger().rivals, *FORKS, ASPECTS]):
            if key in self.original:
                tab.open_step(STEPS[key]).press("save", {f"settle.{key}": "keep", key: self.original[key]})
            elif key in self.prepared.draft.ledger().rivals:
                tab.open_step(STEPS[key]).press("save", {f"settle.{key}": "keep"})
        tab.open_step(FORM.steps[-1].key).press("save", {CONFIRMED: True})
        before = self.values()
        tab.press("submit")

        submission = Submission.objects.newest_of(self.prepared.draft)
        assert submission is not None, (tab.status, tab.path, re.findall(r'id="missing".*?</ul>', tab.html, re.DOTALL))
        self.check(submission.answers(), before)
        transaction.savepoint_rollback(self.start)

    def check(self, answers: dict[str, Any], before: dict[str, Any]) -> None:
        dropped = False
        for key, raw in RAW.items():
            if key not in STEPS or key not in QUESTIONS or QUESTIONS[key].readonly:
                continue
            if holds(raw["when"], answers) if "when" in raw else True:
                assert answers.get(key) == (before.get(key) or None), key
            else:
                assert key not in answers
                dropped = dropped or bool(before.get(key))
        for item in FORM.items():
            if isinstance(item, Group) and "when" in RAW.get(item.key, {}):
                assert item.key not in answers or holds(RAW[item.key]["when"], answers)
        lines = JournalLine.objects.filter(act=Act.APPLICATION_ANSWERS_DROPPED, subject=self.prepared.draft_id)
        assert not dropped or lines.exists()


@pytest.mark.parametrize(("examples", "length"), [(4, 12), pytest.param(300, 30, marks=pytest.mark.drill)])
def test_what_is_handed_in_is_what_still_applies_and_nothing_else_has_changed(
    wizard_site: None, samples: Path, pdf: bytes, at_day: Any, examples: int, length: int
) -> None:
    if examples > 100 and not os.environ.get("GREMIUM_DRILL"):
        pytest.skip("the full numbers run in `make drill`")
    at_day(TODAY)
    cases = yaml.safe_load((samples / "cases.yaml").read_text())["cases"]
    answers = next(case["answers"] for case in cases if case["id"] == "C1")
    FinishedDraft.prepared = fill_case(Browser(actor()).begin(), answers, pdf)
    fill_step(FinishedDraft.prepared, FORM.steps[-1], answers, pdf)

    run_state_machine_as_test(
        FinishedDraft,
        settings=settings(
            max_examples=examples,
            derandomize=examples < 100,
            stateful_step_count=length,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
