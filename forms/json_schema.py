"""A form version as JSON Schema 2020-12, in one language, with a presentation part: for another front end.

Answers of the shape the form file describes fit the schema if nothing structural is wrong with them: required, unfit,
hidden, unknown, too few or too many. What a schema cannot say stands in the presentation only: conditions on an age
(they depend on the day), conditions inside repeating groups that look outside, and the rules.
"""

import re
from collections.abc import Callable
from typing import Any

from forms import countries, languages
from forms.conditions import ROOT, All, AnyOf, Condition, Not, Test
from forms.definition import FormDefinition, Group, Item, Question, QuestionType, Rule
from forms.structure import PHONE
from forms.wordings import option_address, question_address

Schema = dict[str, Any]
Says = Callable[[str], str]
"""The words at an address in the wanted language; "" where there are none."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
PARTIAL = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
FILLED = r"\S"


def form_schema(form: FormDefinition, says: Says, *, language: str, address: str) -> Schema:
    """The whole schema. `says` gives translations; where it gives none the German stands, told by `language`."""
    told = _Told(says)
    properties = {item.key: _item(item, told) for item in form.items()}
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": told("form.title", form.title),
        "type": "object",
        "properties": properties,
        "required": [item.key for item in form.items() if item.required and item.when is None],
        "additionalProperties": False,
        "allOf": [rule for item in form.items() for rule in _at_form_level(item)],
        "presentation": {
            "form": form.key,
            "version": form.version,
            "language": language,
            "german": sorted(told.missing),
            "steps": [
                {
                    "key": step.key,
                    "title": told(f"step.{step.key}.title", step.title),
                    "intro": told(f"step.{step.key}.intro", step.intro),
                    "items": [_presented(item) for item in step.items],
                }
                for step in form.steps
            ],
            "rules": [_told_rule(rule, told) for rule in form.rules.values()],
            "sections": [
                {"code": code, "title": section.title, "own_pages": section.own_pages}
                for code, section in form.sections.items()
            ],
        },
    }


def _told_rule(rule: Rule, told: "_Told") -> Schema:
    message = told(f"rule.{rule.code}.message", rule.message)
    return {"code": rule.code, "severity": str(rule.severity), "message": message}


class _Told:
    """Words in the wanted language; remembers the addresses that stand in German."""

    def __init__(self, says: Says) -> None:
        self.says = says
        self.missing: set[str] = set()

    def __call__(self, address: str, german: str) -> str:
        found = self.says(address)
        if german and not found:
            self.missing.add(address)
        return found or german


def _presented(item: Item) -> Schema:
    """What a front end needs to draw an item and a schema does not say."""
    shown: Schema = {"key": item.key, "when": item.when.as_data() if item.when else None}
    if isinstance(item, Group):
        shown["questions"] = [_presented(question) for question in item.questions]
        shown["repeats"] = item.repeat is not None
        shown["columns"] = list(item.columns)
        return shown
    return shown | {
        "type": str(item.type),
        "recommended": item.recommended,
        "sensitivity": item.sensitivity,
        "section": item.section,
        "short": item.short,
        "read_only": item.readonly,
    }


def _item(item: Item, told: _Told) -> Schema:
    if isinstance(item, Question):
        return _question(item, told, None)
    words = _words(item.key, item.label, item.help, told)
    inside = _group(item, told)
    if item.repeat is None:
        return words | inside
    return words | {
        "type": "array",
        "items": inside,
        "minItems": item.repeat.minimum,
        "maxItems": item.repeat.maximum,
    }


def _group(group: Group, told: _Told) -> Schema:
    own = {question.key for question in group.questions}
    schema: Schema = {
        "type": "object",
        "properties": {question.key: _question(question, told, group) for question in group.questions},
        "required": [question.key for question in group.questions if question.required and question.when is None],
        "additionalProperties": False,
    }
    inside = [
        _rule(question.key, question.required, _holds(question.when, lambda key: (key,)))
        for question in group.questions
        if question.when is not None and set(question.when.keys()) <= own and _can_be_said(question.when)
    ]
    return schema | ({"allOf": inside} if inside else {})


def _words(address: str, label: str, help_text: str, told: _Told) -> Schema:
    words = {"title": told(f"{address}.label", label)}
    if help_text:
        words["description"] = told(f"{address}.help", help_text)
    return words


def _question(question: Question, told: _Told, group: Group | None) -> Schema:
    start = question_address(question, group)
    words = _words(start, question.label, question.help, told)
    options = [
        {"const": key, "title": told(option_address(start, question, key), label)}
        for key, label in question.options.items()
    ]
    return words | _type(question, options)


def _type(question: Question, options: list[Schema]) -> Schema:
    match question.type:
        case QuestionType.CHOICE:
            return {"type": "string", "oneOf": options}
        case QuestionType.MULTICHOICE:
            return _list({"type": "string", "oneOf": options}, question)
        case QuestionType.BOOLEAN:
            return {"const": question.must_be} if question.must_be is not None else {"type": "boolean"}
        case QuestionType.INTEGER:
            return {"type": "integer", **_limits(question, "minimum", "maximum")}
        case QuestionType.DATE:
            return {"type": "string", "format": "date", "pattern": f"^{DAY}$"}
        case QuestionType.PARTIAL_DATE:
            return {"type": "string", "pattern": PARTIAL}
        case QuestionType.EMAIL:
            return {"type": "string", "format": "email", "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$"}
        case QuestionType.PHONE:
            return {"type": "string", "pattern": f"^{PHONE.pattern}$"}
        case QuestionType.COUNTRY:
            return {"type": "string", "enum": sorted(countries.names())}
        case QuestionType.COUNTRY_LIST:
            return _list({"type": "string", "enum": sorted(countries.names())}, question)
        case QuestionType.LANGUAGE:
            return {"type": "string", "enum": sorted(languages.names())}
        case QuestionType.FILE:
            name = {"type": "string", "pattern": FILLED}
            return {"anyOf": [name, {"type": "array", "items": name}]}
        case _:
            return {"type": "string", **_limits(question, "minLength", "maxLength"), **_pattern(question)}


def _list(items: Schema, question: Question) -> Schema:
    return {"type": "array", "items": items, "uniqueItems": True, **_limits(question, "minItems", "maxItems")}


def _limits(question: Question, least: str, most: str) -> Schema:
    limits = {least: question.minimum, most: question.maximum}
    return {name: value for name, value in limits.items() if value is not None}


def _pattern(question: Question) -> Schema:
    if question.pattern:
        return {"pattern": re.sub(r"\\Z", "$", question.pattern)}
    return {"pattern": FILLED} if question.required else {}


# Conditions.


def _at_form_level(item: Item) -> list[Schema]:
    """Rules of the form level: for an item with a condition, and for questions of a group given once that look out."""
    rules = []
    if item.when is not None and _can_be_said(item.when):
        rules.append(_rule(item.key, item.required, _holds(item.when, _path)))
    if isinstance(item, Group) and item.repeat is None:
        own = {question.key for question in item.questions}
        for question in item.questions:
            if question.when is None or set(question.when.keys()) <= own or not _can_be_said(question.when):
                continue
            holds = _holds(question.when, lambda key: (item.key, key) if key in own else _path(key))
            rules.append(_inside(item.key, _rule(question.key, question.required, {}), holds))
    return rules


def _inside(group: str, rule: Schema, holds: Schema) -> Schema:
    def of(part: Schema) -> Schema:
        return {"properties": {group: part}}

    return {"if": holds, "then": of(rule["then"]), "else": of(rule["else"])}


def _rule(key: str, is_required: bool, holds: Schema) -> Schema:
    """Asked: it may have to be there. Not asked: it may only be there with nothing in it."""
    empty: Schema = {"properties": {key: {"enum": [None, "", [], {}]}}}
    return {"if": holds, "then": {"required": [key]} if is_required else {}, "else": empty}


def _path(key: str) -> tuple[str, ...]:
    return tuple(key.removeprefix(ROOT).split("."))


def _can_be_said(condition: Condition) -> bool:
    """Not what depends on the day."""
    match condition:
        case Test():
            return condition.operator != "under_age"
        case Not():
            return _can_be_said(condition.condition)
        case All() | AnyOf():
            return all(map(_can_be_said, condition.conditions))
    return False


def _holds(condition: Condition | None, path: Callable[[str], tuple[str, ...]]) -> Schema:
    match condition:
        case Test():
            return _test(condition, path(condition.field))
        case Not():
            return {"not": _holds(condition.condition, path)}
        case All():
            return {"allOf": [_holds(one, path) for one in condition.conditions]} if condition.conditions else {}
        case AnyOf():
            return (
                {"anyOf": [_holds(one, path) for one in condition.conditions]} if condition.conditions else {"not": {}}
            )
    return {}


def _test(test: Test, path: tuple[str, ...]) -> Schema:
    operand = list(test.operand) if isinstance(test.operand, tuple) else test.operand
    match test.operator:
        case "is":
            return _there(path, {"const": operand})
        case "in":
            return _there(path, {"enum": operand})
        case "contains":
            return _there(path, {"type": "array", "contains": {"const": operand}})
    filled = _there(path, {"not": {"anyOf": [{"enum": [None, [], {}]}, {"type": "string", "pattern": r"^\s*$"}]}})
    return filled if operand else {"not": filled}


def _there(path: tuple[str, ...], schema: Schema) -> Schema:
    for key in reversed(path):
        schema = {"type": "object", "required": [key], "properties": {key: schema}}
    return schema
