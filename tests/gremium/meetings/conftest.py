"""Four members, meetings on any day, and real cases on their agendas; minutes of one that took place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

import pytest

from documents.actors import Actor
from documents.bundles import Bundle
from documents.tasks import compile_bundle
from gremium.cases.models import Case, State
from gremium.meetings.holding import Presence, hold_meeting, note_turn
from gremium.meetings.inviting import invite_members
from gremium.meetings.models import AgendaItem, Meeting
from gremium.meetings.planning import Plan, plan_meeting
from gremium.meetings.scheduling import schedule_case
from gremium.meetings.writing import General, Said, begin_minutes, put_forward, save_minutes
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, Role, Seat, User
from tests.gremium.cases.conftest import bring as bring
from tests.gremium.cases.said import pages
from tests.gremium.cases.taking_back import BringIn
from tests.gremium.conftest import MakeCase, give_seat, make_person

MakeMeeting = Callable[..., Meeting]
Committing = Callable[[], Any]
SAID = Said(
    aspects="Familie, Schule",
    result="perspektive",
    text="Wir sehen einen Weg über § 25b AufenthG.",
    handed_over="nein",
    tasks="Beratung fragt nach dem Zertifikat.",
)


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


@pytest.fixture
def held(
    four: list[User],
    bring: BringIn,
    make_case: MakeCase,
    north: Organisation,
    make_meeting: MakeMeeting,
    secretariat: Actor,
) -> Meeting:
    """A meeting that took place, with one real case that was heard; Renate was not there."""
    meeting = make_meeting()
    item = schedule_case(bring("C1", State.ADMITTED), meeting=meeting, by=secretariat)
    invite_members(meeting, by=secretariat)
    meeting = hold_today(meeting, secretariat, absent=("renate",))
    item.refresh_from_db()
    note_turn(item, began_at=time(14, 10), ended_at=time(14, 50), was_open_to_inspection=True, by=secretariat)
    return meeting


@pytest.fixture
def written(held: Meeting, secretariat: Actor) -> Meeting:
    """The same with minutes that were put to the members."""
    begin_minutes(held, by=secretariat)
    general = General(general_questions="Wie wird es mit Verträgen gehalten?", exchange="Termin zur Passbeschaffung")
    save_minutes(held, revision=0, general=general, passages={the_item(held).pk: SAID}, by=secretariat)
    put_forward(held, by=secretariat)
    held.refresh_from_db()
    return held


@pytest.fixture
def unreached(
    held: Meeting,
    make_case: MakeCase,
    north: Organisation,
    secretariat: Actor,
) -> AgendaItem:
    """A second case of the same meeting, whose turn did not come yet."""
    case = make_case(north, State.SCHEDULED, dossier="ready")
    return held.items.create(case=case, position=2)


def the_item(meeting: Meeting) -> AgendaItem:
    return meeting.items.select_related("case", "meeting").get()
