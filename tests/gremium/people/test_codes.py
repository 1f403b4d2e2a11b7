"""Five tries in five minutes for an account, however many processes are asked at once."""

import multiprocessing

import pytest
from django.core.cache import cache
from django.db import connections

from gremium.people import codes
from gremium.people.models import User
from tests.gremium.conftest import PASSWORD, code_of
from tests.gremium.people.test_sign_in import is_signed_in, with_password

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PROCESSES = 2
TRIES_OF_EACH = 8


def _try(user_id: int, start: multiprocessing.Barrier, taken: multiprocessing.Queue) -> None:  # type: ignore[type-arg, valid-type]
    start.wait()  # type: ignore[attr-defined]
    taken.put(sum(bool(codes.take_try(User(pk=user_id))) for _try in range(TRIES_OF_EACH)))


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_processes_side_by_side_share_the_five_tries(marte: User) -> None:
    fork = multiprocessing.get_context("fork")
    start, taken = fork.Barrier(PROCESSES), fork.Queue()
    connections.close_all()
    children = [fork.Process(target=_try, args=(marte.pk, start, taken)) for _number in range(PROCESSES)]
    for child in children:
        child.start()
    counts = [taken.get(timeout=60) for _child in children]
    for child in children:
        child.join(60)

    assert sum(counts) == codes.MOST_TRIES


def test_a_right_code_gives_its_try_back(marte: User) -> None:
    for _time in range(codes.MOST_TRIES - 1):
        codes.take_try(marte)

    client = with_password(marte)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(marte)})

    assert is_signed_in(client)
    assert codes.take_try(marte)


def test_wrong_codes_in_a_locked_desk_and_at_the_door_are_counted_together(marte: User) -> None:
    for _time in range(codes.MOST_TRIES):
        codes.take_try(marte)

    client = with_password(marte)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(marte)})

    assert not is_signed_in(client)
    client.post("/accounts/login/", {"login": marte.email, "password": PASSWORD})
    cache.clear()
    client.post("/accounts/2fa/authenticate/", {"code": code_of(marte)})
    assert is_signed_in(client)


def test_another_account_is_not_touched(marte: User, jonte: User) -> None:
    for _time in range(codes.MOST_TRIES):
        codes.take_try(marte)

    assert not codes.take_try(marte)
    assert codes.take_try(jonte)
