"""The desks name what waits of meetings, until it is done."""

from datetime import timedelta

import pytest

from documents.actors import Actor
from gremium.meetings.holding import note_not_reached
from gremium.meetings.inviting import answer_invitation
from gremium.meetings.models import Attendance, Meeting, NotReached
from gremium.meetings.writing import approve_minutes, begin_minutes, put_forward
from gremium.people.models import Seat, User
from gremium.people.waiting import Waiting, waiting_for
from tests.gremium.conftest import SignIn
from tests.gremium.meetings.conftest import MakeMeeting, hold_today

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def of(user: User, meeting: Meeting) -> list[Waiting]:
    return [one for one in waiting_for(user) if str(meeting.subject) in one.address]


def seat_of(user: User) -> Seat:
    return Seat.objects.get(holder=user)


def pass_over_all(meeting: Meeting, by: Actor) -> None:
    for item in meeting.items.standing().select_related("case", "meeting"):
        note_not_reached(item, because=NotReached.TIME, by=by)


def test_a_member_is_told_of_an_invitation_until_she_has_answered(
    invited: Meeting, renate: User, henrik: User, sign_in: SignIn
) -> None:
    [told] = of(renate, invited)
    assert told.due == invited.day
    assert told.address in sign_in(renate).get("/de/mitglieder/").content.decode()

    answer_invitation(invited, seat_of(renate), answer=Attendance.Answer.COMES)

    assert of(renate, invited) == []
    assert len(of(henrik, invited)) == 1


def test_who_was_there_is_told_of_the_minutes_until_she_agrees(
    invited: Meeting, renate: User, henrik: User, secretariat: Actor
) -> None:
    meeting = hold_today(invited, secretariat, absent=("henrik",))
    minutes = begin_minutes(meeting, by=secretariat)
    pass_over_all(meeting, secretariat)
    assert of(renate, meeting) == []

    put_forward(meeting, by=secretariat)
    told = of(renate, meeting), of(henrik, meeting)
    minutes.refresh_from_db()
    approve_minutes(meeting, seat_of(renate), revision=minutes.revision, by=secretariat)

    assert (len(told[0]), len(told[1])) == (1, 0)
    assert of(renate, meeting) == []


def test_the_secretariat_is_led_from_the_invitation_to_the_minutes(
    make_meeting: MakeMeeting, invited: Meeting, ulrike: User, secretariat: Actor, sign_in: SignIn
) -> None:
    near, far = make_meeting(25), make_meeting(60)
    assert [one.due for one in of(ulrike, near)] == [near.day - timedelta(days=14)]
    assert of(ulrike, far) == of(ulrike, invited) == []
    assert of(ulrike, near)[0].address in sign_in(ulrike).get("/de/geschaeftsstelle/").content.decode()

    steps = []
    held = hold_today(invited, secretariat)
    steps += [one.text for one in of(ulrike, held)]
    begin_minutes(held, by=secretariat)
    steps += [one.text for one in of(ulrike, held)]
    pass_over_all(held, secretariat)
    steps += [one.text for one in of(ulrike, held)]
    put_forward(held, by=secretariat)

    assert ["beginnen" in steps[0], "was aus" in steps[1], "weiterschreiben" in steps[2]] == [True, True, True]
    assert len(steps) == 3
    assert of(ulrike, held) == []
