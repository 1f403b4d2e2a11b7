"""What is recorded of a meeting: who was there, each case's turn, a tick for internal documents, and nothing more."""

from datetime import date, time, timedelta

import pytest
from django.core import mail

from documents.actors import Actor
from documents.bundles import Bundle
from documents.journal import Act, JournalLine
from gremium.cases import life
from gremium.cases.history import history_of
from gremium.cases.life import NotPossible
from gremium.cases.models import State
from gremium.meetings import steps_of_cases
from gremium.meetings.holding import (
    Presence,
    defer_case,
    hold_meeting,
    note_not_reached,
    note_office_informed,
    note_turn,
)
from gremium.meetings.inviting import invite_members
from gremium.meetings.models import AgendaItem, Meeting, MeetingState, NotReached
from gremium.meetings.scheduling import schedule_case
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, Seat, User
from tests.gremium.cases.taking_back import BringIn, take_back
from tests.gremium.conftest import MakeCase
from tests.gremium.meetings.conftest import Committing, MakeMeeting, hold_today

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TURN = {"began_at": time(14, 10), "ended_at": time(14, 50)}


@pytest.fixture
def heard(four: list[User], bring: BringIn, make_meeting: MakeMeeting, secretariat: Actor) -> AgendaItem:
    """A real case, all consents given, on the agenda of a meeting that took place."""
    meeting = make_meeting()
    item = schedule_case(bring("C1", State.ADMITTED), meeting=meeting, by=secretariat)
    invite_members(meeting, by=secretariat)
    hold_today(meeting, secretariat)
    item.refresh_from_db()
    return item


def test_attendance_is_recorded_for_every_seat_and_reasons_are_sealed(invited: Meeting, secretariat: Actor) -> None:
    held = hold_today(invited, secretariat, absent=("renate",))

    assert held.state == MeetingState.HELD
    absent = held.attendances.get(is_present=False)
    absent.meeting = held
    assert (absent.is_excused, absent.reason()) == (True, "erkrankt")
    assert b"erkrankt" not in bytes(absent.sealed_reason)
    assert held.attendances.filter(is_present=True).count() == 3


def test_all_four_are_needed_for_an_assessment(invited: Meeting, make_meeting: MakeMeeting, secretariat: Actor) -> None:
    assert not hold_today(invited, secretariat, absent=("volker",)).is_quorate
    invited.attendances.update(is_present=True)
    assert invited.is_quorate


def test_no_seat_is_left_out_and_none_added(invited: Meeting, secretariat: Actor) -> None:
    Meeting.objects.filter(pk=invited.pk).update(day=date.today())
    seats = list(Seat.objects.values_list("pk", flat=True))

    for presences in ({seats[0]: Presence(True)}, {seat: Presence(False) for seat in seats}):
        with pytest.raises(NotPossible):
            hold_meeting(invited, began_at=time(14), ended_at=time(15), presences=presences, by=secretariat)

    invited.refresh_from_db()
    assert invited.state == MeetingState.INVITED


def test_a_meeting_is_not_held_before_its_day_nor_uninvited(
    invited: Meeting, make_meeting: MakeMeeting, secretariat: Actor
) -> None:
    presences = {seat: Presence(True) for seat in Seat.objects.values_list("pk", flat=True)}
    planned = make_meeting(days=0)

    for meeting in (invited, planned):
        with pytest.raises(NotPossible):
            hold_meeting(meeting, began_at=time(14), ended_at=time(15), presences=presences, by=secretariat)


def test_a_case_counts_as_talked_about_only_once_attendance_is_recorded(invited: Meeting, secretariat: Actor) -> None:
    item = invited.items.select_related("meeting", "case")[0]

    with pytest.raises(NotPossible):
        note_turn(item, **TURN, was_open_to_inspection=False, by=secretariat)

    item.case.refresh_from_db()
    assert item.case.state == State.SCHEDULED


def test_r24_that_documents_were_shown_is_a_tick_and_nothing_else(heard: AgendaItem, secretariat: Actor) -> None:
    note_turn(heard, **TURN, was_open_to_inspection=True, by=secretariat)

    heard.refresh_from_db()
    heard.case.refresh_from_db()
    assert (heard.was_open_to_inspection, heard.has_valid_consents) == (True, True)
    assert heard.case.state == State.DELIBERATED
    line = JournalLine.objects.about(heard.case_id).get(act=Act.MEETING_INSPECTION_NOTED)
    assert line.details == {}
    held_of_it = {field.name for field in AgendaItem._meta.get_fields() if "inspection" in field.name}
    assert held_of_it == {"was_open_to_inspection"}


def test_r24_nothing_is_shown_where_somebody_does_not_agree(heard: AgendaItem, secretariat: Actor, marte: User) -> None:
    take_back(heard.case, marte, "antragsteller", "P3")

    with pytest.raises(NotPossible, match="einverstanden"):
        note_turn(heard, **TURN, was_open_to_inspection=True, by=secretariat)
    note_turn(heard, **TURN, was_open_to_inspection=False, by=secretariat)

    assert heard.was_open_to_inspection is False


def test_a_turn_can_be_corrected_and_is_one_deliberation(heard: AgendaItem, secretariat: Actor) -> None:
    note_turn(heard, **TURN, was_open_to_inspection=True, by=secretariat)
    note_turn(heard, began_at=time(15), ended_at=time(15, 5), was_open_to_inspection=False, by=secretariat)

    assert (heard.began_at, heard.was_open_to_inspection) == (time(15), False)
    assert JournalLine.objects.about(heard.case_id).filter(act=Act.MEETING_HELD).count() == 1


def test_a_case_is_put_off_with_reason_and_day_and_comes_back(
    heard: AgendaItem, secretariat: Actor, make_meeting: MakeMeeting
) -> None:
    later = date.today() + timedelta(days=40)
    with pytest.raises(NotPossible):
        defer_case(heard, reason="Der Vertrag fehlt.", next_on=later, by=secretariat)
    note_turn(heard, **TURN, was_open_to_inspection=False, by=secretariat)
    for reason, day in ((" ", later), ("Der Vertrag fehlt.", heard.meeting.day)):
        with pytest.raises(NotPossible):
            defer_case(heard, reason=reason, next_on=day, by=secretariat)

    defer_case(heard, reason="Der Vertrag fehlt.", next_on=later, by=secretariat)

    heard.case.refresh_from_db()
    assert heard.case.state == State.DEFERRED
    again = schedule_case(heard.case, meeting=make_meeting(days=40), by=secretariat)
    assert (again.came_from, heard.case.agenda_items.count()) == (State.DEFERRED, 2)


def test_r18_the_head_notes_the_day_the_office_was_told_and_nothing_else(
    heard: AgendaItem, secretariat: Actor, henrik: User
) -> None:
    note_turn(heard, **TURN, was_open_to_inspection=False, by=secretariat)

    note_office_informed(heard, day=date.today(), by=actor_of(henrik))

    heard.refresh_from_db()
    assert heard.office_informed_on == date.today()
    line = JournalLine.objects.about(heard.case_id).get(act=Act.OFFICE_INFORMED_RECORDED)
    assert (line.is_by(str(henrik.ref)), line.details) == (True, {"day": date.today().isoformat()})


@pytest.mark.parametrize("days", [-1, 1])
def test_r18_only_a_day_since_the_meeting_is_noted(
    heard: AgendaItem, secretariat: Actor, henrik: User, days: int
) -> None:
    note_turn(heard, **TURN, was_open_to_inspection=False, by=secretariat)

    with pytest.raises(NotPossible):
        note_office_informed(heard, day=date.today() + timedelta(days=days), by=actor_of(henrik))


def test_a_withdrawn_case_drops_off_at_once_and_keeps_its_place(
    four: list[User],
    bring: BringIn,
    make_case: MakeCase,
    north: Organisation,
    make_meeting: MakeMeeting,
    secretariat: Actor,
    marte: User,
) -> None:
    meeting = make_meeting()
    gone = schedule_case(bring("C3", State.ADMITTED), meeting=meeting, by=secretariat)
    schedule_case(make_case(north, State.ADMITTED), meeting=meeting, by=secretariat)
    invite_members(meeting, by=secretariat)

    take_back(gone.case, marte)

    assert [item.has_dropped for item in meeting.items.in_order()] == [True, False]
    gone.refresh_from_db()
    with pytest.raises(NotPossible):
        note_turn(gone, **TURN, was_open_to_inspection=False, by=secretariat)


def test_r8_a_case_that_is_excluded_later_drops_off(invited: Meeting, secretariat: Actor) -> None:
    item = invited.items.select_related("case")[0]

    life.move(item.case, State.EXCLUDED_LATER, by=secretariat, act=Act.EXCLUSION_CONFIRMED)

    item.refresh_from_db()
    assert item.has_dropped
    parts = [part.subject for part in Bundle.objects.of(invited.subject).given()[0].content().parts]
    assert parts == [other.case_id for other in invited.items.standing()]


def test_a_case_that_was_withdrawn_meanwhile_is_not_taken_back_into_life(heard: AgendaItem, secretariat: Actor) -> None:
    heard.case.state = State.WITHDRAWN
    heard.case.save()

    steps_of_cases.take_back(heard, by=secretariat)

    heard.case.refresh_from_db()
    assert heard.case.state == State.WITHDRAWN


def left_over(meeting: Meeting) -> AgendaItem:
    """The last case of a meeting, of which nothing was noted."""
    item = meeting.items.in_order().select_related("meeting", "case").last()
    assert item is not None
    return item


def test_a_case_that_was_not_reached_comes_on_the_agenda_of_the_next_meeting(
    invited: Meeting, make_meeting: MakeMeeting, secretariat: Actor
) -> None:
    hold_today(invited, secretariat)
    item = note_not_reached(left_over(invited), because=NotReached.TIME, by=secretariat)

    item.case.refresh_from_db()
    assert (item.case.state, item.case.meeting_on) == (State.ADMITTED, None)
    assert history_of(item.case)[0].words == ["In der Sitzung nicht erreicht: die Zeit hat nicht gereicht."]
    [line] = JournalLine.objects.about(item.case_id).filter(act=Act.MEETING_AGENDA_CHANGED)
    assert line.details == {"meeting": date.today().isoformat(), "step": "not_reached", "reason": "time"}
    schedule_case(item.case, meeting=make_meeting(days=40), by=secretariat)
    item.case.refresh_from_db()
    assert item.case.state == State.SCHEDULED


def test_a_case_that_had_been_put_off_waits_as_one_that_was_put_off(
    heard: AgendaItem, make_meeting: MakeMeeting, four: list[User], secretariat: Actor
) -> None:
    note_turn(heard, **TURN, was_open_to_inspection=False, by=secretariat)
    defer_case(heard, reason="Der Vertrag fehlt.", next_on=date.today() + timedelta(days=40), by=secretariat)
    Meeting.objects.filter(pk=heard.meeting_id).update(day=date.today() - timedelta(days=30))
    later = make_meeting(days=40)
    item = schedule_case(heard.case, meeting=later, by=secretariat)
    invite_members(later, by=secretariat)
    hold_today(later, secretariat)

    note_not_reached(left_over(later), because=NotReached.MEMBERS, by=secretariat)

    item.case.refresh_from_db()
    assert item.case.state == State.DEFERRED


def test_the_members_and_the_case_manager_are_told_by_neutral_mail(
    invited: Meeting, four: list[User], secretariat: Actor, marte: User, committing: Committing
) -> None:
    hold_today(invited, secretariat)
    item = left_over(invited)
    mail.outbox.clear()
    with committing():
        note_not_reached(item, because=NotReached.PAPERS, by=secretariat)

    assert {one.to[0] for one in mail.outbox} == {user.email for user in (*four, marte)}
    assert {one.subject for one in mail.outbox} == {"Bitte schauen Sie in Ihren Arbeitsbereich"}
    assert all(f"{item.case.reference} wurde in der Sitzung nicht erreicht" in str(one.body) for one in mail.outbox)


def test_only_a_case_whose_turn_was_not_noted_counts_as_not_reached(heard: AgendaItem, secretariat: Actor) -> None:
    Meeting.objects.filter(pk=heard.meeting_id).update(state=MeetingState.INVITED)
    with pytest.raises(NotPossible, match="noch nicht stattgefunden"):
        note_not_reached(heard, because=NotReached.TIME, by=secretariat)
    Meeting.objects.filter(pk=heard.meeting_id).update(state=MeetingState.HELD)
    note_turn(heard, **TURN, was_open_to_inspection=False, by=secretariat)

    with pytest.raises(NotPossible, match="inzwischen weiter"):
        note_not_reached(heard, because=NotReached.TIME, by=secretariat)

    heard.case.refresh_from_db()
    assert heard.case.state == State.DELIBERATED
