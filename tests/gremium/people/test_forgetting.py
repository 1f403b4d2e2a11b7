"""Of a session that is over nothing stays: no address, no browser, no count."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from gremium.people.forgetting import forget_what_is_over
from gremium.people.models import User
from tests.gremium.conftest import PASSWORD, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = "203.0.113.77"


def cached() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return [row[0] for row in cursor.fetchall()]


def test_q52_address_and_browser_of_a_session_go_with_it(marte: User, ulrike: User, sign_in: SignIn) -> None:
    sign_in(marte)
    over = Session.objects.get()
    current = sign_in(ulrike)
    Session.objects.filter(pk=over.pk).update(expire_date=timezone.now() - timedelta(minutes=1))

    assert forget_what_is_over(timezone.now()) >= 2

    assert [session.user for session in UserSession.objects.all()] == [ulrike]
    assert Session.objects.count() == 1
    assert current.get("/accounts/sessions/").status_code == 200


def test_q52_addresses_that_were_counted_are_forgotten_once_the_count_ran_out(marte: User) -> None:
    Client(REMOTE_ADDR=ADDRESS).post("/accounts/login/", {"login": marte.email, "password": f"{PASSWORD}-falsch"})
    cache.set("lasting", "word", timeout=10**7)
    assert any(ADDRESS in key for key in cached())

    forget_what_is_over(timezone.now())
    assert any(ADDRESS in key for key in cached()), "while it counts it is needed"
    forget_what_is_over(timezone.now() + timedelta(hours=1))

    assert not any(ADDRESS in key for key in cached())
    assert cache.get("lasting") == "word"
