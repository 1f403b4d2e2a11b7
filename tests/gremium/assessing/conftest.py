"""Four members with their seats, and a case on the agenda of a meeting."""

from datetime import date

import pytest

from gremium.cases.models import Case, State
from gremium.people.models import Organisation, Role, Seat, User
from tests.gremium.conftest import MakeCase, give_seat, make_person


@pytest.fixture
def board(renate: User, henrik: User, today: date) -> list[User]:
    """All four, in the order of their seats."""
    second, volunteer = make_person("second", Role.MEMBER), make_person("volunteer", Role.MEMBER)
    give_seat(second, Seat.Origin.WELFARE_2, today)
    give_seat(volunteer, Seat.Origin.VOLUNTEER, today)
    return [henrik, volunteer, renate, second]


@pytest.fixture
def case(make_case: MakeCase, north: Organisation, today: date) -> Case:
    case = make_case(north, State.SCHEDULED)
    case.meeting_on = today
    case.save()
    return case
