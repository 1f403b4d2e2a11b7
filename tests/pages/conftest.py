"""The shipped pages, and who reads or edits them."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client

from gremium.people.accounts import create_account
from gremium.people.models import Role, User
from pages import shipped

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def public_pages(db: None) -> None:
    shipped.load()


@pytest.fixture
def editor(public_pages: None) -> User:
    user = create_account(
        email="red@example.org", display_name="Red", role=Role.EDITOR, password="correct-horse-battery"
    )
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


@pytest.fixture
def editing(editor: User) -> Client:
    """The editor, signed in with the second factor."""
    client = Client()
    client.force_login(editor, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    now = time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": editor.email},
        {"method": "mfa", "at": now, "type": "totp"},
    ]
    session["opened_at"] = session["seen_at"] = now
    session.save()
    return client
