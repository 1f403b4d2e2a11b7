"""How an answer is shown: in German, the language of the record, whatever language the interface speaks."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date

from forms import countries, languages
from forms.definition import Group, Question, QuestionType
from forms.values import is_filled, parse_partial_date

PLACEHOLDER = re.compile(r"\{([\w-]+)\}")
TRUTH = {True: "Ja", False: "Nein"}


@cache
def german() -> Locale:
    return Locale("de")


def display(question: Question, answer: Any) -> str:
    """The answer as people read it: labels of options, "12.04.1988", "April 1988", "1984", names of countries.

    An answer that does not fit its question is shown as it was given; nothing answered gives "".
    """
    if not is_filled(answer):
        return ""
    if isinstance(answer, list):
        return ", ".join(display(question, one) for one in answer)
    match question.type:
        case QuestionType.BOOLEAN:
            return TRUTH[answer] if isinstance(answer, bool) else str(answer)
        case QuestionType.CHOICE | QuestionType.MULTICHOICE:
            return question.options.get(str(answer), str(answer))
        case QuestionType.DATE | QuestionType.PARTIAL_DATE:
            return display_date(answer)
        case QuestionType.COUNTRY | QuestionType.COUNTRY_LIST:
            return countries.name(str(answer))
        case QuestionType.LANGUAGE:
            return languages.name(str(answer))
    return str(answer)


def display_date(answer: Any) -> str:
    """ "12.04.1988", "April 1988" or "1984"; what is no date is shown as it was given."""
    partial = parse_partial_date(answer)
    if partial is None:
        return str(answer)
    if partial.month is None:
        return f"{partial.year:04}"
    pattern = "MMMM yyyy" if partial.day is None else "dd.MM.yyyy"
    return format_date(partial.earliest, pattern, locale=german())


def item_title(group: Group, item: Mapping[str, Any], number: int | None = None) -> str:
    """The title of one item from its answers, like "Kind Lana"; the group's label where none is answered yet.

    `number` counts the items from 1 and follows such a label.
    """
    questions = {question.key: question for question in group.questions}

    said: list[str] = []

    def shown(match: re.Match[str]) -> str:
        question = questions.get(match[1])
        text = display(question, item.get(match[1])) if question else ""
        if any(earlier.startswith(text) for earlier in said):
            return ""  # a title that repeats the type, as proposed
        said.append(text)
        return text

    title = " ".join(PLACEHOLDER.sub(shown, group.repeat.title if group.repeat else "").split())
    if title:
        return title
    return group.label if number is None else f"{group.label} {number}"
