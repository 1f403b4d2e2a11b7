import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.content import Content
from forms.consent_texts import ConsentText, shipped_texts
from forms.definition import FormDefinition
from forms.reading import read_form, shipped_form
from forms.revising import rehearsing
from forms.revising.invented import Walk
from forms.revising.invented_values import Length, Manner
from forms.revising.rehearsing import Bounds, DossierMaker, Rehearsal, leave_out, rehearse
from forms.validation import Findings
from tests.forms.revising.changing import Data, item, question, step

TODAY = date(2026, 2, 16)
CONSENT = ConsentText(text=next(iter(shipped_texts().values())), version="2026-02", language="de")
FEW = Bounds(persons=1, dossiers=0, seconds=900)
"""The clock of a busy machine shall decide nothing."""
NEVER = {"all": [{"field": "anwalt", "is": "ja"}, {"field": "anwalt", "is": "nein"}]}


def rehearsed(form: Data, bounds: Bounds = FEW) -> Rehearsal:
    return rehearse(read_form(form), CONSENT, today=TODAY, bounds=bounds, note=lambda step, done, total: None)


def walk(manner: Manner, **wanted: Any) -> Walk:
    return Walk(shipped_form(), manner, TODAY, "2026-02", wanted)


@pytest.mark.parametrize("manner", [Manner("de", Length.SHORTEST), Manner("de"), Manner("ar", turn=3)])
def test_invented_persons_get_through_the_shipped_form(manner: Manner) -> None:
    person = walk(manner).go()

    assert person.stuck == ()
    assert person.can_hand_in


def test_the_same_person_answers_the_same_each_time() -> None:
    manner = Manner("fa", turn=2)

    assert walk(manner).go().answers == walk(manner).go().answers


def test_a_person_says_what_is_wanted_of_her() -> None:
    assert walk(Manner("de"), anwalt="ja").go().answers["anwalt"] == "ja"


def test_the_longest_answers_fill_the_groups_and_the_shortest_leave_out_what_they_may() -> None:
    longest = walk(Manner("de", Length.LONGEST)).go().answers
    shortest = walk(Manner("de", Length.SHORTEST)).go().answers

    assert len(longest["begruendung"]) > 10 * len(shortest["ort"])
    assert len(longest["familienmitglieder"]) > 5
    assert "telefon" not in shortest


def test_a_question_that_nobody_can_reach_is_named(form: Data) -> None:
    step(form, "anliegen")["fields"].append(question("nie", "Nie?", when=NEVER))

    shown = rehearsed(form)

    assert shown.unreachable == ["nie"]
    assert "nie" not in shown.never_asked


def test_a_way_is_found_to_a_question_that_few_are_asked(form: Data) -> None:
    rare = {"all": [{"field": "anwalt", "is": "ja"}, {"field": "eilig", "is": "ja"}, {"field": "sprache", "is": "sq"}]}
    step(form, "anliegen")["fields"].append(question("selten", "Selten?", when=rare))

    shown = rehearsed(form, replace(FEW, persons=40))

    assert shown.never_asked == []
    assert any("selten" in person.answers for person in shown.persons)


def test_a_text_with_a_character_that_no_font_has_is_named(form: Data) -> None:
    item(form, "anwalt")["label"] = "Haben Sie einen Anwalt? Հ"

    assert rehearsed(form).glyphs == {"anwalt.label": ["U+0540"]}


def test_a_rule_that_nobody_can_keep_is_told_with_how_many_it_stopped(form: Data) -> None:
    form["validation_rules"]["V99"] = {
        "severity": "error",
        "check": "",
        "message": "Das geht nie.",
        "rule": {"kind": "pattern", "field": "ort", "pattern": "^unmöglich$"},
    }
    item(form, "ort").setdefault("rules", []).append("V99")

    shown = rehearsed(form)

    assert shown.stopped["V99", "ort", "Das geht nie."] == len(shown.persons) == 1
    assert not any(person.can_hand_in for person in shown.persons)


def test_an_answer_that_the_dossier_does_not_show_is_named(form: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    (maker,) = rehearsing._makers

    def forgetful(form: FormDefinition, answers: Mapping[str, Any], findings: Findings, day: date) -> Content:
        return maker.compose(form, leave_out(answers, "frage"), findings, day)

    monkeypatch.setattr(rehearsing, "_makers", [DossierMaker(forgetful)])

    assert rehearsed(form).not_told == ["frage"]


def test_the_shipped_dossier_shows_every_answer_that_the_form_does_not_keep_out(form: Data) -> None:
    shown = rehearsed(form, replace(FEW, persons=8))

    assert (shown.not_told, shown.cut_short, shown.not_looked_at) == ([], [], 0)
    assert "mitteilung_weg" in shown.kept_out


def test_a_run_ends_with_its_bounds_and_says_what_it_left_out(form: Data) -> None:
    shown = rehearsed(form, replace(FEW, persons=2, dossiers=1))

    assert (len(shown.persons), len(shown.seen), shown.left_out) == (2, 1, 1)


def test_a_run_whose_time_is_over_ends(form: Data) -> None:
    shown = rehearsed(form, Bounds(seconds=0))

    assert (len(shown.persons), len(shown.seen)) == (0, 0)
    assert shown.not_looked_at > 100
    assert (shown.not_gone > 10, shown.never_asked) == (True, [])


def test_an_overview_that_takes_two_pages_is_named(form: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    (maker,) = rehearsing._makers
    monkeypatch.setattr(rehearsing, "_makers", [DossierMaker(maker.compose, frozenset({"D07"}))])

    shown = rehearsed(form, replace(FEW, persons=1, dossiers=1))

    assert {tuple(one.tall) for one in shown.seen} == {("D07",)}


@pytest.mark.drill
@pytest.mark.skipif(not os.environ.get("GREMIUM_DRILL"), reason="the full numbers run in `make drill`")
def test_a_whole_run_finds_nothing_wrong_with_the_shipped_form(form: Data) -> None:
    shown = rehearsed(form, Bounds())

    assert (shown.unreachable, shown.never_asked, shown.not_told, shown.glyphs) == ([], [], [], {})
    assert not any(one.has_failed or one.missing for one in shown.seen)
    assert sum(one.can_hand_in for one in shown.persons) > len(shown.persons) // 2
