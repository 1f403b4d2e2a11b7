"""What a desk lists: at most a hundred cases on a page, and one line of the journal that names exactly these."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from documents import journal
from gremium.cases import life
from gremium.cases.models import UNREADABLE, Case, CaseQuerySet
from gremium.people.asking import SignedInRequest

Row = TypeVar("Row")
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """The cases of one desk: those that go on, with those that are over behind them, not read yet; and those that
    nobody reads at present."""

    going_on: list[Case]
    over: CaseQuerySet
    restricted: list[Case]


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """One page of a list; `page` says which of how many."""

    rows: list[Row]
    page: Page[int]


def cases_of_desk(request: SignedInRequest) -> Listed:
    """All that this account's desk may show of cases; whoever shows some of them writes the line."""
    known = (Case.objects.visible_to(request.user) | Case.objects.known_to(request.user)).exclude(state__in=UNREADABLE)
    known = known.select_related("organisation")
    goes_on = Q(state__in=life.OPEN) | Q(restricted_since__isnull=False)
    found = list(known.filter(goes_on).telling_of_questions())
    return Listed(
        going_on=[case for case in found if not case.is_restricted],
        over=known.exclude(state__in=life.OPEN).filter(restricted_since=None),
        restricted=[case for case in found if case.is_restricted],
    )


def page_of(
    request: SignedInRequest, first: Sequence[Row], behind: CaseQuerySet, rows_of: Callable[[Sequence[Case]], list[Row]]
) -> Shown[Row]:
    """The page that was asked for of two parts, one behind the other; of the second no more is read than it shows."""
    number = number_in(request.GET.get("seite", ""))
    found, total = _behind(behind, number, len(first))
    page = Paginator(range(len(first) + total), AT_ONCE).get_page(number)
    if page.number != number:
        found, _total = _behind(behind, page.number, len(first))
    return Shown([*first[page.start_index() - 1 : page.end_index()], *rows_of(found)], page)


def number_in(text: str) -> int:
    """The number of a page as an address names it; 1 for all that is none."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1


def _behind(cases: CaseQuerySet, number: int, before: int) -> tuple[list[Case], int]:
    """Those of this page, where so many rows stand before them, and how many there are on all pages; one query."""
    start, stop = (number - 1) * AT_ONCE - before, number * AT_ONCE - before
    found = list(cases.telling_of_all()[max(start, 0) : stop]) if stop > 0 else []
    if found:
        return found, found[0].in_all
    return [], 0 if start <= 0 < stop else cases.count()


def record_shown(request: SignedInRequest, cases: Iterable[Case], drafts: Iterable[UUID] = ()) -> None:
    """One line that names them, if there are any."""
    hits = {case.pk: str(case.state) for case in cases} | dict.fromkeys(drafts, "draft")
    if hits:
        journal.record_list(actor=request.actor, hits=hits)
