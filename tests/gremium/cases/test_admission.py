"""A case is admitted by the secretariat; where a flag asks for it, by two persons."""

import pytest

from documents.journal import Act, JournalLine
from gremium.cases.admission import NotAdmissible, admit_case
from gremium.cases.life import WrongState
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def test_one_person_admits_a_case_without_open_points(make_case: MakeCase, north: Organisation, ulrike: User) -> None:
    case = make_case(north, flags=("H6",))

    assert admit_case(case, by=actor_of(ulrike))

    assert state_of(case) == State.ADMITTED
    assert JournalLine.objects.about(case.pk).filter(act=Act.CASE_ADMITTED).count() == 1


@pytest.mark.parametrize("flag", ["H1", "H2", "H3", "H4"])
def test_a_flag_about_competence_needs_a_second_person(
    make_case: MakeCase, north: Organisation, ulrike: User, deniz: User, flag: str
) -> None:
    case = make_case(north, flags=(flag,))

    assert not admit_case(case, by=actor_of(ulrike))
    assert state_of(case) == State.SUBMITTED
    with pytest.raises(NotAdmissible):
        admit_case(case, by=actor_of(ulrike))
    assert admit_case(case, by=actor_of(deniz))
    assert state_of(case) == State.ADMITTED


def test_a_ground_for_exclusion_stops_the_admission(make_case: MakeCase, north: Organisation, ulrike: User) -> None:
    case = make_case(north, exclusions=("X2",))

    with pytest.raises(NotAdmissible):
        admit_case(case, by=actor_of(ulrike))

    assert state_of(case) == State.SUBMITTED


def test_a_case_is_admitted_once(make_case: MakeCase, north: Organisation, ulrike: User) -> None:
    case = make_case(north)
    admit_case(case, by=actor_of(ulrike))

    with pytest.raises(WrongState):
        admit_case(case, by=actor_of(ulrike))
