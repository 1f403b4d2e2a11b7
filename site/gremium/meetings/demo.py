"""Brings the demo's cases as far as their stories go today: into meetings, and to what came of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, time, timedelta

from django.utils import timezone

from documents.actors import Actor
from gremium.cases.admission import admit_case
from gremium.cases.assessing import assess_case
from gremium.cases.demo import DemoCase, bring_in, demo_cases
from gremium.cases.models import Case
from gremium.letters.results import Result
from gremium.meetings import consents
from gremium.meetings.bundling import keywords_of
from gremium.meetings.holding import Presence, defer_case, hold_meeting, note_turn
from gremium.meetings.inviting import invite_members, seats_of
from gremium.meetings.models import AgendaItem, Meeting
from gremium.meetings.planning import Plan, plan_meeting
from gremium.meetings.scheduling import schedule_case
from gremium.meetings.writing import General, Said, approve_minutes, begin_minutes, put_forward, save_minutes
from gremium.people import demo as people
from gremium.people.asking import actor_of
from gremium.people.models import User

CASE_WORKERS = {people.NORTH: "fallmanagement@demo.example", people.SOUTH: "beratung@demo.example"}
EXCHANGE = "Im nächsten Frühjahr soll es einen Termin zur Passbeschaffung geben."
PUT_OFF = "Das neue Attest liegt noch nicht vor."
LONG_AGO = timedelta(days=120)
Told = tuple[Case, DemoCase]
SECRETARIAT = ("geschaeftsfuehrung@demo.example", "geschaeftsfuehrung2@demo.example")


class RealCases(Exception):
    """There are cases of real organisations; fictional ones must not stand among them."""


def require_no_real_cases() -> None:
    """Raises RealCases."""
    if Case.objects.exclude(organisation__name__in=CASE_WORKERS).exists():
        raise RealCases


def bring_in_cases(start: date | None = None) -> int:
    """Bring in what is missing, with the meetings it came to; returns how many were. Needs the demo's people."""
    start = start or timezone.localdate()
    known = set(Case.objects.values_list("reference", flat=True))
    missing = [example for example in demo_cases(start) if example.reference not in known]
    told: dict[date, list[Told]] = defaultdict(list)
    for example in missing:
        worker = User.objects.get(email=CASE_WORKERS[example.answers["cm_organisation"]])
        case = bring_in(example, by=actor_of(worker))
        if _admitted(case, example) and example.meeting is not None:
            told[example.meeting].append((case, example))
    for day in sorted(told):
        _meet(day, told[day], start)
    return len(missing)


def _admitted(case: Case, example: DemoCase) -> bool:
    if not example.is_admitted:
        return False
    first, second = _secretariat()
    return admit_case(case, by=first) or admit_case(case, by=second)


def _meet(day: date, told: Sequence[Told], start: date) -> None:
    """Plan a meeting, invite to it and, where its day is over, record how it went."""
    by, _second = _secretariat()
    meeting = Meeting.objects.standing().filter(day=day).first() or _planned(day, told[0][1], start)
    if not meeting.is_ahead:
        return
    for case, _example in told:
        schedule_case(case, meeting=meeting, by=by)
    if not meeting.is_frozen and seats_of(meeting):
        invite_members(meeting, by=by)
        if day < start:
            _record(meeting, told, start)


def _planned(day: date, example: DemoCase, start: date) -> Meeting:
    kind = Meeting.Kind.REGULAR if example.meeting_is_regular else Meeting.Kind.EVENT_DRIVEN
    reason = "" if example.meeting_is_regular else "Frist in einem Einzelfall"
    plan = Plan(day=day, begins=time(14), ends=time(16, 30), room="Rathaus, Raum 114", kind=kind, reason=reason)
    return plan_meeting(plan, by=_secretariat()[0], today=min(day, start))


def _record(meeting: Meeting, told: Sequence[Told], start: date) -> None:
    by, _second = _secretariat()
    there = {seat.pk: Presence(is_present=True) for seat in seats_of(meeting)}
    hold_meeting(meeting, began_at=time(14), ended_at=time(15, 40), presences=there, by=by)
    passages: dict[int, Said] = {}
    for number, item in enumerate(meeting.items.standing().in_order().select_related("case", "meeting")):
        example = next(example for case, example in told if case.pk == item.case_id)
        passages[item.pk] = _heard(item, example, number, by)
    begin_minutes(meeting, by=by)
    general = General(**{**asdict(General.of_data(meeting.minutes.words())), "exchange": EXCHANGE})
    save_minutes(meeting, revision=0, general=general, passages=passages, by=by)
    put_forward(meeting, by=by)
    if start - meeting.day > LONG_AGO:
        for seat in seats_of(meeting):
            approve_minutes(meeting, seat, revision=1, by=actor_of(seat.holder))


def _heard(item: AgendaItem, example: DemoCase, number: int, by: Actor) -> Said:
    """One case's turn and what came of it; the next one follows twenty minutes later."""
    began = time(14, 5 + 20 * number)
    is_shown = consents.allow_inspection(item.case)
    note_turn(item, began_at=began, ended_at=time(14, 20 + 20 * number), was_open_to_inspection=is_shown, by=by)
    said = Said(aspects=keywords_of(item.case), result=example.result, text=example.assessment)
    if example.is_put_off:
        defer_case(item, reason=PUT_OFF, next_on=item.meeting.day + timedelta(weeks=12), by=by)
        return replace(said, tasks="Die Beratungsstelle reicht das neue Attest nach.")
    if example.result:
        assess_case(item.case, result=Result(example.result), text=example.assessment, by=by)
    return said


def _secretariat() -> tuple[Actor, Actor]:
    first, second = (actor_of(User.objects.get(email=email)) for email in SECRETARIAT)
    return first, second
