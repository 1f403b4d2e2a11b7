"""All who were there agree to the minutes, or a later meeting does; from then on they stay as they are."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from documents.actors import Actor
from gremium.assessing import own_views
from gremium.assessing.models import Note, Share
from gremium.cases.assessing import assess_case
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.letters.results import Result
from gremium.meetings.holding import defer_case, note_not_reached, note_turn
from gremium.meetings.models import AgendaItem, Meeting, MeetingState, NotReached
from gremium.meetings.reading_minutes import open_minutes
from gremium.meetings.writing import General, approve_in_meeting, approve_minutes, comment_on, save_minutes
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.conftest import SignIn
from tests.gremium.meetings.conftest import the_item

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def approve_by_all_present(meeting: Meeting, four: list[User]) -> None:
    """Renate was not there."""
    for member in four[1:]:
        seat = member.seats.get()
        approve_minutes(meeting, seat, revision=meeting.minutes.revision, by=actor_of(member))


def test_all_who_were_there_agree_and_then_nothing_changes_any_more(
    written: Meeting, four: list[User], secretariat: Actor
) -> None:
    absent, *present = [user.seats.get() for user in four]
    with pytest.raises(NotPossible):
        approve_minutes(written, absent, revision=1, by=actor_of(four[0]))

    agreed = [approve_minutes(written, seat, revision=1, by=actor_of(seat.holder)) for seat in present]

    assert agreed == [False, False, True]
    written.refresh_from_db()
    written.minutes.refresh_from_db()
    assert (written.state, written.minutes.is_approved) == (MeetingState.MINUTES_APPROVED, True)
    with pytest.raises(NotPossible):
        save_minutes(written, revision=1, general=General(), passages={}, by=secretariat)
    with pytest.raises(NotPossible):
        comment_on(written, absent, item=None, text="Noch etwas.")


def test_a_change_asks_those_who_agreed_once_more(written: Meeting, four: list[User], secretariat: Actor) -> None:
    seat = four[1].seats.get()
    approve_minutes(written, seat, revision=1, by=actor_of(four[1]))

    save_minutes(written, revision=1, general=General(exchange="neu"), passages={}, by=secretariat)

    assert not written.minutes.approvals.exists()
    with pytest.raises(NotPossible):
        approve_minutes(written, seat, revision=1, by=actor_of(four[1]))
    assert approve_minutes(written, seat, revision=2, by=actor_of(four[1])) is False


def test_that_a_case_was_not_reached_asks_everybody_to_agree_anew(
    written: Meeting, unreached: AgendaItem, four: list[User], secretariat: Actor
) -> None:
    approve_minutes(written, four[1].seats.get(), revision=1, by=actor_of(four[1]))

    note_not_reached(unreached, because=NotReached.OTHER, by=secretariat)

    written.minutes.refresh_from_db()
    assert (written.minutes.revision, written.minutes.approvals.count()) == (2, 0)


def test_a_corrected_turn_asks_everybody_to_agree_anew(written: Meeting, four: list[User], secretariat: Actor) -> None:
    wilma = four[1].seats.get()
    approve_minutes(written, wilma, revision=written.minutes.revision, by=actor_of(four[1]))

    note_turn(the_item(written), began_at=time(15), ended_at=time(15, 5), was_open_to_inspection=False, by=secretariat)

    assert not written.minutes.approvals.exists()
    with pytest.raises(NotPossible):
        approve_minutes(written, wilma, revision=written.minutes.revision, by=actor_of(four[1]))


def test_a_turn_in_approved_minutes_is_not_corrected(
    written: Meeting, four: list[User], secretariat: Actor, ulrike: User, sign_in: SignIn
) -> None:
    approve_by_all_present(written, four)
    item = the_item(written)

    sent = {"began_at": "15:00", "ended_at": "15:05"}
    answer = sign_in(ulrike).post(f"/de/geschaeftsstelle/sitzungen/{written.subject}/fall/{item.pk}/", sent)

    assert answer.status_code == 422
    assert "genehmigt" in answer.content.decode()
    after = the_item(written)
    assert (after.began_at, after.was_open_to_inspection) == (item.began_at, True)


def test_approved_minutes_say_nothing_of_what_was_noted_later(
    written: Meeting, unreached: AgendaItem, four: list[User], secretariat: Actor
) -> None:
    approve_by_all_present(written, four)

    note_not_reached(unreached, because=NotReached.OTHER, by=secretariat)

    written.minutes.refresh_from_db()
    assert open_minutes(written.minutes, by=secretariat).not_reached == []


def test_a_later_meeting_approves_too_an_earlier_one_does_not(written: Meeting, secretariat: Actor) -> None:
    earlier = Meeting.objects.create(day=written.day - timedelta(days=30), state=MeetingState.HELD)
    later = Meeting.objects.create(day=written.day + timedelta(days=30), state=MeetingState.HELD)

    with pytest.raises(NotPossible):
        approve_in_meeting(written, later=earlier, by=secretariat)
    minutes = approve_in_meeting(written, later=later, by=secretariat)

    assert (minutes.is_approved, minutes.approved_in) == (True, later)


@pytest.mark.parametrize(("state", "left"), [(State.DEFERRED, 0), (State.DELIBERATED, 1)])
def test_r16_what_each_thought_alone_goes_with_the_approval(
    written: Meeting, four: list[User], secretariat: Actor, state: State, left: int
) -> None:
    """Not while the joint text of the case is still being written."""
    case = the_item(written).case
    Share.objects.create(case=case, member=four[1], formed_at=timezone.now())
    Case.objects.filter(pk=case.pk).update(state=state)

    for user in four[1:]:
        approve_minutes(written, user.seats.get(), revision=1, by=actor_of(user))

    assert Share.objects.exclude(formed_at=None).filter(case=case).count() == left


@pytest.mark.parametrize("step", ["put_off", "final"])
def test_r16_views_go_with_the_last_step_where_the_minutes_were_approved_before_it(
    written: Meeting, four: list[User], secretariat: Actor, today: date, step: str
) -> None:
    item = the_item(written)
    own_views.write_note(item.case, four[1], text="Nur für mich.", page=None, by=actor_of(four[1]))
    own_views.form_view(item.case, four[1], keywords="Mein Satz.", by=actor_of(four[1]))
    approve_by_all_present(written, four)
    assert Note.objects.exists(), "the members still think"

    if step == "put_off":
        defer_case(item, reason="Der Vertrag fehlt.", next_on=today + timedelta(days=60), by=secretariat)
    else:
        assess_case(item.case, result=Result.DISCRETION, text="Ein Weg.", by=secretariat)

    assert not Note.objects.exists()
    assert not Share.objects.exists()


def test_r16_views_stay_until_the_minutes_are_approved(written: Meeting, four: list[User], secretariat: Actor) -> None:
    item = the_item(written)
    own_views.write_note(item.case, four[1], text="Nur für mich.", page=None, by=actor_of(four[1]))

    assess_case(item.case, result=Result.DISCRETION, text="Ein Weg.", by=secretariat)
    assert Note.objects.exists()
    approve_by_all_present(written, four)

    assert not Note.objects.exists()
