"""From what people type to canonical answers and back. Reading is forgiving and never refuses: what is no answer
of the question's type comes back as typed, so that it can be kept, shown again and corrected."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from forms.definition import Question, QuestionType
from forms.typed_names import code_of

MONTHS = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"), start=1
    )
} | {"mrz": 3, "mar": 3, "may": 5, "oct": 10, "dec": 12}
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
GERMAN = re.compile(r"(?:(\d{1,2})[./\-\s]+)?(\d{1,2})[./\-\s]+(\d{4}|\d{2})")
NAMED = re.compile(r"(?:(\d{1,2})\.?\s*)?([^\W\d_]{3,})\.?\s+(\d{4})")
YEAR = re.compile(r"\d{4}")


def read_typed(question: Question, raw: Sequence[str], *, today: date) -> Any:
    """The canonical answer for what a page sent for this question, or the text itself where it is none."""
    text = raw[-1].strip() if raw else ""
    match question.type:
        case QuestionType.MULTICHOICE:
            return [option for option in question.options if option in raw]
        case QuestionType.COUNTRY_LIST:
            named = (code_of(one.strip(), is_language=False) for one in raw)
            return list(dict.fromkeys(code for code in named if code))
        case QuestionType.COUNTRY | QuestionType.LANGUAGE:
            return code_of(text, is_language=question.type is QuestionType.LANGUAGE)
        case QuestionType.BOOLEAN:
            return True if text else None
        case QuestionType.CHOICE:
            return text if text in question.options else None
        case QuestionType.INTEGER:
            return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text
        case QuestionType.DATE:
            return read_date(text, today=today)
        case QuestionType.PARTIAL_DATE:
            return read_date(text, today=today, is_partial=True)
        case QuestionType.TEXTAREA:
            return text.replace("\r\n", "\n")
        case _:
            return text


def write_typed(question: Question, answer: Any) -> str:
    """The text a person would type for a single answer: dates as TT.MM.JJJJ, MM.JJJJ or JJJJ."""
    if answer is None:
        return ""
    if question.type in (QuestionType.DATE, QuestionType.PARTIAL_DATE) and isinstance(answer, str):
        return write_date(answer)
    return str(answer)


@lru_cache(maxsize=1024)
def write_date(answer: str) -> str:
    """A canonical date as Germans write it; anything else unchanged."""
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", answer):
        return ".".join(reversed(answer.split("-")))
    return answer


def read_date(text: str, *, today: date, is_partial: bool = False) -> str:
    """ISO form of ``16.02.2026``, ``16.2.26``, ``2026-02-16``, ``16. Februar 2026``; with `is_partial` also of
    ``2010``, ``04.2010``, ``April 2010``. Two digits mean a year at most ten years ahead. Else the text itself."""
    parts = _parts(text, today)
    if parts is None:
        return text
    year, month, day = parts[0], parts[1] or None, parts[2] or None  # papers say 00.00.1990 for an unknown day
    if (day is None and not is_partial) or (month is None and day is not None):
        return text
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return text
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])


def _parts(text: str, today: date) -> tuple[int, int | None, int | None] | None:
    if YEAR.fullmatch(text):
        return int(text), None, None
    if found := ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3]) if found[3] else None
    if found := GERMAN.fullmatch(text):
        if len(found[3]) == 2 and not found[1]:
            return None  # "04.10" could be a day or a month
        return _full_year(found[3], today), int(found[2]), int(found[1]) if found[1] else None
    if (found := NAMED.fullmatch(text)) and (month := MONTHS.get(found[2][:3].lower())):
        return int(found[3]), month, int(found[1]) if found[1] else None
    return None


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year + 10 else year - 100
