"""Putting a case on an agenda releases it to the members, and nothing else does."""

from datetime import date

import pytest

from documents.journal import Act, JournalLine
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.meetings.models import Meeting
from gremium.meetings.scheduling import schedule_case
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def meeting(today: date) -> Meeting:
    return Meeting.objects.create(day=today)


def test_members_see_a_case_from_the_release_on(
    make_case: MakeCase, north: Organisation, meeting: Meeting, ulrike: User, renate: User
) -> None:
    case = make_case(north, State.ADMITTED)
    assert not Case.objects.visible_to(renate).exists()

    schedule_case(case, meeting=meeting, by=actor_of(ulrike))

    released = Case.objects.visible_to(renate).get()
    assert (released, released.meeting_on) == (case, meeting.day)
    line = JournalLine.objects.about(case.pk).get(act=Act.CASE_SCHEDULED)
    assert line.is_by(str(ulrike.ref))


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.EXCLUDED, State.CLOSED, State.SCHEDULED])
def test_only_admitted_and_deferred_cases_come_on_an_agenda(
    make_case: MakeCase, north: Organisation, meeting: Meeting, ulrike: User, state: State
) -> None:
    case = make_case(north, state)

    with pytest.raises(NotPossible):
        schedule_case(case, meeting=meeting, by=actor_of(ulrike))

    assert not meeting.items.exists()


def test_the_release_needs_a_confirmation_and_a_day(
    make_case: MakeCase, north: Organisation, ulrike: User, sign_in: SignIn, today: date
) -> None:
    case = make_case(north, State.ADMITTED)
    client, address = sign_in(ulrike), f"/de/geschaeftsstelle/{case.pk}/termin/"

    unconfirmed = client.post(address, {"day": today.isoformat(), "kind": "regular"})
    without_day = client.post(address, {"kind": "regular", "is_confirmed": "on"})
    assert (unconfirmed.status_code, without_day.status_code) == (422, 422)
    assert not Meeting.objects.exists()
    client.post(address, {"day": today.isoformat(), "kind": "regular", "is_confirmed": "on"})

    assert Meeting.objects.get().items.get().case == case


def test_a_fifth_regular_meeting_of_a_year_is_refused(
    make_case: MakeCase, north: Organisation, ulrike: User, sign_in: SignIn, today: date
) -> None:
    for month in (1, 2, 3, 4):
        Meeting.objects.create(day=date(today.year + 1, month, 1))
    case = make_case(north, State.ADMITTED)
    form = {"day": f"{today.year + 1}-05-01", "kind": "regular", "is_confirmed": "on"}

    client, address = sign_in(ulrike), f"/de/geschaeftsstelle/{case.pk}/termin/"

    assert client.post(address, form).status_code == 422
    assert client.post(address, form | {"kind": "event_driven", "reason": "Frist"}).status_code == 302
