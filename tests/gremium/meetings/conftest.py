"""Four members, meetings on any day, and real cases on their agendas."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

import pytest

from documents.actors import Actor
from documents.bundles import Bundle
from documents.tasks import compile_bundle
from gremium.cases.models import Case, State
from gremium.meetings.holding import Presence, hold_meeting
from gremium.meetings.inviting import invite_members
from gremium.meetings.models import Meeting
from gremium.meetings.planning import Plan, plan_meeting
from gremium.meetings.scheduling import schedule_case
from gremium.people.asking import actor_of
from gremium.people.models import Role, Seat, User
from tests.gremium.cases.conftest import bring as bring
from tests.gremium.cases.said import pages
from tests.gremium.conftest import MakeCase, give_seat, make_person

MakeMeeting = Callable[..., Meeting]
Committing = Callable[[], Any]


@pytest.fixture
def four(renate: User, henrik: User, today: date) -> list[User]:
    """All four members; the last is the head of the immigration office."""
    others = []
    for name, origin in (("wilma", Seat.Origin.WELFARE_2), ("volker", Seat.Origin.VOLUNTEER)):
        others.append(make_person(name, Role.MEMBER))
        give_seat(others[-1], origin, today)
    return [renate, *others, henrik]


@pytest.fixture
def secretariat(ulrike: User) -> Actor:
    return actor_of(ulrike)


@pytest.fixture
def make_meeting(secretariat: Actor, today: date) -> MakeMeeting:
    """A meeting some days from today, planned by the secretariat."""

    def make(days: int = 20, **plan: Any) -> Meeting:
        wanted = {"room": "Rathaus, Raum 114", "begins": time(14), "ends": time(16, 30), **plan}
        return plan_meeting(Plan(day=today + timedelta(days=days), **wanted), by=secretariat)

    return make


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Committing:
    """What is to happen after the commit happens at the end of the block."""

    @contextmanager
    def commit() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit


@pytest.fixture
def invited(
    four: list[User],
    make_meeting: MakeMeeting,
    make_case: MakeCase,
    north: Any,
    secretariat: Actor,
    committing: Committing,
) -> Meeting:
    """A meeting with two cases whose dossiers are ready, and the members invited."""
    meeting = make_meeting()
    for _number in range(2):
        schedule_case(make_case(north, State.ADMITTED, dossier="ready"), meeting=meeting, by=secretariat)
    with committing():
        return invite_members(meeting, by=secretariat)


def hold_today(meeting: Meeting, by: Actor, *, absent: tuple[str, ...] = ()) -> Meeting:
    """The meeting's day has come, and all are there but those named."""
    Meeting.objects.filter(pk=meeting.pk).update(day=date.today())
    meeting.refresh_from_db()
    presences = {
        seat.pk: Presence(is_present=False, is_excused=True, reason="erkrankt")
        if seat.holder.display_name.lower() in absent
        else Presence(is_present=True)
        for seat in Seat.objects.current(meeting.day).select_related("holder")
    }
    return hold_meeting(meeting, began_at=time(14), ended_at=time(16), presences=presences, by=by)


def compile_newest_bundle(meeting: Meeting) -> Bundle:
    bundle = Bundle.objects.of(meeting.subject)[0]
    assert bundle.job is not None
    compile_bundle(bundle.job.pk)
    bundle.refresh_from_db()
    return bundle


def written_in(pdf: bytes) -> str:
    """The text of a PDF on one line."""
    return " ".join(" ".join(pages(pdf)).split())


def cases_of(meeting: Meeting) -> list[Case]:
    return [item.case for item in meeting.items.in_order().select_related("case")]
