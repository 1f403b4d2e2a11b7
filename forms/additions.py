"""What was added to a submission since it was handed in: the floors above keep it, and tell it here.

A submission itself never changes.
"""

from collections.abc import Callable
from typing import Any

from forms.submissions import Submission

Telling = Callable[[Submission], dict[str, Any]]
"""The answers of a submission with all that was added to this version, as far as it can be read."""

_telling: list[Telling] = []


def register_additions(telling: Telling) -> None:
    """Called once, at start, by the floor that keeps additions."""
    if telling not in _telling:
        _telling.append(telling)


def answers_with_additions(submission: Submission) -> dict[str, Any]:
    """The answers alone where no floor keeps additions. Raises vault.SealBroken, keystore.KeyMissing."""
    return _telling[0](submission) if _telling else submission.answers()
