"""The shipped pages, and who reads or edits them."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from playwright.sync_api import Browser, Request
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer
from wagtail.models import (
    Locale,
    ModelLogEntry,
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    Site,
    TaskState,
    WorkflowState,
)
from wagtail.search.models import IndexEntry

from gremium.people.models import User
from pages import shipped
from pages.shipped import catalogues
from pages.shipped.translating import enter_draft, german_texts, load_language, read_catalogue
from tests.pages.editors import new_editor, signed_in

TRANSLATED = {"en": "English", "ar": "عربي"}
"""The languages that tests find translated; what a catalogue still lacks is the German text behind this word."""

SLUGS = {"start", "so-laeuft-es-ab", "fuer-wen", "begriffe"}
LANGUAGES = [code for code, _name in settings.LANGUAGES]
IS_DRILL = os.environ.get("GREMIUM_DRILL") == "1"


@pytest.fixture(scope="package")
def pages_of_the_package(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for this folder: two seconds for each test would be too much."""
    with django_db_blocker.unblock():
        load_pages()
    yield
    with django_db_blocker.unblock():
        remove_pages()


def load_pages() -> None:
    """The German content and a few translations; in the drill all that is shipped, which takes minutes."""
    shipped.load()
    if IS_DRILL:
        for code in LANGUAGES[1:]:
            load_language(code)
        return
    for code, word in TRANSLATED.items():
        locale = Locale.objects.get(language_code=code)
        stand_ins = {german: f"{word} {german}" for german in catalogues.strings()}
        for text in german_texts():
            if not isinstance(text, Page) or text.slug in SLUGS:
                enter_draft(text, locale, stand_ins | read_catalogue(code))


@transaction.atomic
def remove_pages() -> None:
    """Table by table: deleting page by page asks thousands of questions."""
    emptied = [
        *apps.get_app_config("pages").get_models(include_auto_created=True),
        *apps.get_app_config("wagtail_localize").get_models(include_auto_created=True),
        *(IndexEntry, ReferenceIndex, Revision, PageLogEntry, ModelLogEntry, TaskState, WorkflowState, Site),
    ]
    for model in emptied:
        raw_delete(model._base_manager.all())
    raw_delete(Page.objects.filter(depth__gt=1))
    Page.objects.update(numchild=0)
    raw_delete(Locale.objects.exclude(language_code=settings.LANGUAGE_CODE))
    Site.clear_site_root_paths_cache()


def raw_delete(rows: QuerySet[Any]) -> None:
    rows._raw_delete(rows.db)


@pytest.fixture
def public_pages(pages_of_the_package: None, db: None) -> None:
    """The shipped pages, in a transaction or really committed, as the test asks."""


@pytest.fixture
def no_pages(db: None) -> None:
    remove_pages()


@pytest.fixture
def editor(public_pages: None) -> User:
    return new_editor("red@example.org")


@pytest.fixture
def editing(editor: User) -> Client:
    """The editor, signed in with the second factor."""
    return signed_in(editor)


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(90_000)  # the first answer of a server imports the whole CMS
    yield tab
    context.close()


@pytest.fixture
def complaints(tab: Tab, live_server: LiveServer) -> list[str]:
    """What a visitor must never meet: blocked or failed things, and requests that leave the site."""
    found: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            found.append(request.url)

    tab.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: found.append(str(error)))
    tab.on("request", note_request)
    return found


@pytest.fixture
def editor_tab(tab: Tab, editing: Client, live_server: LiveServer) -> Tab:
    """A tab in which the editor is signed in."""
    cookie = editing.cookies[settings.SESSION_COOKIE_NAME]
    tab.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return tab
