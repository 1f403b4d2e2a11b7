"""Random answers and random forms: nothing ever falls over, and hidden answers never matter."""

import copy
import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.answers import form_level, visible
from forms.conditions import OPERATORS
from forms.definition import Group, Item, MalformedForm, Question, QuestionType
from forms.plain_yaml import UnreadableFile, dump_text, load_text
from forms.presentation import display, item_title
from forms.reading import read_form, shipped_form, write_form
from forms.reading_rules import shipped_data
from forms.rule_texts import has_iban, words
from forms.validation import check
from forms.values import parse_partial_date
from tests.forms.kurzantrag import CONSENT_VERSION, TODAY, answers, findings

FORM = shipped_form()
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.dates().map(str) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PARTIAL_DATES = st.builds(
    lambda day, length: day.isoformat()[:length], st.dates(), st.sampled_from([4, 7, 10])
) | st.sampled_from(["2026-02-30", "0000", "1990-00-17", "2008-02-17", "2012-02-16", "2026-02-16", "1900"])
MANY = 10_000 if os.environ.get("GREMIUM_DRILL") else 200
few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def fitting(question: Question) -> st.SearchStrategy[Any]:
    """Mostly answers of the question's kind, some of them out of its limits."""
    match question.type:
        case QuestionType.BOOLEAN:
            return st.booleans()
        case QuestionType.INTEGER:
            return st.integers(-5, 2200)
        case QuestionType.CHOICE:
            return st.sampled_from([*question.options, "unsinn"])
        case QuestionType.MULTICHOICE:
            return st.lists(st.sampled_from([*question.options, "unsinn"]), max_size=5)
        case QuestionType.DATE | QuestionType.PARTIAL_DATE:
            return PARTIAL_DATES
        case QuestionType.COUNTRY_LIST:
            return st.lists(st.sampled_from(["IQ", "XK", "staatenlos", "ZZ"]), max_size=3)
        case QuestionType.COUNTRY:
            return st.sampled_from(["IQ", "XK", "ungeklaert", "NO", "xx"])
        case QuestionType.LANGUAGE:
            return st.sampled_from(["ckb", "prs", "andere", "xx"])
        case QuestionType.FILE:
            return st.text(max_size=5) | st.lists(st.text(max_size=5), max_size=3)
    return st.sampled_from(["antragsteller", "F1", "Ada Probe", "44135", "jo@example.org"]) | st.text(max_size=40)


def items(questions: tuple[Question, ...], wild: bool) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional={question.key: answer(question, wild) for question in questions})


def answer(item: Item, wild: bool) -> st.SearchStrategy[Any]:
    if isinstance(item, Group):
        inside = items(item.questions, wild)
        usual: st.SearchStrategy[Any] = st.lists(inside, max_size=3) if item.repeat else inside
    else:
        usual = fitting(item)
    return usual | JUNK if wild else usual


def some_answers(wild: bool) -> st.SearchStrategy[dict[str, Any]]:
    """The smallest Kurzantrag with a handful of its questions answered at random."""
    by_key = {item.key: item for item in FORM.items()}
    keys = st.lists(st.sampled_from(sorted(by_key)), min_size=1, max_size=12, unique=True)
    changes = keys.flatmap(lambda chosen: st.fixed_dictionaries({key: answer(by_key[key], wild) for key in chosen}))
    return changes.map(lambda given: copy.deepcopy(answers()) | given)


@few
@given(some_answers(wild=True))
def test_any_answers_can_be_checked_and_shown(answers: dict[str, Any]) -> None:
    found = findings(answers)

    json.dumps([found.errors, found.warnings, found.infos, found.exclusions, found.flags])
    for group, question in FORM.questions():
        if group is None:
            assert isinstance(display(question, answers.get(question.key)), str)
        elif group.repeat:
            given = answers.get(group.key)
            for entry in given if isinstance(given, list) else ():
                if isinstance(entry, dict):
                    assert item_title(group, entry)


@few
@given(st.dictionaries(st.text(max_size=10) | st.sampled_from([item.key for item in FORM.items()]), JUNK))
def test_junk_can_be_checked(junk: dict[str, Any]) -> None:
    assert findings(junk).errors


@few
@given(some_answers(wild=False))
def test_hidden_answers_never_matter(answers: dict[str, Any]) -> None:
    found, shown = findings(answers), visible(FORM, answers, TODAY)

    without = findings(shown.answers)

    assert [code for code in found.errors if not code.startswith(("hidden:", "unknown:"))] == without.errors
    assert (found.warnings, found.infos) == (without.warnings, without.infos)
    assert (found.exclusions, found.flags) == (without.exclusions, without.flags)
    assert visible(FORM, shown.answers, TODAY).answers == shown.answers


@few
@given(some_answers(wild=False), st.sampled_from([item for item in FORM.items() if item.when]), st.data())
def test_what_is_put_behind_a_closed_condition_changes_nothing_else(
    answers: dict[str, Any], item: Item, data: st.DataObject
) -> None:
    answers.pop(item.key, None)
    if form_level(FORM, answers, TODAY).shows(item.key):
        return
    before = findings(answers)

    after = findings(answers | {item.key: data.draw(answer(item, wild=True))})

    assert [code for code in after.errors if code != f"hidden:{item.key}"] == before.errors
    assert (after.warnings, after.infos, after.flags) == (before.warnings, before.infos, before.flags)


@few
@given(some_answers(wild=True))
def test_checking_leaves_the_answers_alone(answers: dict[str, Any]) -> None:
    before = repr(answers)

    findings(answers)

    assert repr(answers) == before


@few
@given(st.text(), st.text())
def test_texts_are_taken_apart_without_fault(text: str, date: str) -> None:
    assert all(words(word) == [word] for word in words(text))
    has_iban(text)
    partial = parse_partial_date(date)
    assert partial is None or partial.earliest <= partial.latest


@few
@given(st.text(max_size=200))
def test_any_text_is_yaml_or_refused(text: str) -> None:
    try:
        load_text(text, "x")
    except UnreadableFile as error:
        refusal = str(error)
    else:
        return
    assert refusal.startswith("x ")


YAML_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(st.characters(exclude_categories=["C"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc_NOyes0129-:", max_size=8), inner),
    max_leaves=12,
)


@few
@given(YAML_DATA)
def test_data_written_as_yaml_is_read_back_equal(data: Any) -> None:
    assert load_text(dump_text(data), "x") == data


def _conditions(keys: list[str]) -> st.SearchStrategy[Any]:
    operands = {"is": st.text("ja", max_size=2), "in": st.lists(st.text("ja", max_size=2)), "contains": st.text("ja")}
    test = st.one_of(
        st.fixed_dictionaries(
            {"field": st.sampled_from(keys), operator: operands.get(operator, st.just(operator == "filled" or 18))}
        )
        for operator in OPERATORS
    )
    return st.recursive(
        test,
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=4,
    )


def _relabel(data: dict[str, Any], draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    item = draw(st.sampled_from([item for step in data["steps"] for item in step["fields"]]))
    item["label"] = draw(st.text("Aä „“", min_size=1).filter(str.strip))


def _remove(data: dict[str, Any], draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    step = draw(st.sampled_from(data["steps"]))
    if len(step["fields"]) > 1:
        del step["fields"][draw(st.integers(0, len(step["fields"]) - 1))]


def _add(data: dict[str, Any], draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    keys = [item["key"] for step in data["steps"] for item in step["fields"] if item["type"] != "group"]
    kind = draw(st.sampled_from(["text", "textarea", "integer", "date", "boolean", "country", "language", "choice"]))
    new = {"key": f"neu{draw(st.integers(0, 99999))}", "type": kind, "label": "Neu"}
    new |= draw(
        st.fixed_dictionaries(
            {}, optional={"required": st.booleans(), "when": _conditions(keys), "min": st.integers(0, 3)}
        )
    )
    if kind == "choice":
        new["options"] = {"a": "A"}
    draw(st.sampled_from(data["steps"]))["fields"].append(new)


@few
@given(st.data())
def test_a_changed_form_is_read_and_written_without_loss_or_refused_with_its_place(data: st.DataObject) -> None:
    changed = copy.deepcopy(dict(shipped_data()))
    for entry in changed["validation_rules"].values():
        del entry["rule"]
        entry.pop("flag", None)
    for change in data.draw(st.lists(st.sampled_from([_relabel, _remove, _add]), max_size=6)):
        change(changed, data.draw)

    try:
        form = read_form(changed)
    except MalformedForm as error:
        form, refusal = None, str(error)

    if form is None:
        assert "which is no question there" in refusal or "given twice" in refusal
        return
    assert write_form(form) == changed
    assert load_text(dump_text(write_form(form)), "x") == changed
    check(form, answers(), today=TODAY, consent_version=CONSENT_VERSION)


@few
@given(st.data())
def test_a_form_with_junk_in_one_place_is_read_or_refused(data: st.DataObject) -> None:
    changed = copy.deepcopy(dict(shipped_data()))
    place: Any = changed
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 4)) == 0:
            break
        place = inner
    place[key] = data.draw(JUNK)

    try:
        form = read_form(changed)
    except MalformedForm:
        return
    check(form, answers(), today=TODAY, consent_version=CONSENT_VERSION, account={}, files={})


@pytest.mark.drill
@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
@given(some_answers(wild=True))
def test_thousands_of_answers_can_be_checked(answers: dict[str, Any]) -> None:
    findings(answers)
