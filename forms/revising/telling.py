"""Conditions and values of a form in plain words, with labels instead of keys."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.revising.outline import Entry, Outline

TYPES: Mapping[str, Callable[[], str]] = {
    "text": lambda: _("short text"),
    "textarea": lambda: _("long text"),
    "choice": lambda: _("one of several answers"),
    "multichoice": lambda: _("several of several answers"),
    "boolean": lambda: _("tick"),
    "integer": lambda: _("number"),
    "date": lambda: _("date"),
    "partial_date": lambda: _("date, may be known in part"),
    "phone": lambda: _("phone number"),
    "email": lambda: _("e-mail address"),
    "country": lambda: _("country"),
    "country_list": lambda: _("countries"),
    "language": lambda: _("language"),
    "file": lambda: _("file"),
    "group": lambda: _("group"),
}


def told_type(kind: str) -> str:
    return str(TYPES[kind]()) if kind in TYPES else kind


def told_condition(condition: Any, outline: Outline, asking: Entry | None = None) -> str:
    """``„Gibt es eine Frist?“ ist „Ja“``; always, where there is no condition."""
    if condition is None:
        return _("always")
    if not isinstance(condition, Mapping):
        return str(condition)
    if "field" in condition:
        return _told_test(condition, outline, asking)
    ((word, inner),) = tuple(condition.items())[:1] or (("", None),)
    if word == "not":
        return _("not (%(condition)s)") % {"condition": told_condition(inner, outline, asking)}
    if not isinstance(inner, list):
        return str(dict(condition)) if condition else _("always")
    parts = [told_condition(part, outline, asking) for part in inner]
    told = [f"({part})" if _is_joined(one) else part for part, one in zip(parts, inner, strict=True)]
    joint = _(" and ") if word == "all" else _(" or ")
    return joint.join(told) or _("always")


def _is_joined(condition: Any) -> bool:
    return isinstance(condition, Mapping) and any(
        len(condition.get(word, ())) > 1 for word in ("all", "any") if isinstance(condition.get(word), list)
    )


def _told_test(condition: Mapping[str, Any], outline: Outline, asking: Entry | None) -> str:
    path = outline.resolve(str(condition["field"]), asking)
    question = outline.full_label(path)
    operator, operand = next(((key, value) for key, value in condition.items() if key != "field"), ("", None))
    names = {"question": question, "answer": told_values(operand, path, outline), "years": operand}
    match operator:
        case "is":
            return _("“%(question)s” is %(answer)s") % names
        case "in":
            return _("“%(question)s” is one of %(answer)s") % names
        case "contains":
            return _("“%(question)s” has a cross at %(answer)s") % names
        case "filled" if operand:
            return _("“%(question)s” is answered") % names
        case "filled":
            return _("“%(question)s” is not answered") % names
        case "under_age":
            return _("whoever was born on “%(question)s” is younger than %(years)s") % names
        case _:
            return str(dict(condition))


def told_values(values: Any, path: str, outline: Outline) -> str:
    """Answers of a question by their labels, in quotation marks."""
    options = outline.options(path)
    given = values if isinstance(values, list | tuple) else [values]
    truth = {True: _("yes"), False: _("no")}
    words = [truth[one] if isinstance(one, bool) else options.get(str(one), str(one)) for one in given]
    return ", ".join(_("“%(words)s”") % {"words": word} for word in words)


def told_need(entry: Mapping[str, Any]) -> str:
    if entry.get("required"):
        return _("required")
    return _("recommended") if entry.get("recommended") else _("optional")
