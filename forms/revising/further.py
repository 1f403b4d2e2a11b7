"""What else is released by those who release forms: floors above say where, and how much waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.actors import Actor


@dataclass(frozen=True, slots=True)
class Further:
    """`address` names a view; `waiting` counts what waits for this actor, None where she has nothing to do there."""

    label: Callable[[], str]
    address: str
    waiting: Callable[[Actor], int | None]


_further: list[Further] = []


def register_further(further: Further) -> None:
    """Called once, when a floor starts."""
    if further not in _further:
        _further.append(further)


def further_for(actor: Actor) -> Sequence[tuple[Further, int]]:
    """What else the actor releases, with how much waits."""
    counted = [(one, one.waiting(actor)) for one in _further]
    return [(one, count) for one, count in counted if count is not None]
