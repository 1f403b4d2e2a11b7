"""Does the journal's chain hold, and dropping the years of it that are over."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from documents.journal import LIST, JournalLine, JournalMention, mac_of
from documents.journal_aliases import forget_old_months
from documents.journal_segments import JournalSegment, last_dropped

YEARS_KEPT = 3
"""36 months from the end of a line's year on (domain 9.2)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first line that does not fit: its number, and what is wrong with it."""

    number: int
    reason: str  # "altered", "missing" or "cut"


def verify(*, head: tuple[int, str] | None = None) -> Fault | None:
    """The first line that was altered, removed or moved; None where the chain holds.

    A cut tail shows only against a `head` (number, mac) that was kept elsewhere; see `journal.head`.
    """
    dropped = last_dropped()
    if dropped is not None and not dropped.is_genuine:
        return Fault(dropped.last_number, "altered")
    expected, mac = (dropped.last_number, dropped.last_mac) if dropped else (0, "")
    mentions = _Mentions()
    for line in JournalLine.objects.order_by("number").iterator():
        expected += 1
        if line.number != expected:
            return Fault(expected, "missing")
        is_whole = hmac.compare_digest(line.mac, mac_of(line, mac)) and mentions.fit(line)
        if not is_whole or (head is not None and line.number == head[0] and line.mac != head[1]):
            return Fault(line.number, "altered")
        mac = line.mac
    if head is not None and expected < head[0]:
        return Fault(expected + 1, "cut")
    return None


class _Mentions:
    """Walks the index of lists beside the lines: it must name just what the lines name."""

    def __init__(self) -> None:
        rows = JournalMention.objects.order_by("line_id").values_list("line_id", "subject")
        self._rows: Iterator[tuple[int, UUID]] = rows.iterator()
        self._next = next(self._rows, None)

    def fit(self, line: JournalLine) -> bool:
        named: set[str] = set()
        while self._next is not None and self._next[0] <= line.number:
            named.add(str(self._next[1]))
            self._next = next(self._rows, None)
        return named == (set(line.details) if line.subject == LIST else set())


def age(now: datetime) -> int:
    """Forget who acted more than 24 months ago, and drop the years that are over; returns how many lines went."""
    forget_old_months(now.date())
    return drop_years_over(now)


@transaction.atomic
def drop_years_over(now: datetime) -> int:
    """Drop each year (UTC) that ended 36 months ago, whole, and keep its head; returns how many lines went.

    The database's own triggers let lines of such an age go, and none that is younger.
    """
    first_day_kept = datetime(now.astimezone(UTC).year - YEARS_KEPT, 1, 1, tzinfo=UTC)
    first_kept = JournalLine.objects.filter(at__gte=first_day_kept).aggregate(first=Min("number"))["first"]
    over = JournalLine.objects.filter(number__lt=first_kept) if first_kept else JournalLine.objects.all()
    last = over.order_by("-number").first()
    if last is None:
        return 0
    segment = JournalSegment(year=last.at.astimezone(UTC).year, last_number=last.number, last_mac=last.mac)
    segment.seal = segment.sealed()
    segment.save(force_insert=True)
    JournalMention.objects.filter(line_id__lte=last.number).delete()
    return JournalLine.objects.dropped_up_to(last.number)
