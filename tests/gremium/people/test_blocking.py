"""A blocked account is out at once; a year later nothing of the person is left."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from documents.actors import SYSTEM
from documents.journal import Act, JournalLine
from gremium.people.asking import actor_of
from gremium.people.blocking import KEPT_FOR, anonymise, block_account, open_account, to_be_anonymised
from gremium.people.models import Seat, User
from tests.gremium.conftest import PASSWORD, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_all_sessions_of_a_blocked_account_are_dead_at_once(marte: User, ulrike: User, sign_in: SignIn) -> None:
    clients = [sign_in(marte)]
    Authenticator.objects.filter(user=marte).update(last_used_at=None)
    office = sign_in(ulrike)

    office.post(f"/de/geschaeftsstelle/personen/{marte.ref}/sperren/")

    assert clients[0].get("/de/antrag/").headers["Location"].startswith("/accounts/login/")
    assert not UserSession.objects.filter(user=marte).exists()
    assert Session.objects.count() == 1
    assert JournalLine.objects.about_account(str(marte.ref)).filter(act=Act.ACCOUNT_BLOCKED).count() == 1


def test_a_blocked_account_gets_no_further_than_the_password(marte: User, ulrike: User, sign_in: SignIn) -> None:
    block_account(marte, now=timezone.now(), by=actor_of(ulrike))

    client = sign_in(ulrike)
    client.logout()
    answer = client.post("/accounts/login/", {"login": marte.email, "password": PASSWORD}, follow=True)

    assert not answer.wsgi_request.user.is_authenticated


def test_nobody_blocks_the_own_account(ulrike: User, sign_in: SignIn) -> None:
    assert sign_in(ulrike).post(f"/de/geschaeftsstelle/personen/{ulrike.ref}/sperren/").status_code == 404


def test_an_account_that_is_opened_again_works_with_its_factor(marte: User, ulrike: User, sign_in: SignIn) -> None:
    block_account(marte, now=timezone.now(), by=actor_of(ulrike))

    open_account(marte, by=actor_of(ulrike))

    assert sign_in(marte).get("/de/antrag/").status_code == 200


def test_blocking_twice_is_noted_once(marte: User, ulrike: User) -> None:
    for _time in range(2):
        block_account(marte, now=timezone.now(), by=actor_of(ulrike))

    assert JournalLine.objects.about_account(str(marte.ref)).filter(act=Act.ACCOUNT_BLOCKED).count() == 1


def test_a_year_after_the_block_and_not_before_the_account_is_to_be_anonymised(marte: User, ulrike: User) -> None:
    now = timezone.now()
    block_account(marte, now=now, by=actor_of(ulrike))

    assert list(to_be_anonymised(now + KEPT_FOR - timedelta(days=1))) == []
    assert list(to_be_anonymised(now + KEPT_FOR)) == [marte]


def test_nothing_of_the_person_is_left_but_the_reference(renate: User, ulrike: User) -> None:
    block_account(renate, now=timezone.now(), by=actor_of(ulrike))

    anonymise(renate, now=timezone.now(), by=SYSTEM)

    assert list(to_be_anonymised(timezone.now() + 2 * KEPT_FOR)) == []
    assert not EmailAddress.objects.filter(user=renate).exists()
    assert not Authenticator.objects.filter(user=renate).exists()
    assert Seat.objects.get().holder.ref == renate.ref
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_user WHERE id = %s", [renate.pk])
        assert "renate" not in str(cursor.fetchall()).lower()


def test_an_anonymised_account_is_never_opened_again(marte: User, ulrike: User) -> None:
    block_account(marte, now=timezone.now(), by=actor_of(ulrike))
    anonymise(marte, now=timezone.now(), by=SYSTEM)

    open_account(marte, by=actor_of(ulrike))

    assert not User.objects.get(pk=marte.pk).is_active
