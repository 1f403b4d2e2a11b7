"""Steps, groups and questions of a form file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.conditions import ROOT, Condition, MalformedCondition, parse_condition
from forms.definition import (
    LONGEST_SHORT,
    MOST_COLUMNS,
    Group,
    Item,
    MalformedForm,
    Mark,
    Question,
    QuestionType,
    Repeat,
    Step,
)
from forms.raw_data import mapping, number, refuse_doubles, sequence, shown, text, truth

KEY = re.compile(r"[^\W\d][\w-]*")


def option_lists(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What `options_ref` may name: the enums, the attachment types, the purposes of consent."""
    enums = mapping(data.get("enums", {}), "enums")
    lists = {
        str(name): _options(entry, f"enums.{name}")
        for name, entry in enums.items()
        if "$ref" not in mapping(entry, f"enums.{name}")
    }
    for name in ("attachment_types", "consent_purposes"):
        entries = mapping(data.get(name, {}), name)
        lists[name] = {
            str(key): text(mapping(entry, f"{name}.{key}").get("label"), f"{name}.{key}.label")
            for key, entry in entries.items()
        }
    return lists


def _options(raw: object, place: str) -> dict[str, str]:
    return {str(key): text(label, f"{place}.{key}") for key, label in mapping(raw, place).items()}


def read_step(raw: object, options: Mapping[str, dict[str, str]]) -> Step:
    data = mapping(raw, "a step")
    key = _key(data.get("key"), "a step")
    items = tuple(_item(entry, key, options) for entry in sequence(data.get("fields"), f"{key}.fields"))
    return Step(key=key, title=text(data.get("title"), f"{key}.title"), intro=str(data.get("intro", "")), items=items)


def _key(raw: object, place: str) -> str:
    if not isinstance(raw, str) or not KEY.fullmatch(raw):
        raise MalformedForm(f"a key in {place} must be of letters, digits, hyphens and underscores, not {shown(raw)}")
    return raw


def _item(raw: object, place: str, options: Mapping[str, dict[str, str]]) -> Item:
    data = mapping(raw, f"a question of {place}")
    key = _key(data.get("key"), place)
    place = f"{place}.{key}"
    return _group(data, place, options) if data.get("type") == "group" else _question(data, place, options)


def _group(data: Mapping[str, Any], place: str, options: Mapping[str, dict[str, str]]) -> Group:
    questions = []
    for entry in sequence(data.get("fields"), f"{place}.fields"):
        item = _item(entry, place, options)
        if isinstance(item, Group):
            raise MalformedForm(f"{place}: a group cannot stand in a group")
        questions.append(item)
    refuse_doubles([question.key for question in questions], place)
    return Group(
        key=data["key"],
        label=text(data.get("label"), f"{place}.label"),
        questions=tuple(questions),
        help=str(data.get("help", "")),
        required=truth(data.get("required", False), f"{place}.required"),
        when=_condition(data.get("when"), place),
        repeat=_repeat(data.get("repeat"), place),
        columns=_columns(data, place, questions),
        rules=_codes(data, place),
        source=str(data.get("src", "")),
    )


def _repeat(raw: object, place: str) -> Repeat | None:
    if raw is None:
        return None
    data = mapping(raw, f"{place}.repeat")
    minimum, maximum = (
        number(data.get("min", 0), f"{place}.repeat.min"),
        number(data.get("max"), f"{place}.repeat.max"),
    )
    if minimum is None or maximum is None or not 0 <= minimum <= maximum:
        raise MalformedForm(f"{place}.repeat needs `min` and `max`, with 0 <= min <= max")
    return Repeat(minimum, maximum, str(data.get("title", "")))


def _columns(data: Mapping[str, Any], place: str, questions: Sequence[Question]) -> tuple[str, ...]:
    keys = [str(key) for key in sequence(data.get("columns", []), f"{place}.columns")]
    if keys and data.get("repeat") is None:
        raise MalformedForm(f"{place}.columns: only a group that can be given several times has a table")
    refuse_doubles(keys, f"{place}.columns")
    if len(keys) > MOST_COLUMNS:
        raise MalformedForm(f"{place}.columns: a table has {MOST_COLUMNS} columns at most")
    types = {question.key: question.type for question in questions}
    for key in keys:
        if key not in types:
            raise MalformedForm(f"{place}.columns names „{key}“, which is no question of the group")
        if types[key] is QuestionType.TEXTAREA:
            raise MalformedForm(f"{place}.columns names „{key}“, whose answers are too long for a column")
    return tuple(keys)


def _question(data: Mapping[str, Any], place: str, options: Mapping[str, dict[str, str]]) -> Question:
    kind = data.get("type")
    if kind not in list(QuestionType):
        raise MalformedForm(f"{place}: there is no question type {shown(kind)}")
    must_be = data.get("must_be")
    return Question(
        key=data["key"],
        type=QuestionType(kind),
        label=text(data.get("label"), f"{place}.label"),
        help=str(data.get("help", "")),
        required=truth(data.get("required", False), f"{place}.required"),
        recommended=truth(data.get("recommended", False), f"{place}.recommended"),
        when=_condition(data.get("when"), place),
        options=_question_options(data, place, options),
        options_ref=str(data.get("options_ref", "")),
        minimum=number(data.get("min_length", data.get("min")), f"{place}.min"),
        maximum=number(data.get("max_length", data.get("max")), f"{place}.max"),
        pattern=_pattern(data.get("pattern", ""), place),
        must_be=None if must_be is None else truth(must_be, f"{place}.must_be"),
        readonly=truth(data.get("readonly", False), f"{place}.readonly"),
        derived=truth(data.get("derived", False), f"{place}.derived"),
        prefill=str(data.get("prefill", "")),
        default=data.get("default"),
        sensitivity=str(data.get("sens", "S2")),
        section=str(data.get("dossier", "DXX")),
        short=_short(data.get("short", ""), place),
        rules=_codes(data, place),
        exclusion=_mark(data.get("exclusion"), f"{place}.exclusion"),
        flag=_mark(data.get("flag"), f"{place}.flag"),
        source=str(data.get("src", "")),
    )


def _question_options(data: Mapping[str, Any], place: str, options: Mapping[str, dict[str, str]]) -> dict[str, str]:
    if data["type"] not in (QuestionType.CHOICE, QuestionType.MULTICHOICE):
        return {}
    reference = data.get("options_ref")
    if reference is None:
        return _options(data.get("options"), f"{place}.options")
    if not isinstance(reference, str) or reference not in options:
        raise MalformedForm(f"{place}: options_ref names {shown(reference)}, which is no list of options")
    return options[reference]


def _short(raw: object, place: str) -> str:
    if not isinstance(raw, str) or len(raw) > LONGEST_SHORT:
        raise MalformedForm(f"{place}.short must be a text of at most {LONGEST_SHORT} characters, not {shown(raw)}")
    return raw


def _pattern(raw: object, place: str) -> str:
    try:
        re.compile(str(raw))
    except re.error as error:
        raise MalformedForm(f"{place}.pattern is no regular expression: {error}") from error
    return str(raw)


def _condition(raw: object, place: str) -> Condition | None:
    if raw is None:
        return None
    try:
        return parse_condition(raw)
    except MalformedCondition as error:
        raise MalformedForm(f"{place}.when: {error}") from error


def _codes(data: Mapping[str, Any], place: str) -> tuple[str, ...]:
    return tuple(str(code) for code in sequence(data.get("rules", []), f"{place}.rules"))


def _mark(raw: object, place: str) -> Mark | None:
    if raw is None:
        return None
    data = mapping(raw, place)
    values = data.get("value")
    return Mark(text(data.get("code"), f"{place}.code"), tuple(values) if isinstance(values, list) else (values,))


def field_paths(steps: tuple[Step, ...]) -> Iterator[str]:
    """What a rule may name: keys of the form level, and ``group.key``."""
    for step in steps:
        for item in step.items:
            yield item.key
            if isinstance(item, Group):
                yield from (f"{item.key}.{question.key}" for question in item.questions)


def check_conditions(steps: tuple[Step, ...]) -> None:
    """Every condition asks for a question that exists where it looks."""
    fields = frozenset(field_paths(steps))
    for step in steps:
        for item in step.items:
            _check_condition(item, item.key, fields)
            if isinstance(item, Group):
                own = frozenset(question.key for question in item.questions)
                for question in item.questions:
                    known = own if item.repeat else own | fields
                    _check_condition(question, f"{item.key}.{question.key}", known, fields)


def _check_condition(item: Item, place: str, known: frozenset[str], root: frozenset[str] = frozenset()) -> None:
    for key in item.when.keys() if item.when else ():
        if key.startswith(ROOT) and key.removeprefix(ROOT) in (root or known):
            continue
        if key not in known:
            hint = f"; write {ROOT}{key} for the form level" if key in root else ""
            raise MalformedForm(f"{place}.when asks for „{key}“, which is no question there{hint}")
