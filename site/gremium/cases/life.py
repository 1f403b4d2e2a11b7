"""The life of a case: one table of what may follow what (domain section 3), and the one way to move a case along it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.models import Case, State
from gremium.cases.moves import Move
from gremium.cases.signals import case_moved

DRAFT = "draft"
"""What a case is before it is one: it lives among the forms then."""
AHEAD = frozenset({State.SUBMITTED, State.RETURNED, State.ADMITTED, State.SCHEDULED, State.DEFERRED})
"""States in which the board has yet to talk about a case."""
OPEN = AHEAD | {State.DELIBERATED, State.ASSESSED, State.COMMUNICATED}
"""States before a case is closed in any way."""


class Who(StrEnum):
    """Who brings a transition about."""

    CASE_MANAGER = "case_manager"
    SECRETARIAT = "secretariat"
    SECOND_PERSON = "second_person"
    BOARD = "board"
    PERSON = "person"
    TIMER = "timer"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table; `number` is that of the domain."""

    number: str
    before: frozenset[str]
    after: str
    who: frozenset[Who]


def _row(number: str, before: str | frozenset[State], after: str, *who: Who) -> Transition:
    return Transition(number, frozenset({before} if isinstance(before, str) else before), after, frozenset(who))


TABLE = (
    _row("T1", "", DRAFT, Who.CASE_MANAGER),
    _row("T2", DRAFT, State.ERASED, Who.TIMER, Who.CASE_MANAGER),
    _row("T3", DRAFT, State.SUBMITTED, Who.CASE_MANAGER),
    _row("T4", State.SUBMITTED, State.RETURNED, Who.SECRETARIAT),
    _row("T5", State.RETURNED, State.SUBMITTED, Who.CASE_MANAGER),
    _row("T6", State.SUBMITTED, State.ADMITTED, Who.SECRETARIAT, Who.SECOND_PERSON),
    _row("T7", State.SUBMITTED, State.EXCLUDED, Who.SECRETARIAT, Who.SECOND_PERSON),
    _row("T8", State.ADMITTED, State.NOT_TAKEN_UP, Who.BOARD),
    _row("T9", State.ADMITTED, State.SCHEDULED, Who.SECRETARIAT),
    _row("T10", State.SCHEDULED, State.DELIBERATED, Who.SECRETARIAT),
    _row("T11", State.DELIBERATED, State.DEFERRED, Who.BOARD),
    _row("T12", State.DEFERRED, State.SCHEDULED, Who.SECRETARIAT),
    _row("T13", State.DELIBERATED, State.ASSESSED, Who.BOARD, Who.SECRETARIAT),
    _row("T14", State.ASSESSED, State.COMMUNICATED, Who.SECRETARIAT),
    _row("T16", State.COMMUNICATED, State.CLOSED, Who.TIMER, Who.SECRETARIAT),
    _row("T17", OPEN, State.EXCLUDED_LATER, Who.SECRETARIAT, Who.SECOND_PERSON),
    _row("T18", frozenset(State) - {State.WITHDRAWN, State.ERASED}, State.WITHDRAWN, Who.PERSON),
    _row("T18", AHEAD - {State.RETURNED}, State.RETURNED, Who.PERSON),  # what is left of a family has to be completed
    _row(
        "T19",
        frozenset({State.WITHDRAWN, State.EXCLUDED, State.EXCLUDED_LATER, State.NOT_TAKEN_UP, State.CLOSED}),
        State.ERASED,
        Who.RETENTION,
    ),
)
"""T15, the copy for the office, is a side effect of T14 and moves nothing."""
CALLED_OFF = (
    _row("T9", State.SCHEDULED, State.ADMITTED, Who.SECRETARIAT),
    _row("T9", State.SCHEDULED, State.DEFERRED, Who.SECRETARIAT),
)
"""What is undone when a meeting does not take place, or does not come to the case.

A table of its own: no other act may go these ways.
"""


class NotPossible(Exception):
    """The act cannot be done; the message says why, for people."""


class WrongState(NotPossible):
    """The case stands where the act has no place; the message names its present state."""

    def __init__(self, case: Case) -> None:
        told = _("The case is in the state “%(state)s” now. This step does not belong there.")
        super().__init__(told % {"state": case.get_state_display()})


def transition(before: str, after: str, *, of: str = "", table: Sequence[Transition] = TABLE) -> Transition | None:
    """The row that leads from one state to another; `of` asks for one number alone."""
    fitting = (row for row in table if before in row.before and row.after == after and of in ("", row.number))
    return next(fitting, None)


def may_move(case: Case, to: str) -> bool:
    return transition(case.state, to) is not None


def hold(case: Case, *, to: str = "") -> Case:
    """The row as it is now, locked until the transaction ends. Raises WrongState where it cannot go to `to`."""
    held = Case.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=case.pk)
    if to and not may_move(held, to):
        raise WrongState(held)
    return held


def move(
    case: Case,
    to: str,
    *,
    by: Actor,
    act: Act | None,
    of: str = "",
    table: Sequence[Transition] = TABLE,
    details: Mapping[str, str] | None = None,
    words: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Case:
    """Bring a case into another state, with its journal line, in the caller's transaction; returns the row as it is.

    `words` are sealed with the step (a reason, what is missing); `changes` are further fields of the case. The meetings
    hear of it by `case_moved`. `act` is None where the forms wrote the line. Raises WrongState.
    """
    held = hold(case)
    row = transition(held.state, to, of=of, table=table)
    if row is None:
        raise WrongState(held)
    before, held.state, held.state_since = held.state, State(to), timezone.now()
    held.due_on = None
    for name, value in changes.items():
        setattr(held, name, value)
    held.save()
    note_move(held, row.number, before=before, by=by, words=words)
    if act is not None:
        journal.record(actor=by, act=act, subject=held.pk, details=details)
    case_moved.send(Case, case=held, before=before, number=row.number, by=by)
    return held


def note_move(case: Case, number: str, *, before: str, by: Actor, words: Mapping[str, Any] | None = None) -> Move:
    """Keep that a case has moved, for its history; `move` does it by itself."""
    step = Move(case=case, number=number, before=before, after=case.state, by_ref=by.ref, at=case.state_since)
    if words:
        step.seal_words(words)
    step.save(force_insert=True)
    return step
