"""Everyone sees where the own account is signed in, and ends it there."""

import time

import pytest
from allauth.usersessions.models import UserSession

from gremium.people.models import User
from tests.gremium.conftest import SEEDS, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def again(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """A further sign-in half a minute later: each code works once."""

    def later(user: User) -> object:
        moment = time.time() + 30
        monkeypatch.setattr(time, "time", lambda: moment)
        return sign_in(user)

    return later  # type: ignore[return-value]


def test_one_other_session_is_ended_and_the_own_stays(marte: User, sign_in: SignIn, again: SignIn) -> None:
    other, own = sign_in(marte), again(marte)
    session = UserSession.objects.get(session_key=other.session.session_key)
    assert f"/accounts/sessions/{session.pk}/ende/" in own.get("/accounts/sessions/").content.decode()

    own.post(f"/accounts/sessions/{session.pk}/ende/")

    assert other.get("/de/antrag/").headers["Location"].startswith("/accounts/login/")
    assert own.get("/de/antrag/").status_code == 200


def test_all_others_are_ended_at_once(marte: User, sign_in: SignIn, again: SignIn) -> None:
    other, own = sign_in(marte), again(marte)

    own.post("/accounts/sessions/")

    assert other.get("/de/antrag/").headers["Location"].startswith("/accounts/login/")
    assert own.get("/de/antrag/").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(marte: User, jonte: User, sign_in: SignIn) -> None:
    assert SEEDS[marte.pk] != SEEDS[jonte.pk]
    theirs, own = sign_in(jonte), sign_in(marte)
    session = UserSession.objects.get(session_key=theirs.session.session_key)

    assert own.post(f"/accounts/sessions/{session.pk}/ende/").status_code == 404
    assert theirs.get("/de/antrag/").status_code == 200
