"""Art. 18: a restricted case is kept and nothing else; taking consent back stays possible."""

import pytest

from documents.journal import Act
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.restricting import lift_restriction, restrict_case
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.taking_back import BringIn, acts, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_nobody_opens_a_restricted_case_and_the_secretariat_lifts_it(
    bring: BringIn, ulrike: User, renate: User, marte: User, sign_in: SignIn
) -> None:
    case, secretariat = bring("C3", State.SCHEDULED), sign_in(ulrike)
    person = case.summary().person
    secretariat.post(f"/de/geschaeftsstelle/{case.pk}/einschraenkung/", {"ground": "disputed"})

    clients = {"geschaeftsstelle": secretariat, "mitglieder": sign_in(renate), "antrag": sign_in(marte)}
    for area, client in clients.items():
        assert client.get(f"/de/{area}/{case.pk}/").status_code == 404
        assert person not in client.get(f"/de/{area}/").content.decode()
    assert "Eingeschränkter Fall" in secretariat.get(f"/de/geschaeftsstelle/{case.pk}/einschraenkung/").content.decode()
    secretariat.post(f"/de/geschaeftsstelle/{case.pk}/einschraenkung/", {"lift": "1"})
    assert secretariat.get(f"/de/geschaeftsstelle/{case.pk}/").status_code == 200
    assert acts(case).count(Act.CASE_RESTRICTED) == 2


def test_a_restricted_case_can_still_be_withdrawn(bring: BringIn, marte: User, ulrike: User) -> None:
    case = bring("C3", State.SUBMITTED)
    restrict_case(case, ground="objection", by=actor_of(ulrike))

    take_back(case, marte)

    assert Case.objects.get(pk=case.pk).state == State.WITHDRAWN


def test_a_case_is_restricted_once_and_lifted_once(bring: BringIn, ulrike: User) -> None:
    case, by = bring("C3"), actor_of(ulrike)
    restrict_case(case, ground="claims", by=by)

    with pytest.raises(NotPossible):
        restrict_case(case, ground="claims", by=by)
    lift_restriction(case, by=by)
    with pytest.raises(NotPossible):
        lift_restriction(case, by=by)
