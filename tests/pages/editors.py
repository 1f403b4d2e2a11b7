"""Accounts of editors, and a client that has signed one of them in."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from gremium.people.accounts import create_account
from gremium.people.models import Role, User
from gremium.people.signing_in import start_session


def new_editor(email: str, role: Role = Role.EDITOR) -> User:
    user = create_account(email=email, display_name=email, role=role, password="correct-horse-battery")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


def signed_in(user: User) -> Client:
    """With the second factor, as after the sign-in page."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="mfa", type="totp")
    start_session(request)
    request.session.save()
    return client
