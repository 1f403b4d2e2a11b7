"""What an editor opens and saves without a change stays as it was, to the letter."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.base import BlockField

from forms.definition import QuestionType
from forms.reading import read_form
from forms.reading_rules import shipped_data
from forms.revising.outline import Outline
from pages.editing.form.part_views import PartForm
from pages.editing.form.parts import PARTS, Part
from pages.editing.form.step_page import StepEditForm

few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
SHIPPED = copy.deepcopy(dict(shipped_data()))


def sent_by_a_browser(block: Block, value: Any, name: str = "items") -> dict[str, Any]:
    """The fields a page would send for a block that nobody touched."""
    if isinstance(block, StreamBlock):
        fields = {f"{name}-count": str(len(value))}
        for number, child in enumerate(value):
            start = f"{name}-{number}"
            fields |= {f"{start}-deleted": "", f"{start}-order": str(number), f"{start}-type": child.block_type}
            fields |= {f"{start}-id": child.id or ""}
            fields |= sent_by_a_browser(child.block, child.value, f"{start}-value")
        return fields
    if isinstance(block, ListBlock):
        fields = {f"{name}-count": str(len(value))}
        for number, one in enumerate(value):
            start = f"{name}-{number}"
            fields |= {f"{start}-deleted": "", f"{start}-order": str(number), f"{start}-id": ""}
            fields |= sent_by_a_browser(block.child_block, one, f"{start}-value")
        return fields
    if isinstance(block, StructBlock):
        fields = {}
        for field, inner in block.child_blocks.items():
            fields |= sent_by_a_browser(inner, value.get(field), f"{name}-{field}")
        return fields
    state = block.get_form_state(value)
    if isinstance(state, bool):
        return {name: "on"} if state else {}
    if state is None:
        return {name: ""}
    return {name: state if isinstance(state, list) else str(state)}


def posted(form: Any, **more: str) -> QueryDict:
    query = QueryDict(mutable=True)
    fields: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form.initial[name]
        if isinstance(field, BlockField):
            fields |= sent_by_a_browser(field.block, value, name)
        else:
            fields[name] = value if isinstance(value, list) else str(value).replace("\n", "\r\n")
    for name, value in (fields | more).items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def saved_step(data: Mapping[str, Any], step: str) -> Any:
    opened = StepEditForm(data, step)
    form = StepEditForm(data, step, posted(opened))
    assert form.is_valid(), form.errors.as_json()
    return form.written()


@pytest.mark.parametrize("step", [step["key"] for step in SHIPPED["steps"]])
def test_a_step_of_the_shipped_form_stays_as_it_is(step: str) -> None:
    before = next(one for one in SHIPPED["steps"] if one["key"] == step)

    assert json.dumps(saved_step(SHIPPED, step)) == json.dumps(before)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.slug)
def test_a_part_of_the_shipped_form_stays_as_it_is(part: Part) -> None:
    opened = PartForm(part, SHIPPED)

    form = PartForm(part, SHIPPED, posted(opened))

    assert form.is_valid(), form.errors.as_json()
    assert json.dumps(part.content(form.written())) == json.dumps(part.content(SHIPPED))


KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
OPTIONS = st.dictionaries(KEYS, WORDS, min_size=1, max_size=4)


def comparisons_of(keys: list[str]) -> st.SearchStrategy[Any]:
    field = st.sampled_from(keys)
    return st.one_of(
        st.builds(lambda key, value: {"field": key, "is": value}, field, WORDS | st.booleans()),
        st.builds(lambda key, values: {"field": key, "in": values}, field, st.lists(WORDS, max_size=3)),
        st.builds(lambda key, value: {"field": key, "contains": value}, field, WORDS),
        st.builds(lambda key, value: {"field": key, "filled": value}, field, st.booleans()),
        st.builds(lambda key, years: {"field": key, "under_age": years}, field, st.integers(1, 99)),
    )


def conditions(keys: list[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        comparisons_of(keys),
        lambda inner: (
            st.builds(lambda word, parts: {word: parts}, st.sampled_from(["all", "any"]), st.lists(inner, max_size=3))
            | st.builds(lambda part: {"not": part}, inner)
        ),
        max_leaves=5,
    )


@st.composite
def questions(draw: st.DrawFn, key: str, known: list[str]) -> dict[str, Any]:
    kind = str(draw(st.sampled_from(list(QuestionType))))
    question: dict[str, Any] = {"key": key, "type": kind, "label": draw(WORDS)}
    if kind in ("choice", "multichoice"):
        question["options"] = draw(OPTIONS)
        if draw(st.booleans()):
            question["flag"] = {"value": draw(st.sampled_from(list(question["options"]))), "code": "H1"}
    optional = {
        "help": WORDS,
        "required": st.booleans(),
        "recommended": st.booleans(),
        "max": st.integers(1, 900),
        "min_length": st.integers(0, 9),
        "sens": st.sampled_from(["S0", "S3"]),
        "dossier": st.sampled_from(["D01", "DXX"]),
        "src": WORDS,
        "short": WORDS,
        "default": WORDS,
        "must_be": st.booleans(),
        "something_else": WORDS | st.lists(WORDS, max_size=2),
    }
    for name, values in optional.items():
        if draw(st.booleans()):
            question[name] = draw(values)
    if known and draw(st.booleans()):
        question["when"] = draw(conditions(known))
    return question


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    keys = draw(st.lists(KEYS, min_size=3, max_size=8, unique=True))
    items: list[dict[str, Any]] = []
    known: list[str] = []
    for key in keys[1:]:
        if draw(st.integers(0, 3)):
            items.append(draw(questions(key, known)))
            known.append(key)
        else:
            inside = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
            group = {"key": key, "type": "group", "label": draw(WORDS)}
            group["fields"] = [draw(questions(one, known)) for one in inside]
            if draw(st.booleans()):
                group["repeat"] = {"min": 0, "max": draw(st.integers(1, 9))}
                group |= draw(st.just({}) | st.just({"columns": inside[::-1]}))
            items.append(group)
    step = {"key": f"{keys[0]}_step", "title": draw(WORDS), "fields": items}
    return {**SHIPPED, "steps": [step], "validation_rules": {}}


@few
@given(forms())
def test_a_random_step_stays_as_it_is(form: dict[str, Any]) -> None:
    step = form["steps"][0]

    assert json.dumps(saved_step(form, step["key"])) == json.dumps(step)


def test_only_what_an_editor_changes_is_written() -> None:
    opened = StepEditForm(SHIPPED, "beratung")
    sent = posted(opened)
    numbers = {child.value["key"]: number for number, child in enumerate(opened.initial["items"])}
    sent[f"items-{numbers['eilig']}-value-label"] = "Gibt es eine Frist?"
    sent[f"items-{numbers['anwalt_name']}-value-need"] = "recommended"

    form = StepEditForm(SHIPPED, "beratung", sent)
    assert form.is_valid()
    changed = form.written()

    expected = copy.deepcopy(Outline(SHIPPED).steps["beratung"])
    by_key = {item["key"]: item for item in expected["fields"]}
    by_key["eilig"]["label"] = "Gibt es eine Frist?"
    by_key["anwalt_name"]["recommended"] = True
    assert changed == expected


def test_a_new_question_gets_a_key_of_its_own_from_its_words() -> None:
    opened = StepEditForm(SHIPPED, "abschluss")
    number = len(opened.initial["items"])
    start = f"items-{number}"
    new = {
        "items-count": str(number + 1),
        f"{start}-deleted": "",
        f"{start}-order": str(number),
        f"{start}-type": "choice",
        f"{start}-id": "5d4cbb1e-2b4e-4a6f-9a49-0d6f2b1b2a11",
        f"{start}-value-label": "Wie wurde die Wohnung gefunden?",
        f"{start}-value-need": "required",
        f"{start}-value-type": "choice",
        f"{start}-value-options": json.dumps({"options": [["", "selbst"], ["", "über eine Stelle"]], "marks": {}}),
        f"{start}-value-when": json.dumps({"field": "anwalt", "is": "ja"}),
        f"{start}-value-sens": "S1",
        f"{start}-value-dossier": "D03",
    }
    form = StepEditForm(SHIPPED, "abschluss", posted(opened, **new))

    assert form.is_valid(), form.errors.as_json()
    question = form.written()["fields"][-1]

    assert question == {
        "key": "wurde_wohnung_gefunden",
        "type": "choice",
        "required": True,
        "label": "Wie wurde die Wohnung gefunden?",
        "sens": "S1",
        "dossier": "D03",
        "when": {"field": "anwalt", "is": "ja"},
        "options": {"selbst": "selbst", "ueber_stelle": "über eine Stelle"},
    }
    steps = [one if one["key"] != "abschluss" else form.written() for one in SHIPPED["steps"]]
    assert read_form({**SHIPPED, "steps": steps}).item("wurde_wohnung_gefunden").required
