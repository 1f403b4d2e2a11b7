"""The demo: made once, through the real acts, and never beside real cases."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from documents.dossiers import Dossier
from documents.journal import Act, JournalLine
from forms.case_files import load_cases
from forms.submissions import Submission
from forms.versions import store_shipped_form
from gremium.cases.demo import demo_cases
from gremium.cases.demo.example import moved_answers
from gremium.cases.models import Case, State
from gremium.meetings.models import Meeting, MeetingState
from gremium.people import demo
from gremium.people.models import Organisation, Seat, User
from tests.gremium.conftest import MakeCase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 22)


@pytest.fixture
def form(db: None) -> None:
    store_shipped_form()


def run_demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_the_demo_made_twice_is_there_once(form: None) -> None:
    run_demo()
    seen = {case.pk: case.state for case in Case.objects.all()}
    lines = JournalLine.objects.count()

    printed = run_demo()

    assert {case.pk: case.state for case in Case.objects.all()} == seen
    assert (len(seen), JournalLine.objects.count()) == (6, lines)
    assert (User.objects.count(), Organisation.objects.count(), Seat.objects.count()) == (15, 2, 4)
    assert demo.demo_password() in printed


def test_the_cases_came_in_through_the_real_acts(form: None, samples: Path) -> None:
    run_demo()

    wanted = {case.reference: case for case in load_cases(samples / "cases.yaml")}
    assert set(Case.objects.values_list("reference", flat=True)) == set(wanted)
    for case in Case.objects.all():
        expected = wanted[case.reference].check()
        found = Submission.objects.get(draft_id=case.pk).findings()
        assert (found["flags"], found["exclusions"]) == (expected.flags, expected.exclusions)
        assert [mark.code for mark in case.summary().flags] == expected.flags
        assert Dossier.objects.of(case.pk).count() == 1
        assert JournalLine.objects.about(case.pk).filter(act=Act.APPLICATION_SUBMITTED).count() == 1
    states = sorted(Case.objects.values_list("state", flat=True))
    assert states == sorted(
        [State.SUBMITTED, State.ADMITTED, State.SCHEDULED, State.DEFERRED, State.ASSESSED, State.ASSESSED]
    )


def test_the_meetings_of_the_demo_went_as_their_cases_tell(form: None) -> None:
    run_demo()

    meetings = {meeting.day: meeting for meeting in Meeting.objects.all()}
    assert len(meetings) == 4
    past = [meeting for day, meeting in sorted(meetings.items()) if day < date.today()]
    assert [meeting.attendances.filter(is_present=True).count() for meeting in past] == [4] * 3
    assert [Meeting.Kind(meeting.kind) for meeting in past].count(Meeting.Kind.EVENT_DRIVEN) == 1
    assert past[0].state == MeetingState.MINUTES_APPROVED
    assert [meeting.state for meeting in meetings.values() if meeting.day >= date.today()] == [MeetingState.INVITED]


def test_a_printed_code_opens_the_door_and_the_next_one_too(form: None) -> None:
    demo.create_people()
    for _attempt in range(2):
        client, code = Client(), StringIO()
        call_command("demo_code", "mitglied1@demo.example", stdout=code)
        client.post("/accounts/login/", {"login": "mitglied1@demo.example", "password": demo.demo_password()})
        answer = client.post("/accounts/2fa/authenticate/", {"code": code.getvalue().strip()})
        assert answer.status_code == 302
        assert client.get("/de/mitglieder/").status_code == 200


def test_the_password_file_belongs_to_its_owner_alone(db: None) -> None:
    demo.demo_password()

    assert demo.password_file().stat().st_mode & 0o077 == 0


def test_outside_demo_mode_nothing_is_made_and_no_code_is_given(form: None, settings: Settings) -> None:
    demo.create_people()
    User.objects.filter(email="technik@demo.example").delete()
    settings.DEMO = False

    with pytest.raises(CommandError):
        run_demo()
    with pytest.raises(CommandError):
        call_command("demo_code", "mitglied1@demo.example")

    assert User.objects.count() == 14


def test_beside_real_cases_nothing_is_made(make_case: MakeCase, north: Organisation, form: None) -> None:
    make_case(north)

    with pytest.raises(CommandError):
        run_demo()

    assert not User.objects.exists()


def test_codes_are_given_for_demo_people_alone(marte: User) -> None:
    with pytest.raises(CommandError):
        call_command("demo_code", marte.email)


def test_days_move_by_whole_weeks_and_no_rule_breaks(samples: Path) -> None:
    start = {case.reference: case for case in demo_cases(TODAY)}
    for weeks in (1, 9, 30, 52, 77, 130):
        for case in demo_cases(TODAY + timedelta(weeks=weeks, days=3)):
            moved = case.as_of - start[case.reference].as_of
            assert moved.days % 7 == 0
            assert moved in (timedelta(weeks=weeks), timedelta(0))


def test_most_days_can_be_moved_a_year_ahead(samples: Path) -> None:
    cases = load_cases(samples / "cases.yaml")

    assert sum(moved_answers(case, 52) is not None for case in cases) >= 5
