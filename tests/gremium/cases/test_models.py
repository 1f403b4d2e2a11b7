"""Who sees which case, exactly as the domain's matrix says."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from documents.vault import SealBroken
from gremium.cases.models import RELEASED, Case, State
from gremium.people.models import Organisation, Role, Seat, User
from tests.gremium.conftest import MakeCase, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cases(make_case: MakeCase, north: Organisation) -> dict[str, Case]:
    return {state: make_case(north, state) for state in State.values}


def states_seen_by(user: User | AnonymousUser) -> set[str]:
    return set(Case.objects.visible_to(user).values_list("state", flat=True))


READABLE = set(State.values) - {State.WITHDRAWN, State.ERASED}


def test_case_workers_see_the_cases_of_their_own_organisation(
    cases: dict[str, Case], marte: User, colleague: User, jonte: User
) -> None:
    assert states_seen_by(marte) == READABLE
    assert states_seen_by(colleague) == READABLE
    assert states_seen_by(jonte) == set()


def test_the_secretariat_sees_every_submitted_case(cases: dict[str, Case], ulrike: User) -> None:
    assert states_seen_by(ulrike) == READABLE


def test_members_and_the_head_of_the_office_see_released_cases_alone(
    cases: dict[str, Case], renate: User, henrik: User
) -> None:
    assert states_seen_by(renate) == set(RELEASED)
    assert states_seen_by(henrik) == set(RELEASED)


@pytest.mark.parametrize(
    "role", [Role.ORGANISATION_LEAD, Role.DEPARTMENT_OFFICE, Role.EDITOR, Role.DATA_PROTECTION, Role.TECHNICIAN]
)
def test_all_other_roles_see_no_case_even_inside_the_organisation(
    cases: dict[str, Case], north: Organisation, role: Role
) -> None:
    assert states_seen_by(make_person("someone", role, north)) == set()


def test_a_member_without_a_current_seat_sees_nothing(cases: dict[str, Case], renate: User) -> None:
    Seat.objects.filter(holder=renate).update(valid_until=timezone.localdate() - timezone.timedelta(days=1))

    assert states_seen_by(renate) == set()


def test_a_seat_gives_nothing_to_another_role(cases: dict[str, Case], renate: User) -> None:
    User.objects.filter(pk=renate.pk).update(role=Role.DEPARTMENT_OFFICE)
    renate.refresh_from_db()

    assert states_seen_by(renate) == set()


def test_being_superuser_opens_no_case(cases: dict[str, Case], bea: User) -> None:
    bea.is_superuser = True
    bea.save()

    assert states_seen_by(bea) == set()


def test_blocked_and_anonymous_people_see_nothing(cases: dict[str, Case], ulrike: User) -> None:
    ulrike.is_active = False

    assert states_seen_by(ulrike) == set()
    assert states_seen_by(AnonymousUser()) == set()


def test_the_summary_is_sealed_for_its_own_case(make_case: MakeCase, north: Organisation) -> None:
    one, other = make_case(north, flags=("H1",)), make_case(north)

    assert one.summary().has_flag("H1")
    assert b"Hinweis" not in bytes(one.sealed_summary)
    one.sealed_summary = other.sealed_summary
    with pytest.raises(SealBroken):
        one.summary()


def test_the_next_meeting_comes_first_and_past_ones_last(make_case: MakeCase, north: Organisation) -> None:
    today = date(2026, 3, 1)
    days = [date(2026, 2, 1), date(2026, 4, 1), None, date(2026, 3, 19), date(2026, 2, 20), today]

    for day in days:
        Case.objects.filter(pk=make_case(north, State.SCHEDULED).pk).update(meeting_on=day)

    assert [case.meeting_on for case in Case.objects.nearest_first(today)] == [
        today,
        date(2026, 3, 19),
        date(2026, 4, 1),
        date(2026, 2, 20),
        date(2026, 2, 1),
        None,
    ]


@pytest.mark.parametrize(
    ("state", "days", "is_read"),
    [
        (State.CLOSED, -1, False),
        (State.CLOSED, 0, True),
        (State.COMMUNICATED, -1, True),
        (State.DEFERRED, -1, True),
    ],
)
def test_r11_a_new_member_reads_what_is_open_and_what_was_talked_about_in_her_own_term(
    make_case: MakeCase, north: Organisation, renate: User, state: State, days: int, is_read: bool
) -> None:
    case, begins = make_case(north, state), renate.seats.get().valid_from
    Case.objects.filter(pk=case.pk).update(meeting_on=begins + timedelta(days=days))

    assert Case.objects.visible_to(renate).filter(pk=case.pk).exists() is is_read
