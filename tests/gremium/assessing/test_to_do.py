"""A member's desk names the cases to think about, and then the joint text."""

import pytest

from gremium.assessing import own_views, recusing
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import User
from gremium.people.waiting import Waiting, waiting_for
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def of(user: User, case: Case) -> list[Waiting]:
    return [one for one in waiting_for(user) if str(case.pk) in one.address]


def test_a_case_on_an_agenda_waits_for_the_own_view(case: Case, board: list[User], sign_in: SignIn) -> None:
    first, second = board[:2]
    [told] = of(first, case)
    assert (told.due, case.reference in told.text) == (case.meeting_on, True)
    assert told.text in sign_in(first).get("/de/mitglieder/").content.decode()

    own_views.form_view(case, first, keywords="", by=actor_of(first))

    assert (len(of(first, case)), len(of(second, case))) == (0, 1)


def test_after_the_meeting_the_joint_text_waits_for_all_who_take_part(case: Case, board: list[User]) -> None:
    first, second = board[:2]
    own_views.form_view(case, first, keywords="", by=actor_of(first))
    recusing.step_back(case, second, by=actor_of(second))
    Case.objects.filter(pk=case.pk).update(state=State.DELIBERATED)

    assert [one.address for one in of(first, case)] == [f"/de/mitglieder/{case.pk}/einschaetzung/"]
    assert of(second, case) == []


def test_nothing_of_cases_waits_for_anybody_else(case: Case, make_case: MakeCase, marte: User, ulrike: User) -> None:
    assert of(marte, case) == of(ulrike, case) == []
