"""What holds the sweeper back: it would rather leave litter for ever than destroy what it only believes unneeded.

A data database that is empty, older than the key store or another one's makes everything look orphaned. So an orphan
is marked first and goes after two weeks, and when suddenly many things are orphaned nothing happens at all.
"""

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop

PATIENCE = timedelta(days=14)
"""How long a thing must be found orphaned in every round before it goes."""

MOST_AT_ONCE = 5
LARGEST_SHARE = 0.01
"""More than both of these in one round is no litter; something is wrong with the database."""

Thing = TypeVar("Thing", bound=Hashable)


class Reason(models.TextChoices):
    """Why nothing is removed; the words are for the technical administration, whose desk translates them."""

    UNBOUND = (
        "unbound",
        gettext_noop(
            "The key store and the database are not bound to each other. "
            "If they belong together, run: gremium keys bind"
        ),
    )
    FOREIGN = (
        "foreign",
        gettext_noop("The key store belongs to another database. Restore the two that belong together."),
    )
    NOTHING_KNOWN = (
        "nothing_known",
        gettext_noop(
            "The database knows of no case at all, but there are keys or sealed files. Is it empty or not restored yet?"
        ),
    )
    TOO_MANY = (
        "too_many",
        gettext_noop(
            "Suddenly many keys or sealed files belong to no case. Is the database older than they are? "
            "If all is in order, run: gremium sweep --now"
        ),
    )


class Braked(Exception):
    """Nothing was removed or marked."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Round(Generic[Thing]):
    """What one round does: marks the fresh, removes the due, takes the mark from what is needed again."""

    fresh: frozenset[Thing]
    due: frozenset[Thing]
    needed_again: frozenset[Thing]


def plan_round(
    orphans: AbstractSet[Thing],
    marked: Mapping[Thing, datetime],
    *,
    is_anything_known: bool,
    total: int,
    is_confirmed: bool = False,
) -> Round[Thing]:
    """Decide over the orphans of this round; `marked` says since when each was found orphaned, `total` counts all.

    A confirmed round may take many at once, never when nothing is known. Raises Braked.
    """
    if orphans and not is_anything_known:
        raise Braked(Reason.NOTHING_KNOWN)
    long_ago = timezone.now() - PATIENCE
    fresh = frozenset(orphans - marked.keys())
    due = frozenset(thing for thing in orphans & marked.keys() if marked[thing] <= long_ago)
    if not is_confirmed and (_is_flood(len(fresh), total) or _is_flood(len(due), total)):
        raise Braked(Reason.TOO_MANY)
    return Round(fresh=fresh, due=due, needed_again=frozenset(marked.keys() - orphans))


def _is_flood(number: int, total: int) -> bool:
    return number > MOST_AT_ONCE and number > LARGEST_SHARE * total
