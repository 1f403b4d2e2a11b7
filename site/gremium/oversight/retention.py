"""The retention table (domain 9.2): how long records of each class are kept, from when, and what happens then.

A package registers its classes with `register_record`; the pages, the runs and the Art. 30 record read this table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise

from documents.retention import kept_for
from gremium.oversight.models import ArchiveDecision, ArchivePolicy


class Runs(StrEnum):
    """What starts an erasure."""

    CONFIRMED = "confirmed"
    BY_ITSELF = "by_itself"
    ELSEWHERE = "elsewhere"
    """By itself, on the floor the records belong to; the table only tells of it."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A record whose time is over; `reference` names it to the secretariat, "" where it has none."""

    due_on: date
    subject: UUID
    reference: str = ""


def nothing_due(today: date) -> Sequence[Due]:
    return ()


def not_erased_here(subject: UUID) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClass:
    """`start` and `then` are phrases for people. `period` is the key of the setting, "" where no days are counted.

    `is_offered`: asks for a decision about the archive. `waits_for_decision`: is not erased while it is undecided.
    """

    key: str
    label: str | Promise
    start: str | Promise
    then: str | Promise
    period: str = ""
    runs: Runs = Runs.ELSEWHERE
    is_offered: bool = False
    waits_for_decision: bool = False
    due: Callable[[date], Iterable[Due]] = nothing_due
    erase: Callable[[UUID], bool] = not_erased_here

    @property
    def days(self) -> int | None:
        return kept_for(self.period).days if self.period else None

    def free(self, today: date) -> list[Due]:
        """What is due and not held for the archive, the longest first."""
        decision = ArchiveDecision.objects.filter(record=self.key).first() if self.is_offered else None
        return sorted(due for due in self.due(today) if not self._is_held(due, decision))

    def _is_held(self, due: Due, decision: ArchiveDecision | None) -> bool:
        if decision is None or decision.policy == ArchivePolicy.UNDECIDED:
            return self.waits_for_decision
        if decision.policy == ArchivePolicy.DO_NOT_OFFER:
            return False
        return decision.offered_up_to is None or due.due_on > decision.offered_up_to


_records: dict[str, RecordClass] = {}


def register_record(record: RecordClass) -> RecordClass:
    """Add a class of records; called where the class is defined. The last definition of a key counts."""
    _records[record.key] = record
    return record


def all_records() -> tuple[RecordClass, ...]:
    """In the order of their registration."""
    return tuple(_records.values())


def record_of(key: str) -> RecordClass | None:
    return _records.get(key)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as the pages show it: what is due, what of it may go now, and the archive's decision."""

    record: RecordClass
    due: Sequence[Due]
    free: Sequence[Due]
    decision: ArchiveDecision | None

    @property
    def held(self) -> int:
        return len(self.due) - len(self.free)

    @property
    def is_counted(self) -> bool:
        """Whether it is known here how many are due."""
        return self.record.due is not nothing_due

    @property
    def policy(self) -> str:
        return str(ArchivePolicy(self.decision.policy if self.decision else ArchivePolicy.UNDECIDED).label)


def table() -> list[Line]:
    """The whole table as of today."""
    today = timezone.localdate()
    decisions = {one.record: one for one in ArchiveDecision.objects.all()}
    return [
        Line(record, sorted(record.due(today)), record.free(today), decisions.get(record.key))
        for record in all_records()
    ]
