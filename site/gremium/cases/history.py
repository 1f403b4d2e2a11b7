"""The steps a case has taken, as its page tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents import vault
from gremium.cases.models import Case, State
from gremium.cases.moves import Move


@dataclass(frozen=True, slots=True)
class Passed:
    """One step: when, where it led, and the words that went with it (a reason, what is missing)."""

    at: datetime
    state: str
    words: Sequence[str]


def history_of(case: Case) -> list[Passed]:
    """The newest first."""
    return [Passed(move.at, str(State(move.after).label), _words(move)) for move in reversed(list(case.moves.all()))]


def _words(move: Move) -> Sequence[str]:
    try:
        told = move.words()
    except vault.UNREADABLE:
        return ()
    lines = [*told.get("missing", ()), told.get("remark", ""), told.get("reason", "")]
    return [line for line in lines if line]
