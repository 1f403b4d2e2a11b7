"""What is to be done next with each case and by when: the desk's view of deadlines."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.keystore import keys_at_hand
from gremium.cases import life
from gremium.cases.models import Case, State
from gremium.cases.wording import tone

CHECKED_WITHIN = timedelta(days=7)
"""How soon an application is to be checked."""
CONFIRMED_WITHIN = timedelta(days=3)
"""How soon a second person is to decide."""
PASSED_ON_WITHIN = timedelta(days=14)
"""How soon after the meeting the assessment is to be passed on (domain 2.2)."""
URGENT_WITHIN = timedelta(days=28)
"""A deadline the application names is near (domain H7)."""


class Press(IntEnum):
    """How much a case presses, the most pressing first."""

    OVERDUE = 1
    TODAY = 2
    URGENT = 3
    LATER = 4


TITLES: dict[Press, Promise] = {
    Press.OVERDUE: _("Overdue"),
    Press.TODAY: _("Due today"),
    Press.URGENT: _("Urgent: a deadline is near"),
}
TO_DO: dict[str, Promise] = {
    State.SUBMITTED: _("Check whether it is complete and whether the board may deal with it"),
    State.RETURNED: _("Waits for the counselling centre; ask after it where the day has passed"),
    State.ADMITTED: _("Put it on the agenda of a meeting"),
    State.SCHEDULED: _("Prepare the meeting; afterwards record that it was talked about"),
    State.DELIBERATED: _("Record the result of the meeting"),
    State.DEFERRED: _("Put it on the agenda again"),
    State.ASSESSED: _("Pass the assessment on"),
    State.COMMUNICATED: _("Nothing; it closes by itself after 30 days"),
}
SECOND_PERSON = _("A second person decides on the exclusion")
SECOND_ADMISSION = _("A second person confirms the admission")
REPORTED = _("Decide on the court or asylum step that was reported")


GROUPS: tuple[tuple[Promise, frozenset[str]], ...] = (
    (_("To be checked"), frozenset({State.SUBMITTED})),
    (_("With the counselling centre"), frozenset({State.RETURNED})),
    (_("To be put on an agenda"), frozenset({State.ADMITTED, State.DEFERRED})),
    (_("Released to the members"), frozenset({State.SCHEDULED})),
    (_("After the meeting"), frozenset({State.DELIBERATED, State.ASSESSED, State.COMMUNICATED})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case on the desk: what is to be done, by when, and the deadline that the application itself names."""

    case: Case
    to_do: str
    due: date | None
    urgent_on: date | None
    press: Press
    tone: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """The cases of one degree of pressure."""

    title: str
    lines: Sequence[Line]


def lines_of(cases: Sequence[Case], *, is_own: bool = False) -> list[Line]:
    """One line a case, the most pressing first, by one query for all their keys.

    The cases come from `CaseQuerySet.telling_of_questions`. `is_own`: for whoever handed the cases in, without what the
    secretariat has to decide.
    """
    today = timezone.localdate()
    with keys_at_hand([case.pk for case in cases if case.state in life.AHEAD]):
        lines = [_line(case, today, is_own=is_own) for case in cases]
    return sorted(lines, key=lambda line: (line.press, line.due or line.urgent_on or date.max))


def with_persons(lines: Sequence[Line]) -> list[Line]:
    """The same lines with the names of the persons."""
    with keys_at_hand([line.case.pk for line in lines]):
        return [replace(line, person=line.case.person) for line in lines]


def piles_of(lines: Iterable[Line]) -> list[Pile]:
    """What presses: overdue, due today, urgent; empty piles are left out."""
    kept = list(lines)
    piles = (Pile(str(title), [line for line in kept if line.press == press]) for press, title in TITLES.items())
    return [pile for pile in piles if pile.lines]


def groups_of(lines: Iterable[Line]) -> list[Pile]:
    """What does not press, by what is to be done; empty groups are left out."""
    kept = list(lines)
    groups = [Pile(str(title), [line for line in kept if line.case.state in states]) for title, states in GROUPS]
    named = {state for _title, states in GROUPS for state in states}
    rest = Pile(str(_("Further cases")), [line for line in kept if line.case.state not in named])
    return [pile for pile in (*groups, rest) if pile.lines]


def counts_of(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """How many cases press how much, for the top of the desk; zeros are said too."""
    found = Counter(line.press for line in lines)
    return [(str(title), found[press]) for press, title in TITLES.items()]


def _line(case: Case, today: date, *, is_own: bool) -> Line:
    to_do, due = _next(case) if is_own else _decide(case) or _next(case)
    urgent_on = case.urgent_on if case.state in life.AHEAD else None
    return Line(
        case=case,
        to_do=to_do,
        due=due,
        urgent_on=urgent_on,
        press=_press(due, urgent_on, today),
        tone=tone(case),
    )


def _decide(case: Case) -> tuple[str, date] | None:
    """What the secretariat decides before all else."""
    if case.state not in life.OPEN:
        return None
    if case.proposed_at is not None:
        return str(SECOND_PERSON), timezone.localdate(case.proposed_at) + CONFIRMED_WITHIN
    return (str(REPORTED), timezone.localdate(case.reported_at)) if case.reported_at is not None else None


def _next(case: Case) -> tuple[str, date | None]:
    if case.state == State.SUBMITTED and case.admission_proposed_by_ref:
        return str(SECOND_ADMISSION), _checked_by(case)
    find = DUE.get(case.state)
    return str(TO_DO.get(case.state, "")), find(case) if find else None


def _checked_by(case: Case) -> date:
    return timezone.localdate(case.submitted_at) + CHECKED_WITHIN


def _named(case: Case) -> date | None:
    return case.due_on


def _after_meeting(case: Case) -> date | None:
    """Before the meeting nothing is due; from the day after it on it is."""
    return case.meeting_on + timedelta(days=1) if case.meeting_on else None


def _passed_on_by(case: Case) -> date:
    return (case.meeting_on or timezone.localdate(case.state_since)) + PASSED_ON_WITHIN


DUE: dict[str, Callable[[Case], date | None]] = {
    State.SUBMITTED: _checked_by,
    State.RETURNED: _named,
    State.SCHEDULED: _after_meeting,
    State.DELIBERATED: _passed_on_by,
    State.DEFERRED: _named,
    State.ASSESSED: _passed_on_by,
}


def _press(due: date | None, urgent_on: date | None, today: date) -> Press:
    if due is not None and due < today:
        return Press.OVERDUE
    if due == today or urgent_on == today:
        return Press.TODAY
    return Press.URGENT if urgent_on is not None and today < urgent_on <= today + URGENT_WITHIN else Press.LATER
