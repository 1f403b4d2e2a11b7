"""Every kind of rule and every mark can be changed in fields, without knowing how a form file is written."""

import copy
from typing import Any

import pytest
from wagtail.blocks import ListBlock

from forms import parameters, rule_entries
from forms.reading import read_form
from forms.reading_rules import shipped_data
from forms.revising.outline import Outline
from forms.rules import KINDS
from pages.editing.form.questions import block_id
from pages.editing.form.rule_blocks import rule_blocks
from pages.editing.form.rules import account_facts, checks_of, shown_rules, with_rules, written_rules
from pages.editing.form.sending import Sent, as_sent
from pages.editing.form.values import Unusable
from pages.editing.form.widgets import ElementBlock

SHIPPED = copy.deepcopy(dict(shipped_data()))
RULES = SHIPPED["validation_rules"]
OUTLINE = Outline(SHIPPED)
NEW = "0b6f3d0e-7f0f-4c1b-8d8e-4f5b6a1c2d3e"


def shown(code: str) -> dict[str, Any]:
    """The block of a shipped rule."""
    return copy.deepcopy(next(one for one in shown_rules(OUTLINE) if one["id"] == block_id(f"rule {code}")))


def written(block: dict[str, Any], *, new: bool = False) -> dict[str, Any]:
    """The rule that comes of a block, alone in the form or added to it."""
    sent = as_sent([{**block, "id": NEW} if new else block])
    return next(iter(written_rules(sent, OUTLINE).values()))


def example_of(kind: str) -> str:
    return next(code for code, rule in RULES.items() if rule["rule"]["kind"] == kind)


def ticked(block: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    return {**block, "value": {**block["value"], name: value}}


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_rule_of_any_kind_is_written_from_its_fields(kind: str) -> None:
    code = example_of(kind)

    rule = written(shown(code), new=True)

    assert rule["rule"] == RULES[code]["rule"]
    read_form(with_rules(SHIPPED, {**RULES, "V99": rule}, OUTLINE))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_may_follow_a_second_rule_of_any_kind(kind: str) -> None:
    code = example_of(kind)
    second = {name: value for name, value in shown(code)["value"].items() if name in checks_of(kind)}
    block = ticked(shown("V01"), "flag", "H1")

    rule = written(ticked(block, "unless", [{"type": kind, "value": second, "id": NEW}]))

    assert rule["flag"] == {"code": "H1", "unless": RULES[code]["rule"]}
    read_form({**SHIPPED, "validation_rules": {**RULES, "V01": rule}})


@pytest.mark.parametrize("kind", KINDS)
def test_no_parameter_of_answers_or_entries_is_written_as_text(kind: str) -> None:
    block = rule_blocks(OUTLINE).child_blocks[kind]

    for name, check in checks_of(kind).items():
        if check in (parameters.choices, rule_entries.descriptions, parameters.a_condition):
            assert isinstance(block.child_blocks[name], ElementBlock | ListBlock), name
    assert set(block.child_blocks["unless"].child_blocks) == set(KINDS)


def test_what_another_answer_allows_is_ticked() -> None:
    block = shown("V12")
    allowed = {**block["value"]["allowed"], "ja_ohne": ["gueb"]}

    rule = written(ticked(block, "allowed", allowed))

    assert rule["rule"]["allowed"] == {**RULES["V12"]["rule"]["allowed"], "ja_ohne": ["gueb"]}
    assert "check" not in rule


def test_entries_that_are_needed_are_a_list_with_answers_and_a_condition() -> None:
    block = shown("V29")
    needed = block["value"]["entries"]
    assert needed[1]["where"] == {"anlagen_liste.an_typ": ["bescheid_abh"]}

    third = {"where": {"anlagen_liste.an_typ": ["attest"]}, "when": {"field": "anwalt", "is": "ja"}}
    rule = written(ticked(block, "entries", [needed[0], third]))

    assert rule["rule"]["entries"] == [
        {"where": {"an_typ": ["duldung_kopie"]}},
        {"where": {"an_typ": ["attest"]}, "when": {"field": "anwalt", "is": "ja"}},
    ]


def test_an_entry_that_is_needed_must_be_known_by_an_answer() -> None:
    block = shown("V29")

    with pytest.raises(Unusable, match="V29"):
        written(ticked(block, "entries", [{"where": {}, "when": None}]))


def test_facts_of_the_account_are_offered_with_their_answers() -> None:
    offered = {one["path"]: [key for key, _label in one["options"]] for one in account_facts(OUTLINE)}

    for name, values in RULES["V35"]["rule"]["facts"].items():
        assert set(values) <= set(offered[name])


def test_the_second_rule_of_a_mark_is_changed_and_taken_away() -> None:
    block = shown("V05")
    (second,) = block["value"]["unless"]
    assert second["type"] == "date_bounds"
    later = {**second, "value": {**second["value"], "not_before": [{"than": "today", "number": 14, "question": ""}]}}

    changed, without = written(ticked(block, "unless", [later])), written(ticked(block, "unless", []))

    assert changed["flag"]["unless"]["not_before"] == [{"today": 14}]
    assert without["flag"] == {"code": "H7"}
    assert "sets_flag" not in changed | without
    assert changed["check"] == RULES["V05"]["check"]  # the rule itself is as it was


def test_a_second_rule_without_a_mark_is_told() -> None:
    with pytest.raises(Unusable, match="V05"):
        written(ticked(ticked(shown("V05"), "flag", ""), "unless", shown("V05")["value"]["unless"]))


def test_a_number_may_be_nought() -> None:
    rule = written(ticked(shown("V16"), "days", 0))

    assert rule["rule"]["days"] == 0


def test_a_block_that_nobody_touched_keeps_the_sentence_of_its_rule() -> None:
    blocks = shown_rules(OUTLINE)

    assert written_rules([Sent(one["type"], one["value"], one["id"]) for one in blocks], OUTLINE) == RULES


def test_answers_of_the_account_and_pairs_have_elements_of_their_own() -> None:
    found = rule_blocks(OUTLINE).child_blocks
    elements = {
        (kind, name): found[kind].child_blocks[name].field.widget.element
        for kind in KINDS
        for name in checks_of(kind)
        if isinstance(found[kind].child_blocks[name], ElementBlock)
    }

    assert elements["allowed_pairs", "allowed"] == "form-pairs"
    assert elements["account", "facts"] == "form-facts"
    assert elements["alone", "option"] == elements["answer_with_entry", "answer"] == "form-answer"


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("geburtsdatum", "17.5.1990", "1990-05-17"),
        ("geburtsland", "Irak", "IQ"),
        ("geburtsland", "IQ", "IQ"),
        ("plz", "44*", "44*"),
        ("ort", "Überall", "Überall"),
    ],
)
def test_a_typed_answer_is_kept_as_the_form_keeps_it(path: str, typed: str, kept: str) -> None:
    rule = written(ticked(shown("V08"), "answers", {path: [typed]}))

    assert rule["rule"]["answers"] == {path: [kept]}


@pytest.mark.parametrize(("path", "typed"), [("geburtsdatum", "31.2.1990"), ("geburtsland", "Atlantis")])
def test_a_typed_answer_that_its_question_cannot_take_is_told_with_rule_question_and_answer(
    path: str, typed: str
) -> None:
    with pytest.raises(Unusable) as told:
        written(ticked(shown("V08"), "answers", {path: [typed]}))

    assert "V08" in str(told.value)
    assert typed in str(told.value)
    assert OUTLINE[path].label in str(told.value)
