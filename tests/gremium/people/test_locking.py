"""A desk that was left alone is locked, loses nothing, and is opened again by one factor within eight hours."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forms.drafts import Draft
from forms.passes import SIGNER, Purpose, open_pass, take_pass
from forms.person_views import PersonView, open_person_view
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.conftest import PASSWORD, SignIn, code_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MINUTE, HOUR = 60, 3600
UNLOCK = "/accounts/reauthenticate/"
Turn = Callable[[float], None]


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Sets the clock so many seconds after the sign-in."""
    start, day = time.time(), timezone.now()

    def to(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: start + seconds)
        monkeypatch.setattr(timezone, "now", lambda: day + timedelta(seconds=seconds))

    return to


def is_locked(client: Client) -> bool:
    answer = client.get("/de/antrag/")
    return answer.status_code == 302 and answer.headers["Location"].startswith(UNLOCK)


def unlock(client: Client, password: str = PASSWORD, back: str = "/de/antrag/") -> int:
    return client.post(UNLOCK, {"password": password, "next": back}).status_code


def test_the_password_alone_opens_a_locked_session_where_it_was(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    turn(31 * MINUTE)
    assert is_locked(client)

    answer = client.post(UNLOCK, {"password": PASSWORD, "next": "/de/antrag/"})

    assert answer.headers["Location"] == "/de/antrag/"
    assert not is_locked(client)


@pytest.mark.parametrize("password", ["", "wrong-horse-battery"])
def test_a_wrong_password_opens_nothing(marte: User, sign_in: SignIn, turn: Turn, password: str) -> None:
    client = sign_in(marte)
    turn(31 * MINUTE)

    assert unlock(client, password) == 200
    assert is_locked(client)


def test_after_five_wrong_passwords_the_right_one_unlocks_nothing(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    turn(31 * MINUTE)
    for _attempt in range(5):
        unlock(client, "wrong-horse-battery")

    unlock(client)

    assert is_locked(client)


def test_a_code_of_the_app_is_no_way_to_unlock(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    turn(31 * MINUTE)

    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(marte, step=1)})

    assert is_locked(client)
    assert "/accounts/2fa/reauthenticate/" not in client.get(UNLOCK).content.decode()


def test_the_page_that_unlocks_takes_our_methods_alone(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    turn(31 * MINUTE)

    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        assert client.generic(method, UNLOCK).status_code == 405, method
    assert is_locked(client)


def test_unlocking_lengthens_no_session_beyond_eight_hours(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    for minutes in range(40, 8 * 60, 40):
        turn(minutes * MINUTE)
        assert is_locked(client)
        unlock(client)
        assert not is_locked(client)

    turn(8 * HOUR + 1)

    assert client.get("/de/antrag/").headers["Location"] == "/accounts/login/?next=/de/antrag/"


def test_a_lock_shows_nothing_of_what_lies_behind_it(marte: User, sign_in: SignIn, turn: Turn, draft: Draft) -> None:
    client = sign_in(marte)
    turn(31 * MINUTE)

    page = client.get(f"/de/antrag/{draft.pk}/beratung/", follow=True).content.decode()

    assert "Gesperrt" in page
    assert "Träger Nord" not in page


def test_whoever_comes_next_can_sign_out_from_the_lock(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    turn(31 * MINUTE)

    client.post("/accounts/logout/")

    assert client.get("/de/antrag/").headers["Location"].startswith("/accounts/login/")


def test_what_a_locked_page_sends_without_scripts_is_carried_on_and_not_saved(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    client = sign_in(marte)
    address = f"/de/antrag/{draft.pk}/beratung/"
    turn(31 * MINUTE)

    answer = client.post(address, {"cm_telefon": "0231 77", "action": "save", "base": "0"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="cm_telefon" value="0231 77"' in page
    assert UNLOCK in page
    assert "cm_telefon" not in Draft.objects.get(pk=draft.pk).ledger().changes


def test_a_script_learns_the_time_that_is_left_without_lengthening_it(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    left = []
    for minutes in (1, 10, 29):
        turn(minutes * MINUTE)
        left.append(client.get("/accounts/zeit/").json()["left"] / MINUTE)

    assert left == pytest.approx([29, 20, 1], abs=0.1)
    turn(31 * MINUTE)
    locked = client.get("/accounts/zeit/", headers={"Accept": "application/json"})
    assert (locked.status_code, "unlock" in locked.json()) == (401, True)


def test_one_key_at_the_desk_gives_the_whole_half_hour_again(marte: User, sign_in: SignIn, turn: Turn) -> None:
    client = sign_in(marte)
    turn(29 * MINUTE)

    left = client.post("/accounts/noch-da/").json()["left"]

    assert left == pytest.approx(30 * MINUTE, abs=2)
    turn(58 * MINUTE)
    assert not is_locked(client)


def test_a_person_who_reads_along_keeps_the_desk_open(marte: User, sign_in: SignIn, turn: Turn, draft: Draft) -> None:
    client = sign_in(marte)
    view, _token = open_person_view(draft, language="ar", step="beratung", by=actor_of(marte))
    turn(20 * MINUTE)
    view.note_reader()

    turn(49 * MINUTE)
    assert client.get("/accounts/zeit/").json()["left"] == pytest.approx(MINUTE, abs=2)
    turn(51 * MINUTE)
    assert is_locked(client)


def test_a_person_who_reads_along_for_an_hour_keeps_the_desk_open(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    """The page's script asks two minutes before the lock, as `idle.js` does."""
    client = sign_in(marte)
    view, _token = open_person_view(draft, language="ar", step="beratung", by=actor_of(marte))
    asks_at = 28
    for minute in range(1, 60):
        turn(minute * MINUTE + 1)
        PersonView.objects.get(pk=view.pk).note_reader()
        if minute == asks_at:
            left = client.get("/accounts/zeit/").json()["left"]
            asks_at = minute + round(left / MINUTE) - 2

    assert asks_at > 60
    assert not is_locked(client)


def test_a_look_at_the_reading_page_opens_no_locked_desk(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    client = sign_in(marte)
    view, _token = open_person_view(draft, language="ar", step="beratung", by=actor_of(marte))
    turn(45 * MINUTE)

    view.note_reader()

    assert is_locked(client)
    assert client.get("/accounts/zeit/", headers={"Accept": "application/json"}).status_code == 401


def test_a_look_of_before_the_lock_opens_nothing_after_it_was_seen(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    client = sign_in(marte)
    view, _token = open_person_view(draft, language="ar", step="beratung", by=actor_of(marte))
    turn(31 * MINUTE)
    assert is_locked(client)

    PersonView.objects.filter(pk=view.pk).update(seen_at=timezone.now() - timedelta(minutes=2))

    assert is_locked(client)
    unlock(client)
    assert not is_locked(client)


@pytest.mark.parametrize("was_seen_locked", [True, False])
def test_a_printed_code_that_is_taken_elsewhere_opens_no_locked_desk(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft, was_seen_locked: bool
) -> None:
    client = sign_in(marte)
    opened = open_pass(draft, Purpose.SHEET, aim={SIGNER: "antragsteller"}, by=actor_of(marte))
    turn(5 * HOUR)
    if was_seen_locked:
        assert is_locked(client)

    take_pass(opened.code, Purpose.SHEET)

    assert is_locked(client)


def test_the_photo_of_a_printed_sheet_is_no_sign_of_life_at_the_desk(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    client = sign_in(marte)
    opened = open_pass(draft, Purpose.SHEET, aim={SIGNER: "antragsteller"}, by=actor_of(marte))
    turn(20 * MINUTE)
    take_pass(opened.code, Purpose.SHEET)

    turn(31 * MINUTE)

    assert is_locked(client)


def test_a_phone_of_another_desk_of_the_same_account_opens_no_locked_one(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    left_alone = sign_in(marte)
    turn(45 * MINUTE)

    opened = open_pass(draft, Purpose.PHOTOS, aim={"place": "x"}, by=actor_of(marte))
    take_pass(opened.code, Purpose.PHOTOS)

    assert is_locked(left_alone)


def test_a_phone_that_may_send_photos_keeps_the_desk_open_while_it_may(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    client = sign_in(marte)
    opened = open_pass(draft, Purpose.PHOTOS, aim={"place": "x"}, by=actor_of(marte))
    take_pass(opened.code, Purpose.PHOTOS)

    turn(44 * MINUTE)
    assert client.get("/accounts/zeit/").json()["left"] == pytest.approx(MINUTE, abs=2)
    turn(46 * MINUTE)
    assert is_locked(client)


def test_a_code_that_no_phone_has_taken_keeps_nothing_open(
    marte: User, sign_in: SignIn, turn: Turn, draft: Draft
) -> None:
    client = sign_in(marte)
    open_pass(draft, Purpose.PHOTOS, aim={"place": "x"}, by=actor_of(marte))

    turn(31 * MINUTE)

    assert is_locked(client)
