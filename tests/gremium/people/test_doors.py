"""Every way in asks for the second factor, and none opens a session, a desk or the page editor without it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.utils import timezone

from gremium.people import tasks
from gremium.people.invitations import invite
from gremium.people.middleware import CHANGING, ENROLMENT, LINK_WAITING, UNLOCKING
from gremium.people.models import Role, User
from tests.gremium.conftest import PASSWORD
from tests.gremium.routes import all_routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Commits = Callable[..., Any]
NEW_PASSWORD = "another-long-password"

PASSWORD_DOORS = [
    "/accounts/login/",
    "/cms/login/",
    "/_util/login/",
    "/de/_util/login/",
    "/admin/login/",
    "/admin/",
    "/api/v2/",
    "/api/v2/pages/",
    "/api/auth/login/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/webauthn/login/",
    "/accounts/login/code/confirm/",
    "/accounts/signup/",
    "/accounts/3rdparty/signup/",
    "/accounts/3rdparty/",
    "/accounts/oidc/oidc/login/",
    "/accounts/oidc/oidc/login/callback/",
    "/accounts/social/signup/",
    "/accounts/einladung/",
    "/accounts/einladung/x/",
    "/accounts/neuer-faktor/x/",
    "/accounts/neuer-faktor/",
]


def opens_anything(client: Client) -> bool:
    client.raise_request_exception = False
    desks = (
        "/de/geschaeftsstelle/",
        "/de/geschaeftsstelle/personen/",
        "/de/zweite-person/",
        "/cms/",
        "/accounts/desk/",
    )
    return any(client.get(desk).status_code == 200 for desk in desks)


@pytest.mark.parametrize("door", PASSWORD_DOORS)
def test_no_door_opens_with_the_password_alone(ulrike: User, door: str) -> None:
    client = Client()
    client.raise_request_exception = False
    sent = {
        **{"login": ulrike.email, "username": ulrike.email, "email": ulrike.email},
        **{"password": PASSWORD, "password1": PASSWORD, "password2": PASSWORD, "display_name": "Ulrike"},
    }

    client.get(door)
    answer = client.post(door, sent)

    assert answer.status_code < 500
    assert SESSION_KEY not in client.session
    assert not opens_anything(client)


def test_the_link_of_a_new_password_opens_no_session(ulrike: User) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": ulrike.email})
    tasks.send_password_links()
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)

    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert SESSION_KEY not in client.session
    assert not opens_anything(client)


def test_an_accepted_invitation_opens_nothing_but_the_way_to_a_second_factor(
    ulrike: User, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite("neu@example.org", Role.EDITOR, by=ulrike, now=timezone.now())
    client = Client()
    client.get("/accounts/" + mail.outbox[0].body.partition("/accounts/")[2].split()[0])

    client.post("/accounts/einladung/", {"display_name": "Neu", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert not opens_anything(client)
    assert client.get("/cms/").headers["Location"] == "/accounts/2fa/"


def test_every_address_the_gate_speaks_of_exists() -> None:
    """A library that renames one would open it, or close the way to a second factor, without a word."""
    names = {route.name for route in all_routes()}

    assert names >= CHANGING | ENROLMENT | LINK_WAITING | UNLOCKING


def test_no_provider_button_without_a_provider() -> None:
    assert "/accounts/oidc/" not in Client().get("/accounts/login/").content.decode()
    assert Client().get("/accounts/oidc/oidc/login/").status_code == 404
