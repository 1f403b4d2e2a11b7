"""The self-check of a form file. Its table is checked as a whole, so that no answer is ever left without a result."""

import re
from collections.abc import Mapping
from typing import Any

from forms.definition import MalformedForm
from forms.raw_data import mapping, refuse_doubles, sequence, shown, text, truth
from forms.self_check import Banner, CheckQuestion, CheckResult, Line, SelfCheck, Wanted

WHEN = re.compile(r"(\w+) = (\w+)")
CODE = re.compile(r"\w+")


def read_self_check(raw: object) -> SelfCheck | None:
    """None where the form has no self-check; raise MalformedForm, whose message names the place."""
    if raw is None:
        return None
    data = mapping(raw, "self_check")
    _check_promises(data)
    questions = tuple(_question(entry) for entry in sequence(data.get("questions"), "self_check.questions"))
    refuse_doubles([question.key for question in questions], "self_check.questions")
    by_key = {question.key: question for question in questions}
    results = _results(data.get("results"))
    return SelfCheck(
        questions=questions,
        table=_table(data.get("table"), by_key, results),
        results=results,
        banner=_banner(data.get("banner"), by_key),
    )


def _check_promises(data: Mapping[str, Any]) -> None:
    """A file that asks for what the self-check never does is refused, not quietly bent."""
    if truth(data.get("stores_data", False), "self_check.stores_data"):
        raise MalformedForm("self_check.stores_data must be false: answers of the self-check are never stored")
    if data.get("hit_policy", "first") != "first":
        raise MalformedForm(f"self_check.hit_policy must be first, not {shown(data['hit_policy'])}")


def _question(raw: object) -> CheckQuestion:
    data = mapping(raw, "a question of self_check")
    key = _code(data.get("key"), "the key of a question of self_check")
    place = f"self_check.{key}"
    options = mapping(data.get("options"), f"{place}.options")
    if len(options) < 2:
        raise MalformedForm(f"{place}.options: at least two options are needed")
    return CheckQuestion(
        key=key,
        text=text(data.get("text"), f"{place}.text"),
        options={
            _code(option, f"an option of {place}"): text(label, f"{place}.{option}")
            for option, label in options.items()
        },
        is_multiple=truth(data.get("multi", False), f"{place}.multi"),
    )


def _results(raw: object) -> dict[str, CheckResult]:
    results = {}
    for code, entry in mapping(raw, "self_check.results").items():
        place = f"self_check.results.{code}"
        data = mapping(entry, place)
        title, words = text(data.get("title"), f"{place}.title"), text(data.get("text"), f"{place}.text")
        results[str(code)] = CheckResult(code=_code(code, place), title=title, text=words)
    return results


def _table(raw: object, questions: Mapping[str, CheckQuestion], results: Mapping[str, Any]) -> tuple[Line, ...]:
    table = tuple(_line(entry, questions, results) for entry in sequence(raw, "self_check.table"))
    if not table or table[-1].wanted:
        raise MalformedForm("self_check.table must end with a line that always fits (`when: {}`)")
    return table


def _line(raw: object, questions: Mapping[str, CheckQuestion], results: Mapping[str, Any]) -> Line:
    data = mapping(raw, "a line of self_check.table")
    place = f"self_check.table, rule {data.get('rule', '?')}"
    result = text(data.get("result"), f"{place}.result")
    if result not in results:
        raise MalformedForm(f"{place}: there is no result {shown(result)}")
    wanted = {
        str(key): _wanted(value, _known(questions, key, place), f"{place}, {key}")
        for key, value in mapping(data.get("when"), f"{place}.when").items()
    }
    return Line(result=result, wanted=wanted)


def _wanted(raw: object, question: CheckQuestion, place: str) -> Wanted:
    """`[a, b]`: one of these is chosen. `{only: [a]}`: exactly this is chosen."""
    only = isinstance(raw, Mapping)
    options = sequence(raw["only"] if isinstance(raw, Mapping) and raw.keys() == {"only"} else raw, place)
    for option in options:
        if not isinstance(option, str) or option not in question.options:
            raise MalformedForm(f"{place}: there is no option {shown(option)}")
    if not options:
        raise MalformedForm(f"{place}: at least one option is needed")
    return Wanted(frozenset(options), only)


def _banner(raw: object, questions: Mapping[str, CheckQuestion]) -> Banner:
    data = mapping(raw, "self_check.banner")
    when = WHEN.fullmatch(text(data.get("when"), "self_check.banner.when"))
    if when is None:
        raise MalformedForm(f"self_check.banner.when must be like „q7 = ja“, not {shown(data['when'])}")
    key, option = when.groups()
    _wanted([option], _known(questions, key, "self_check.banner.when"), "self_check.banner.when")
    return Banner(question=key, option=option, text=text(data.get("text"), "self_check.banner.text"))


def _known(questions: Mapping[str, CheckQuestion], key: object, place: str) -> CheckQuestion:
    if key not in questions:
        raise MalformedForm(f"{place}: there is no question {shown(key)}")
    return questions[str(key)]


def _code(raw: object, place: str) -> str:
    if not isinstance(raw, str) or not CODE.fullmatch(raw):
        raise MalformedForm(f"{place} must be of letters, digits and underscores, not {shown(raw)}")
    return raw
