"""Brings the demo's cases as far as their stories go today: submitted, admitted, released."""

from datetime import date

from django.utils import timezone

from gremium.cases.admission import admit_case
from gremium.cases.demo import DemoCase, bring_in, demo_cases
from gremium.cases.models import Case
from gremium.meetings.models import Meeting
from gremium.meetings.scheduling import schedule_case
from gremium.people import demo as people
from gremium.people.asking import actor_of
from gremium.people.models import User

CASE_WORKERS = {people.NORTH: "fallmanagement@demo.example", people.SOUTH: "beratung@demo.example"}
SECRETARIAT = ("geschaeftsfuehrung@demo.example", "geschaeftsfuehrung2@demo.example")


class RealCases(Exception):
    """There are cases of real organisations; fictional ones must not stand among them."""


def require_no_real_cases() -> None:
    """Raises RealCases."""
    if Case.objects.exclude(organisation__name__in=CASE_WORKERS).exists():
        raise RealCases


def bring_in_cases(start: date | None = None) -> int:
    """Bring in what is missing; returns how many were. Needs the demo's people."""
    start = start or timezone.localdate()
    known = set(Case.objects.values_list("reference", flat=True))
    missing = [example for example in demo_cases(start) if example.reference not in known]
    for example in missing:
        worker = User.objects.get(email=CASE_WORKERS[example.answers["cm_organisation"]])
        _move_on(bring_in(example, by=actor_of(worker)), example)
    return len(missing)


def _move_on(case: Case, example: DemoCase) -> None:
    if not example.is_admitted:
        return
    first, second = (actor_of(User.objects.get(email=email)) for email in SECRETARIAT)
    if not admit_case(case, by=first):
        admit_case(case, by=second)
    if example.meeting is not None:
        schedule_case(case, meeting=_meeting(example.meeting, is_regular=example.meeting_is_regular), by=first)


def _meeting(day: date, *, is_regular: bool) -> Meeting:
    kind = Meeting.Kind.REGULAR if is_regular else Meeting.Kind.EVENT_DRIVEN
    reason = "" if is_regular else "Frist in einem Einzelfall"
    return Meeting.objects.get_or_create(day=day, defaults={"kind": kind, "reason": reason})[0]
