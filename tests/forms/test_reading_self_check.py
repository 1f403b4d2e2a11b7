import copy
from collections.abc import Callable
from typing import Any

import pytest

from forms.definition import MalformedForm
from forms.reading import read_form, write_form
from forms.reading_rules import shipped_data
from forms.reading_self_check import read_self_check
from forms.self_check import Wanted

Data = dict[str, Any]


@pytest.fixture
def file() -> Data:
    """The self-check of the shipped form file."""
    return copy.deepcopy(dict(shipped_data()["self_check"]))


def test_a_form_may_have_no_self_check() -> None:
    data = copy.deepcopy(dict(shipped_data()))
    del data["self_check"]

    form = read_form(data)

    assert form.self_check is None
    assert write_form(form) == data


def test_the_table_may_ask_for_one_of_some_options_or_for_exactly_these(file: Data) -> None:
    file["table"][0]["when"] = {"q1": ["duldung", "gueb"], "q5": {"only": ["arbeit", "lange"]}}

    check = read_self_check(file)

    assert check is not None
    assert check.table[0].wanted == {
        "q1": Wanted(frozenset({"duldung", "gueb"})),
        "q5": Wanted(frozenset({"arbeit", "lange"}), only=True),
    }


def put(*path: Any, value: Any) -> Callable[[Data], None]:
    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (put("stores_data", value=True), "stores_data must be false"),
        (put("hit_policy", value="unique"), "hit_policy must be first"),
        (put("questions", value=None), "self_check.questions must be a list"),
        (put("questions", 0, "key", value="q2"), "q2.* is given twice"),
        (put("questions", 0, "key", value="a.b"), "letters, digits"),
        (put("questions", 0, "text", value=""), "self_check.q1.text"),
        (put("questions", 0, "multi", value="ja"), "self_check.q1.multi"),
        (put("questions", 0, "options", value={"a": "A"}), "q1.options: at least two"),
        (put("questions", 0, "options", value={"a": "A", "b b": "B"}), "an option of self_check.q1"),
        (put("table", value=[]), "must end with a line that always fits"),
        (put("table", 11, "when", value={"q1": ["titel"]}), "must end with a line that always fits"),
        (put("table", 2, "result", value="E9"), "rule 3: there is no result 'E9'"),
        (put("table", 2, "result", value=["E1"]), "rule 3.result must be a text"),
        (put("table", 2, "when", value={"q9": ["ja"]}), "rule 3: there is no question 'q9'"),
        (put("table", 2, "when", value={"q4": ["nie"]}), "rule 3, q4: there is no option 'nie'"),
        (put("table", 2, "when", value={"q4": [["ja"]]}), "rule 3, q4: there is no option"),
        (put("table", 2, "when", value={"q4": []}), "rule 3, q4: at least one option"),
        (put("table", 2, "when", value={"q4": {"not": ["ja"]}}), "rule 3, q4 must be a list"),
        (put("banner", "when", value="immer"), "banner.when must be like"),
        (put("banner", "when", value="q7 = bald"), "banner.when: there is no option 'bald'"),
        (put("banner", "when", value="q9 = ja"), "banner.when: there is no question 'q9'"),
        (put("results", "E1", "title", value=""), "results.E1.title"),
        (put("results", value={"E-1": {"title": "x", "text": "y"}}), "results.E-1"),
        (put("results", value="E1"), "self_check.results must be a mapping"),
    ],
)
def test_what_could_mislead_a_reader_is_refused_with_its_place(
    file: Data, change: Callable[[Data], None], named: str
) -> None:
    change(file)

    with pytest.raises(MalformedForm, match=named):
        read_self_check(file)


@pytest.mark.parametrize("junk", [[], "ja", 5, {}, {"questions": []}])
def test_junk_is_no_self_check(junk: Any) -> None:
    with pytest.raises(MalformedForm):
        read_self_check(junk)
