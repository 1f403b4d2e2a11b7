"""What an answer can be: dates known in part, ages, filled or not."""

from datetime import date
from typing import Any


def is_filled(answer: Any) -> bool:
    """Whether something was answered; 0 and False count, empty texts and lists do not."""
    return answer is not None and answer != "" and answer != [] and answer != {}


def latest_age(answer: Any, today: date) -> int | None:
    """Age in whole years at the latest possible birth date, so that doubtful persons count as minors; None if unknown."""
    raise NotImplementedError
