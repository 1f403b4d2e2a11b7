"""From the form file to a definition, and back without loss.

A rule gives its registered kind and parameters under `rule`. One that has only a `check` sentence is understood if
the shipped form has the same sentence; anything else is refused by name.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from forms.conditions import ROOT, Condition, MalformedCondition, parse_condition
from forms.definition import (
    AttachmentType,
    FileRules,
    FormDefinition,
    Group,
    Item,
    MalformedForm,
    Mark,
    Purpose,
    Question,
    QuestionType,
    Repeat,
    Rule,
    Severity,
    Step,
)
from forms.parameters import MalformedRule
from forms.plain_yaml import load_yaml
from forms.rules import check_rule

__all__ = ["load_yaml", "read_form", "shipped_form", "write_form"]

SHIPPED = Path(__file__).parent / "shipped" / "kurzantrag.yaml"
KEY = re.compile(r"[a-z][a-z0-9_]*")
PAGES = re.compile(r"Seitenzahl höchstens ([0-9]+) je Datei")
DEFAULT_PAGES = 200


def read_form(raw: object) -> FormDefinition:
    """Build a definition from the data of a form file; raise MalformedForm, whose message names the place."""
    data = copy.deepcopy(_mapping(raw, "the form file"))
    head = _mapping(data.get("form"), "form")
    options = _option_lists(data)
    steps = tuple(_step(step, options) for step in _list(data.get("steps"), "steps"))
    _refuse_doubles([step.key for step in steps], "steps")
    _refuse_doubles([item.key for step in steps for item in step.items], "questions")
    _check_conditions(steps)
    fields = frozenset(_fields(steps))
    return FormDefinition(
        key=_text(head.get("id"), "form.id"),
        version=_text(head.get("version"), "form.version"),
        title=_text(head.get("title"), "form.title"),
        steps=steps,
        rules={
            str(code): _rule(str(code), entry, fields)
            for code, entry in _mapping(data.get("validation_rules", {}), "validation_rules").items()
        },
        exclusions={
            str(code): _mapping(entry, f"exclusion_rules.{code}")
            for code, entry in _mapping(data.get("exclusion_rules", {}), "exclusion_rules").items()
        },
        flags={str(code): str(label) for code, label in _mapping(data.get("flags", {}), "flags").items()},
        purposes=dict(_purposes(data)),
        attachment_types=dict(_attachment_types(data)),
        file_rules=_file_rules(_mapping(data.get("file_rules"), "file_rules")),
        sections={str(k): str(v) for k, v in _mapping(data.get("dossier_sections", {}), "dossier_sections").items()},
        raw=data,
    )


def write_form(form: FormDefinition) -> dict[str, Any]:
    """The data of the form file; equal to what the definition was read from."""
    return copy.deepcopy(dict(form.raw))


@cache
def shipped_form() -> FormDefinition:
    """The Kurzantrag as it is shipped."""
    return read_form(shipped_data())


@cache
def shipped_data() -> Mapping[str, Any]:
    return _mapping(load_yaml(SHIPPED), str(SHIPPED.name))


def _mapping(raw: object, place: str) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise MalformedForm(f"{place} must be a mapping, not {_short(raw)}")
    return dict(raw)


def _list(raw: object, place: str) -> list[Any]:
    if not isinstance(raw, list):
        raise MalformedForm(f"{place} must be a list, not {_short(raw)}")
    return raw


def _text(raw: object, place: str) -> str:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool) or not str(raw).strip():
        raise MalformedForm(f"{place} must be a text, not {_short(raw)}")
    return str(raw)


def _truth(raw: object, place: str) -> bool:
    if not isinstance(raw, bool):
        raise MalformedForm(f"{place} must be true or false, not {_short(raw)}")
    return raw


def _number(raw: object, place: str) -> int | None:
    if raw is not None and (not isinstance(raw, int) or isinstance(raw, bool)):
        raise MalformedForm(f"{place} must be a whole number, not {_short(raw)}")
    return raw


def _short(raw: object) -> str:
    text = repr(raw)
    return "nothing" if raw is None else text if len(text) < 60 else f"{text[:57]}…"


def _option_lists(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What `options_ref` may name: the enums, the attachment types, the purposes of consent."""
    enums = _mapping(data.get("enums", {}), "enums")
    lists = {name: _options(entry, f"enums.{name}") for name, entry in enums.items() if "$ref" not in entry}
    for name in ("attachment_types", "consent_purposes"):
        entries = _mapping(data.get(name, {}), name)
        lists[name] = {
            str(key): _text(_mapping(entry, f"{name}.{key}").get("label"), f"{name}.{key}.label")
            for key, entry in entries.items()
        }
    return lists


def _options(raw: object, place: str) -> dict[str, str]:
    return {str(key): _text(label, f"{place}.{key}") for key, label in _mapping(raw, place).items()}


def _step(raw: object, options: Mapping[str, dict[str, str]]) -> Step:
    data = _mapping(raw, "a step")
    key = _key(data.get("key"), "a step")
    items = tuple(_item(entry, key, options) for entry in _list(data.get("fields"), f"{key}.fields"))
    return Step(key=key, title=_text(data.get("title"), f"{key}.title"), intro=str(data.get("intro", "")), items=items)


def _key(raw: object, place: str) -> str:
    if not isinstance(raw, str) or not KEY.fullmatch(raw):
        raise MalformedForm(f"a key in {place} must be of small letters, digits and underscores, not {_short(raw)}")
    return raw


def _item(raw: object, place: str, options: Mapping[str, dict[str, str]]) -> Item:
    data = _mapping(raw, f"a question of {place}")
    key = _key(data.get("key"), place)
    place = f"{place}.{key}"
    return _group(data, place, options) if data.get("type") == "group" else _question(data, place, options)


def _group(data: Mapping[str, Any], place: str, options: Mapping[str, dict[str, str]]) -> Group:
    questions = []
    for entry in _list(data.get("fields"), f"{place}.fields"):
        item = _item(entry, place, options)
        if isinstance(item, Group):
            raise MalformedForm(f"{place}: a group cannot stand in a group")
        questions.append(item)
    _refuse_doubles([question.key for question in questions], place)
    return Group(
        key=data["key"],
        label=_text(data.get("label"), f"{place}.label"),
        questions=tuple(questions),
        help=str(data.get("help", "")),
        required=_truth(data.get("required", False), f"{place}.required"),
        when=_condition(data.get("when"), place),
        repeat=_repeat(data.get("repeat"), place),
        rules=_codes(data, place),
        source=str(data.get("src", "")),
    )


def _repeat(raw: object, place: str) -> Repeat | None:
    if raw is None:
        return None
    data = _mapping(raw, f"{place}.repeat")
    minimum, maximum = (
        _number(data.get("min", 0), f"{place}.repeat.min"),
        _number(data.get("max"), f"{place}.repeat.max"),
    )
    if minimum is None or maximum is None or not 0 <= minimum <= maximum:
        raise MalformedForm(f"{place}.repeat needs `min` and `max`, with 0 <= min <= max")
    return Repeat(minimum, maximum, str(data.get("title", "")))


def _question(data: Mapping[str, Any], place: str, options: Mapping[str, dict[str, str]]) -> Question:
    kind = data.get("type")
    if kind not in list(QuestionType):
        raise MalformedForm(f"{place}: there is no question type {_short(kind)}")
    must_be = data.get("must_be")
    return Question(
        key=data["key"],
        type=QuestionType(kind),
        label=_text(data.get("label"), f"{place}.label"),
        help=str(data.get("help", "")),
        required=_truth(data.get("required", False), f"{place}.required"),
        when=_condition(data.get("when"), place),
        options=_question_options(data, place, options),
        options_ref=str(data.get("options_ref", "")),
        minimum=_number(data.get("min_length", data.get("min")), f"{place}.min"),
        maximum=_number(data.get("max_length", data.get("max")), f"{place}.max"),
        pattern=_pattern(data.get("pattern", ""), place),
        must_be=None if must_be is None else _truth(must_be, f"{place}.must_be"),
        readonly=_truth(data.get("readonly", False), f"{place}.readonly"),
        derived=_truth(data.get("derived", False), f"{place}.derived"),
        prefill=str(data.get("prefill", "")),
        default=data.get("default"),
        sensitivity=str(data.get("sens", "S2")),
        section=str(data.get("dossier", "DXX")),
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
    if reference not in options:
        raise MalformedForm(f"{place}: options_ref names {_short(reference)}, which is no list of options")
    return options[reference]


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
    return tuple(str(code) for code in _list(data.get("rules", []), f"{place}.rules"))


def _mark(raw: object, place: str) -> Mark | None:
    if raw is None:
        return None
    data = _mapping(raw, place)
    values = data.get("value")
    return Mark(_text(data.get("code"), f"{place}.code"), tuple(values) if isinstance(values, list) else (values,))


def _refuse_doubles(keys: list[str], place: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise MalformedForm(f"{place}: the key „{key}“ is given twice")


def _fields(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        for item in step.items:
            yield item.key
            if isinstance(item, Group):
                yield from (f"{item.key}.{question.key}" for question in item.questions)


def _check_conditions(steps: tuple[Step, ...]) -> None:
    """Every condition asks for a question that exists where it looks."""
    fields = frozenset(_fields(steps))
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


def _rule(code: str, raw: object, fields: frozenset[str]) -> Rule:
    place = f"validation_rules.{code}"
    data = _mapping(raw, place)
    severity = data.get("severity")
    if severity not in list(Severity):
        raise MalformedForm(f"{place}.severity must be one of {', '.join(Severity)}, not {_short(severity)}")
    message = _text(data.get("message"), f"{place}.message")
    given = data.get("rule")
    if given is None:
        kind, parameters = _kind(_known(data.get("check"), "check", "rule", place), place)
    else:
        kind, parameters = _kind(given, place)
        _checked(kind, parameters, fields, place)
    flag, unless = _rule_flag(data, place)
    second = None
    if unless is not None:
        second_kind, second_parameters = _kind(unless, f"{place}.flag.unless")
        if data.get("flag") is not None:
            _checked(second_kind, second_parameters, fields, f"{place}.flag.unless")
        second = Rule(
            code=flag, severity=Severity.INFO, message=message, kind=second_kind, parameters=second_parameters
        )
    return Rule(
        code=code,
        severity=Severity(severity),
        message=message,
        kind=kind,
        parameters=parameters,
        flag=flag,
        flag_unless=second,
    )


def _kind(raw: object, place: str) -> tuple[str, dict[str, Any]]:
    parameters = _mapping(raw, place)
    return _text(parameters.pop("kind", None), f"{place}: kind"), parameters


def _checked(kind: str, parameters: Mapping[str, Any], fields: frozenset[str], place: str) -> None:
    try:
        check_rule(kind, parameters, fields)
    except MalformedRule as error:
        raise MalformedForm(f"{place}: {error}") from error


def _rule_flag(data: Mapping[str, Any], place: str) -> tuple[str, Mapping[str, Any] | None]:
    """The flag a rule raises, and the rule that raises it instead, if any."""
    given = data.get("flag")
    if given is None and "sets_flag" in data:
        sentence = str(data["sets_flag"])
        given = (
            {"code": sentence} if re.fullmatch(r"H[0-9]+", sentence) else _known(sentence, "sets_flag", "flag", place)
        )
    if given is None:
        return "", None
    flag = _mapping(given, f"{place}.flag")
    unless = flag.get("unless")
    return _text(flag.get("code"), f"{place}.flag.code"), None if unless is None else _mapping(unless, f"{place}.flag")


def _known(sentence: object, told_by: str, structured: str, place: str) -> object:
    """The structured form that the shipped form gives beside this sentence."""
    for entry in shipped_data()["validation_rules"].values():
        if told_by in entry and _plain(entry[told_by]) == _plain(sentence):
            return copy.deepcopy(entry[structured])
    raise MalformedForm(
        f"{place}: the sentence {_short(sentence)} is not known; give the rule's kind and parameters under `{structured}`"
    )


def _plain(sentence: object) -> str:
    return " ".join(str(sentence).split())


def _purposes(data: Mapping[str, Any]) -> Iterator[tuple[str, Purpose]]:
    for code, entry in _mapping(data.get("consent_purposes", {}), "consent_purposes").items():
        purpose = _mapping(entry, f"consent_purposes.{code}")
        required = purpose.get("required", False)
        if required not in (True, False, "when_s3"):
            raise MalformedForm(f"consent_purposes.{code}.required must be true, false or when_s3")
        word = {True: "always", False: "never"}.get(required, "when_s3")
        yield str(code), Purpose(code=str(code), label=str(purpose["label"]), required=word)


def _attachment_types(data: Mapping[str, Any]) -> Iterator[tuple[str, AttachmentType]]:
    for key, entry in _mapping(data.get("attachment_types", {}), "attachment_types").items():
        kind = _mapping(entry, f"attachment_types.{key}")
        yield (
            str(key),
            AttachmentType(
                key=str(key),
                label=str(kind["label"]),
                sensitivity=str(kind.get("sens", "S2")),
                recommended=_truth(kind.get("recommended", False), f"attachment_types.{key}.recommended"),
                required_when=str(kind.get("required_when", "")),
                note=str(kind.get("note", "")),
            ),
        )


def _file_rules(data: Mapping[str, Any]) -> FileRules:
    limits = {}
    for name in ("max_file_mb", "max_total_mb", "max_files"):
        limits[name] = _number(data.get(name), f"file_rules.{name}") or 0
        if limits[name] < 1:
            raise MalformedForm(f"file_rules.{name} must be a whole number above 0")
    accept = tuple(str(kind) for kind in _list(data.get("accept"), "file_rules.accept"))
    told = (PAGES.search(str(check)) for check in _list(data.get("checks", []), "file_rules.checks"))
    pages = data.get("max_pages") or next((int(match[1]) for match in told if match), DEFAULT_PAGES)
    return FileRules(accept=accept, max_pages=_number(pages, "file_rules.max_pages") or DEFAULT_PAGES, **limits)
