"""A setting asks board and office for a passkey after some days; it is off unless somebody turns it on."""

import time
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from gremium.people.forms import AuthenticateForm
from gremium.people.models import User
from tests.gremium.conftest import SignIn, code_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def asks(settings: Settings) -> None:
    settings.MFA_PASSKEY_ONLY_AFTER_DAYS = 30


def of_before(user: User, days: int) -> User:
    user.date_joined = timezone.now() - timedelta(days=days)
    user.save()
    return user


def add_passkey(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "office"})


def opened_with(client: Client, kind: str) -> None:
    """As if the second factor of this session had been of that kind."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": "mfa", "type": kind, "at": time.time()}]
    session.save()


def test_it_is_off_by_default(ulrike: User, sign_in: SignIn) -> None:
    assert configured.MFA_PASSKEY_ONLY_AFTER_DAYS == 0
    assert sign_in(of_before(ulrike, 400)).get("/de/geschaeftsstelle/").status_code == 200


@pytest.mark.usefixtures("asks")
def test_codes_are_good_enough_for_thirty_days(ulrike: User, sign_in: SignIn) -> None:
    assert sign_in(of_before(ulrike, 29)).get("/de/geschaeftsstelle/").status_code == 200


@pytest.mark.usefixtures("asks")
def test_after_that_a_code_leads_to_adding_a_passkey_and_nowhere_else(ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(of_before(ulrike, 30))

    for address in ("/de/geschaeftsstelle/", "/de/zweite-person/", "/accounts/sessions/"):
        assert client.get(address).headers["Location"] == "/accounts/2fa/webauthn/add/", address
    opened_with(client, "webauthn")
    assert client.get("/de/geschaeftsstelle/").status_code == 200


@pytest.mark.usefixtures("asks")
def test_whoever_has_a_passkey_gets_in_with_no_code(renate: User) -> None:
    add_passkey(of_before(renate, 30))

    assert not AuthenticateForm(user=renate, data={"code": code_of(renate)}).is_valid()


@pytest.mark.usefixtures("asks")
def test_a_session_that_a_code_opened_ends_once_the_days_are_over(renate: User, sign_in: SignIn) -> None:
    client = sign_in(renate)
    add_passkey(of_before(renate, 30))

    assert client.get("/de/mitglieder/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.usefixtures("asks")
def test_case_workers_are_not_asked(marte: User, sign_in: SignIn) -> None:
    assert sign_in(of_before(marte, 400)).get("/de/antrag/").status_code == 200
