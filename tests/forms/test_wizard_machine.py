"""Random ways through the wizard: back, jumps, refreshes, second tabs, signing out, moves to another version of the
form while pages are open; no saved answer is ever lost."""

import copy
import os
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from documents.actors import Actor
from forms.changeover import accept
from forms.drafts import Draft
from forms.ledger import Ledger
from forms.plain_yaml import dump_text
from forms.reading_rules import shipped_data
from forms.revising.reshaping import move_item
from forms.versions import FormVersion, import_form
from tests.forms.asking import AskedAs, actor
from tests.forms.browser import Browser
from tests.forms.revising.changing import remove

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TEXTS = {
    "beratung": ["cm_telefon"],
    "ausschluss": ["abh_andere_name", "vg_aktenzeichen"],
    "person": ["familienname", "geburtsdatum", "strasse"],
    "familie": ["familie_bindungen"],
    "aufenthalt": ["einreise_datum", "identitaet_bemuehungen"],
    "verfahren": ["entscheidung_abh", "entscheidung_datum"],
}
TEXT_PLACES = {place for places in TEXTS.values() for place in places}
WORDS = st.sampled_from(["Müller", "31.02.2026", "16.2.26", "2010", "حسن", "a <b> & „c“", "zwei\nZeilen", " "])
MOVES = st.sampled_from(["save", "next", "onward", "back", "autosave"])


def other_versions() -> list[FormVersion]:
    """The shipped form, one where a question stands in another step, and one that does not ask two any more."""
    moved = move_item(shipped_data(), "identitaet_bemuehungen", to="person")
    shorter = copy.deepcopy(dict(shipped_data()))
    for key in ("familie_bindungen", "identitaet_bemuehungen"):
        remove(shorter, key)
    versions = [FormVersion.objects.current("kurzantrag")]
    for number, data in enumerate((moved, shorter), start=1):
        data["form"] = {**data["form"], "version": f"1.{number}.0"}
        versions.append(import_form(dump_text(data), name="test")[0])
    return versions


class Wizard(RuleBasedStateMachine):
    """What was typed is looked for in the draft itself, beside what stood there before."""

    versions: ClassVar[list[FormVersion]]

    @initialize()
    def begin(self) -> None:
        self.tabs = [Browser(actor()).begin()]
        self.home = self.tabs[0].path

    @rule(number=st.integers(0, 2), text=WORDS, move=MOVES, field=st.integers(0, 2))
    def type_and_press(self, number: int, text: str, move: str, field: int) -> None:
        tab = self.tabs[number % len(self.tabs)]
        names = [name for name in TEXTS.get(tab.step, []) if name in tab.form.names]
        if not names:
            tab.press(move)
            return
        place = names[field % len(names)]
        before, shown = self.value(place), (tab.shown(place) or [""])[0]
        tab.press(move, {place: text})
        self.check_one(place, text, before, shown)

    @rule(step=st.sampled_from(list(TEXTS)), number=st.integers(0, 2))
    def jump(self, step: str, number: int) -> None:
        tab = self.tabs[number % len(self.tabs)].open_step(step)
        assert tab.step in tab.draft.reached_steps()

    @rule(number=st.integers(0, 2))
    def refresh(self, number: int) -> None:
        tab = self.tabs[number % len(self.tabs)]
        version = tab.draft.version
        tab.go(tab.path)
        assert tab.draft.version == version

    @precondition(lambda self: len(self.tabs) < 3)
    @rule()
    def open_another_tab(self) -> None:
        self.tabs.append(self.tabs[0].tab())

    @rule(number=st.integers(0, 2))
    def move_to_another_version(self, number: int) -> None:
        tab, to = self.tabs[0], self.versions[number]
        before = tab.draft.ledger()
        accept(tab.draft, to, by=tab.actor)
        after = tab.draft.ledger()
        for place in TEXT_PLACES & set(before.values):
            kept = [after.values.get(place), *in_words(after)]
            assert any(same(one, before.values[place]) for one in kept), place

    @rule(text=WORDS)
    def press_after_signing_out(self, text: str) -> None:
        tab = self.tabs[0]
        version, path = tab.draft.version, tab.path
        AskedAs.actors[tab.actor.ref] = Actor(ref="")
        assert tab.press("save", {"cm_telefon": text}).status == 404
        AskedAs.actors[tab.actor.ref] = tab.actor
        tab.go(path)
        assert tab.draft.version == version

    def value(self, place: str) -> Any:
        return self.tabs[0].draft.ledger().values.get(place)

    def check_one(self, place: str, text: str, before: Any, shown: str) -> None:
        """What was typed is saved, or kept beside what somebody else saved; what was saved is never gone."""
        ledger = self.tabs[0].draft.ledger()
        held = [ledger.values.get(place), *(rival.value for rival in ledger.rivals.get(place, [])), *in_words(ledger)]
        changes = [change.before for change in ledger.changes.get(place, [])]
        typed = text.strip().replace("\r\n", "\n")
        if typed != shown.strip():
            assert any(same(one, typed) for one in held), (place, text, held)
        assert before in [*held, *changes]

    def teardown(self) -> None:
        Draft.objects.all().delete()


def in_words(ledger: Ledger) -> list[str]:
    """Answers that a move left without a place."""
    return [one.answer for one in ledger.former]


def same(held: Any, typed: str) -> bool:
    """Whether a held value is the typed text, or the date that it means."""
    if not typed:
        return held in (None, "")  # an answer taken away beside one that somebody else saved
    return held == typed or (typed == "16.2.26" and held == "2026-02-16")


@pytest.mark.parametrize(
    ("examples", "length"),
    [(6, 12), pytest.param(2000, 30, marks=pytest.mark.drill)],
)
def test_no_way_through_the_wizard_loses_a_saved_answer(
    wizard_site: None, examples: int, length: int, request: pytest.FixtureRequest
) -> None:
    if request.node.get_closest_marker("drill") and not os.environ.get("GREMIUM_DRILL"):
        pytest.skip("the full numbers run in `make drill`")
    Wizard.versions = other_versions()

    run_state_machine_as_test(
        Wizard,
        settings=settings(
            max_examples=examples,
            derandomize=examples < 100,
            stateful_step_count=length,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
