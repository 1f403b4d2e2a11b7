"""The shipped pages, and who reads or edits them."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import String, TranslatableObject, TranslationSource

from gremium.people.accounts import create_account
from gremium.people.models import Role, User
from gremium.people.signing_in import start_session
from pages import shipped
from pages.models import Contact, CounsellingOffice, Edition, GlossaryTerm, SelfCheckTexts, Statement
from pages.shipped import catalogues
from pages.shipped.translating import enter_draft, german_texts, read_catalogue

TRANSLATED = {"en": "English", "ar": "عربي"}
"""The languages that tests find translated; what a catalogue still lacks is the German text behind this word."""

SLUGS = {"start", "so-laeuft-es-ab", "fuer-wen", "begriffe"}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="package")
def pages_of_the_package(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for this folder: two seconds for each test would be too much."""
    with django_db_blocker.unblock():
        load_pages()
    yield
    with django_db_blocker.unblock():
        remove_pages()


def load_pages() -> None:
    """The German content, and of the translations a few: what the worker does in full would take a minute."""
    if not shipped.load():
        return
    for code, word in TRANSLATED.items():
        locale = Locale.objects.get(language_code=code)
        stand_ins = {german: f"{word} {german}" for german in catalogues.strings()}
        for text in german_texts():
            if not isinstance(text, Page) or text.slug in SLUGS:
                enter_draft(text, locale, stand_ins | read_catalogue(code))


def remove_pages() -> None:
    Page.objects.filter(depth__gt=1).delete()
    for model in (
        *(GlossaryTerm, SelfCheckTexts, CounsellingOffice, Contact),
        *(TranslationSource, TranslatableObject, String, Site, Edition, Statement),
    ):
        model.objects.all().delete()
    Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).delete()


@pytest.fixture
def public_pages(pages_of_the_package: None, db: None) -> None:
    load_pages()  # again only where a test with real transactions has emptied the tables


@pytest.fixture
def no_pages(db: None) -> None:
    remove_pages()


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
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, editor, method="mfa", type="totp")
    start_session(request)
    request.session.save()
    return client
