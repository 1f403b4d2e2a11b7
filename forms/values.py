"""What an answer can be: dates known in part, ages, filled or not."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

EMPTY: tuple[Any, ...] = (None, "", [], {})
PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which day, or day and month, may be unknown: an interval of possible days."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> date:
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def latest(self) -> date:
        month = 12 if self.month is None else self.month
        return date(self.year, month, monthrange(self.year, month)[1] if self.day is None else self.day)


def parse_partial_date(text: Any) -> PartialDate | None:
    """Read "1984", "1984-04" or "1984-04-12"; None for anything that is no such text or no possible date."""
    match = PARTIAL_DATE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    partial = PartialDate(year, month, day)
    try:
        return partial if partial.earliest <= partial.latest else None
    except ValueError:
        return None


def day_after(day: date) -> date:
    """The next day; the last one that a calendar of four figures knows stands for its own."""
    return day if day == date.max else day + timedelta(days=1)


def day_before(day: date) -> date:
    """The day before; the first one stands for its own."""
    return day if day == date.min else day - timedelta(days=1)


def parse_date(text: Any) -> date | None:
    """Read a whole day such as "2026-02-16"; None for anything else."""
    partial = parse_partial_date(text)
    return partial.earliest if partial is not None and partial.day is not None else None


def is_filled(answer: Any) -> bool:
    """Whether something was answered; 0 and False count, blank texts, empty lists and groups of nothing do not."""
    if isinstance(answer, str):
        return answer[:1].isalnum() or any(
            not letter.isspace() and unicodedata.category(letter) != "Cf" for letter in answer
        )
    if isinstance(answer, Mapping):
        return any(value not in EMPTY for value in answer.values())
    return answer not in EMPTY


def matches(pattern: str, text: str) -> bool:
    """Whether the text fits the pattern; a `$` at its end does not let a line break pass."""
    if pattern.endswith("$") and not pattern.endswith(r"\$"):
        pattern = pattern.removesuffix("$") + r"\Z"
    return re.search(pattern, text) is not None


def age_on(day: date, born: date) -> int:
    """Age in whole years; negative before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def latest_age(answer: Any, today: date) -> int | None:
    """Age in whole years at the latest possible birth date, so that doubtful persons are minors; None if unknown."""
    born = parse_partial_date(answer)
    return None if born is None else age_on(today, born.latest)
