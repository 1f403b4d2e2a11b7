"""What waits for somebody at the desk: floors above tell it, and the desk of each role shows it first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gremium.people.models import User


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: a sentence that says it, where it is done, and the day by which it should be, if there is one.

    The sentence names no person and of a case its reference alone, where the desk lists that case anyway.
    """

    text: str
    address: str
    due: date | None = None

    def when(self) -> date:
        """What has no day comes last."""
        return self.due or date.max


Teller = Callable[[User], Iterable[Waiting]]
"""Tells what waits for an account, in few queries and without opening anything of a case."""

_tellers: list[Teller] = []


def register_waiting(teller: Teller) -> None:
    """Called once, when a floor starts."""
    if teller not in _tellers:
        _tellers.append(teller)


def waiting_for(user: User) -> Sequence[Waiting]:
    """What has a day first, the nearest first; then the rest as the floors tell it."""
    told = [one for teller in _tellers for one in teller(user)]
    return sorted(told, key=Waiting.when)
