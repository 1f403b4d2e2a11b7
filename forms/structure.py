"""Whether answers fit their questions: missing, unfit, hidden, unknown, too few or too many items."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from forms import countries, languages
from forms.answers import Level
from forms.definition import Group, Item, Question, QuestionType
from forms.values import is_filled, matches, parse_date, parse_partial_date

PHONE = re.compile(r"\+?[0-9(][0-9 ()/.\-\u2013]{2,38}[0-9]")
# Text may hold line breaks and tabs; other control characters and halves of characters cannot be printed or stored.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Fault = tuple[str, str]  # code and path


def faults(level: Level, prefix: str = "") -> Iterator[Fault]:
    """Codes and paths of all that does not fit, in the order of the form, then what no question knows."""
    for key, item in level.items_by_key.items():
        answer = level.given.get(key)
        if not level.shows(key):
            if is_filled(answer):
                yield "hidden", prefix + key
        elif not is_filled(answer) and not _is_empty_group(item, answer):
            if item.required:
                yield "required", prefix + key
            elif isinstance(item, Question) and item.recommended:
                yield "recommended", prefix + key
        elif isinstance(item, Group):
            yield from _group_faults(level, item, answer, prefix + key)
        elif not is_fit(item, answer):
            yield "value", prefix + key
    for key in level.given:
        if key not in level.items_by_key:
            yield "unknown", f"{prefix}{key}"


def _is_empty_group(item: Item, answer: Any) -> bool:
    """A group that is there without answers: too few items, or enough; or each required question is missing."""
    if not isinstance(item, Group):
        return False
    return answer == [] if item.repeat else item.required and isinstance(answer, Mapping)


def _group_faults(level: Level, group: Group, answer: Any, path: str) -> Iterator[Fault]:
    if group.repeat is None:
        if isinstance(answer, Mapping):
            yield from faults(level.inside(group, answer), f"{path}.")
        else:
            yield "value", path
        return
    if not isinstance(answer, list):
        yield "value", path
        return
    if not group.repeat.minimum <= len(answer) <= group.repeat.maximum:
        yield "repeat", path
    for index, entry in enumerate(answer):
        if isinstance(entry, Mapping):
            yield from faults(level.inside(group, entry), f"{path}[{index}].")
        else:
            yield "value", f"{path}[{index}]"


def is_fit(question: Question, answer: Any) -> bool:
    """Whether a filled answer is of the question's type, within its limits, and one of its options."""
    match question.type:
        case QuestionType.BOOLEAN:
            return isinstance(answer, bool) and question.must_be in (None, answer)
        case QuestionType.INTEGER:
            return isinstance(answer, int) and not isinstance(answer, bool) and question.allows(answer)
        case QuestionType.MULTICHOICE | QuestionType.COUNTRY_LIST:
            return _is_fit_list(question, answer)
        case QuestionType.FILE:
            names = answer if isinstance(answer, list) else [answer]
            return all(isinstance(name, str) and is_filled(name) and not UNWRITABLE.search(name) for name in names)
    return isinstance(answer, str) and not UNWRITABLE.search(answer) and _is_fit_text(question, answer)


def _is_fit_list(question: Question, answer: Any) -> bool:
    if not isinstance(answer, list) or not all(isinstance(value, str) for value in answer):
        return False
    is_known = countries.is_country if question.type is QuestionType.COUNTRY_LIST else question.options.__contains__
    return len(set(answer)) == len(answer) and question.allows(len(answer)) and all(map(is_known, answer))


def _is_fit_text(question: Question, answer: str) -> bool:
    match question.type:
        case QuestionType.TEXT | QuestionType.TEXTAREA:
            return question.allows(len(answer)) and matches(question.pattern, answer)
        case QuestionType.CHOICE:
            return answer in question.options
        case QuestionType.DATE:
            return parse_date(answer) is not None
        case QuestionType.PARTIAL_DATE:
            return parse_partial_date(answer) is not None
        case QuestionType.PHONE:
            return PHONE.fullmatch(answer.strip()) is not None and matches(question.pattern, answer)
        case QuestionType.EMAIL:
            return _is_email(answer)
        case QuestionType.COUNTRY:
            return countries.is_country(answer)
        case _:
            return languages.is_language(answer)


def _is_email(answer: str) -> bool:
    try:
        validate_email(answer)
    except ValidationError:
        return False
    return True
