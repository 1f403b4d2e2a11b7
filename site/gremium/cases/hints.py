"""Hints that floors above put beside a case on the members' pages, like what is new since somebody last read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from gremium.cases.models import Case
from gremium.people.models import User


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence for this member, and an address with its label; `is_new` where something waits to be read."""

    text: str
    address: str = ""
    label: str = ""
    is_new: bool = False


Giver = Callable[[User, Sequence[Case]], dict[UUID, Hint]]
"""Gives hints for some of the cases, by subject, in few queries for all of them together."""

_givers: list[Giver] = []


def register_hints(giver: Giver) -> None:
    """Called once, when the floor above starts."""
    if giver not in _givers:
        _givers.append(giver)


def hints_for(user: User, cases: Sequence[Case]) -> dict[UUID, list[Hint]]:
    """All hints for these cases, by subject."""
    found: dict[UUID, list[Hint]] = {}
    for giver in _givers:
        for subject, hint in giver(user, cases).items():
            found.setdefault(subject, []).append(hint)
    return found
