"""Rules of a form file: a registered kind with parameters, or a sentence that the shipped form explains."""

import copy
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from forms.definition import MalformedForm, Rule, Severity
from forms.parameters import MalformedRule
from forms.plain_yaml import load_yaml
from forms.raw_data import mapping, shown, text
from forms.rules import check_rule

SHIPPED = Path(__file__).parent / "shipped" / "kurzantrag.yaml"


@cache
def shipped_data() -> Mapping[str, Any]:
    """The data of the shipped form file."""
    return mapping(load_yaml(SHIPPED), SHIPPED.name)


def read_rule(code: str, raw: object, fields: frozenset[str]) -> Rule:
    place = f"validation_rules.{code}"
    data = mapping(raw, place)
    severity = data.get("severity")
    if severity not in list(Severity):
        raise MalformedForm(f"{place}.severity must be one of {', '.join(Severity)}, not {shown(severity)}")
    message = text(data.get("message"), f"{place}.message")
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
    parameters = mapping(raw, place)
    return text(parameters.pop("kind", None), f"{place}: kind"), parameters


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
    flag = mapping(given, f"{place}.flag")
    unless = flag.get("unless")
    return text(flag.get("code"), f"{place}.flag.code"), None if unless is None else mapping(unless, f"{place}.flag")


def _known(sentence: object, told_by: str, structured: str, place: str) -> object:
    """The structured form that the shipped form gives beside this sentence."""
    for entry in shipped_data()["validation_rules"].values():
        if told_by in entry and _plain(entry[told_by]) == _plain(sentence):
            return copy.deepcopy(entry[structured])
    raise MalformedForm(
        f"{place}: the sentence {shown(sentence)} is not known; "
        f"give the rule's kind and parameters under `{structured}`"
    )


def _plain(sentence: object) -> str:
    return " ".join(str(sentence).split())
