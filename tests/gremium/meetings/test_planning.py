"""Meetings are set for the board: four regular ones a year, others with an occasion, and any of them can be moved."""

from datetime import date, time, timedelta

import pytest
from django.core import mail

from documents import keystore
from documents.actors import Actor
from documents.bundles import Bundle
from documents.journal import Act, JournalLine
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.meetings.models import Meeting, MeetingState
from gremium.meetings.planning import Plan, cancel_meeting, change_meeting, plan_meeting
from gremium.meetings.scheduling import schedule_case
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase
from tests.gremium.meetings.conftest import Committing, MakeMeeting, cases_of, hold_today

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def next_year(month: int, **more: object) -> Plan:
    return Plan(day=date(date.today().year + 1, month, 10), **more)  # type: ignore[arg-type]


def test_r21_a_fifth_regular_meeting_needs_an_occasion(secretariat: Actor) -> None:
    for month in (1, 3, 6, 9):
        plan_meeting(next_year(month), by=secretariat)

    with pytest.raises(NotPossible, match="vier"):
        plan_meeting(next_year(11), by=secretariat)
    with pytest.raises(NotPossible, match="Anlass"):
        plan_meeting(next_year(11, kind="event_driven", reason=" "), by=secretariat)
    fifth = plan_meeting(next_year(11, kind="event_driven", reason="Frist in einem Fall"), by=secretariat)

    assert fifth.reason == "Frist in einem Fall"


def test_r21_a_cancelled_meeting_counts_no_longer(secretariat: Actor) -> None:
    meetings = [plan_meeting(next_year(month), by=secretariat) for month in (1, 3, 6, 9)]

    cancel_meeting(meetings[0], by=secretariat)

    assert plan_meeting(next_year(1), by=secretariat).day == meetings[0].day


def test_a_meeting_has_a_key_and_a_line_of_its_own(make_meeting: MakeMeeting, ulrike: User) -> None:
    meeting = make_meeting()

    assert keystore.has_key(meeting.subject)
    line = JournalLine.objects.about(meeting.subject).get(act=Act.MEETING_PLANNED)
    assert line.is_by(str(ulrike.ref))


@pytest.mark.parametrize(
    "wrong",
    [{"day": date.today() - timedelta(days=1)}, {"begins": time(16), "ends": time(15)}],
)
def test_what_cannot_be_is_refused_in_words(secretariat: Actor, wrong: dict[str, object]) -> None:
    with pytest.raises(NotPossible):
        plan_meeting(Plan(**{"day": date.today(), **wrong}), by=secretariat)  # type: ignore[arg-type]

    assert not Meeting.objects.exists()


def test_moving_an_invited_meeting_tells_everybody_and_counts_the_calendar_up(
    invited: Meeting, secretariat: Actor, committing: Committing
) -> None:
    mail.outbox.clear()
    later = invited.day + timedelta(days=7)

    with committing():
        moved = change_meeting(invited, Plan(day=later, room="Rathaus, Raum 2"), by=secretariat)

    assert moved.sequence == 1
    assert set(Case.objects.values_list("meeting_on", flat=True)) == {later}
    assert len(mail.outbox) == 4
    calendar = str(mail.outbox[0].attachments[0].content)
    assert f"UID:{invited.subject}@" in calendar
    assert "SEQUENCE:1" in calendar
    assert "METHOD:REQUEST" in calendar


def test_correcting_only_the_kind_tells_nobody(invited: Meeting, secretariat: Actor, committing: Committing) -> None:
    mail.outbox.clear()
    same = {"day": invited.day, "begins": invited.begins, "ends": invited.ends, "room": invited.room}

    with committing():
        change_meeting(invited, Plan(**same, kind="event_driven", reason="Frist"), by=secretariat)

    assert not mail.outbox


def test_the_cases_of_a_cancelled_meeting_wait_again_where_they_waited(
    make_meeting: MakeMeeting, make_case: MakeCase, north: Organisation, secretariat: Actor
) -> None:
    meeting = make_meeting()
    new, deferred = make_case(north, State.ADMITTED), make_case(north, State.DEFERRED)
    for case in (new, deferred):
        schedule_case(case, meeting=meeting, by=secretariat)

    cancel_meeting(meeting, by=secretariat)

    new.refresh_from_db()
    deferred.refresh_from_db()
    assert (new.state, new.meeting_on) == (State.ADMITTED, None)
    assert deferred.state == State.DEFERRED
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert not meeting.items.standing().exists()


def test_cancelling_takes_entry_and_bundle_back(invited: Meeting, secretariat: Actor, committing: Committing) -> None:
    mail.outbox.clear()

    with committing():
        cancel_meeting(invited, by=secretariat)

    calendar = str(mail.outbox[0].attachments[0].content)
    assert (len(mail.outbox), "METHOD:CANCEL" in calendar, "STATUS:CANCELLED" in calendar) == (4, True, True)
    assert not Bundle.objects.given().exists()
    assert JournalLine.objects.about(invited.subject).filter(act=Act.BUNDLE_REVOKED).count() == 1


def test_a_meeting_that_took_place_is_neither_moved_nor_cancelled(invited: Meeting, secretariat: Actor) -> None:
    held = hold_today(invited, secretariat)

    for act in (
        lambda: cancel_meeting(held, by=secretariat),
        lambda: change_meeting(held, Plan(day=held.day), by=secretariat),
        lambda: schedule_case(cases_of(held)[0], meeting=held, by=secretariat),
    ):
        with pytest.raises(NotPossible):
            act()
