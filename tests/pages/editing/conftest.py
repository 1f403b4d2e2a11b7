"""A German page with its Arabic translation, made by the ways an editor has."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from gremium.people.models import User
from pages.editing import translating
from pages.editing.segments import segments_of, source_of
from pages.models import HomePage, InfoPage
from pages.models.second_person import set_up_workflow
from tests.pages.editors import new_editor, signed_in

Publish = Callable[..., InfoPage]


@pytest.fixture
def small_site(no_pages: None) -> HomePage:
    """A home page in German and three further languages; the shipped pages would cost seconds."""
    german, *_others = [Locale.objects.get_or_create(language_code=code)[0] for code in ("de", "ar", "de-simple", "en")]
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=german)
    home = root.add_child(instance=HomePage(title="Das Gremium", slug="start", locale=german))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    set_up_workflow()
    return home


@pytest.fixture
def editor(small_site: HomePage) -> User:
    return new_editor("eins@example.org")


@pytest.fixture
def second_editor(small_site: HomePage) -> User:
    return new_editor("zwei@example.org")


@pytest.fixture
def second_editing(second_editor: User) -> Client:
    return signed_in(second_editor)


@pytest.fixture
def page(small_site: HomePage) -> InfoPage:
    """A live German page that is translated into no language yet."""
    made = InfoPage(
        title="Öffnungszeiten",
        slug="oeffnungszeiten",
        lead="Wir sind am Montag da.",
        search_description="Wann jemand da ist.",
        body=[
            {"type": "heading", "value": "Wann?", "id": "11111111-1111-4111-8111-111111111111"},
            {
                "type": "text",
                "value": "<p>Kommen Sie <b>am Montag</b>.</p><p>Bringen Sie Ihre Duldung mit.</p>",
                "id": "22222222-2222-4222-8222-222222222222",
            },
        ],
        locale=small_site.locale,
    )
    small_site.add_child(instance=made)
    made.save_revision().publish()
    return made


@pytest.fixture
def publish(page: InfoPage) -> Publish:
    """Change the German page and put it live."""

    def change(**fields: Any) -> InfoPage:
        german = InfoPage.objects.get(pk=page.pk)
        for name, value in fields.items():
            setattr(german, name, value)
        german.save_revision().publish()
        return german

    return change


ARABIC = {
    "Öffnungszeiten": "أوقات العمل",
    "Wir sind am Montag da.": "نحن هنا يوم الاثنين.",
    "Wann jemand da ist.": "متى يكون هناك شخص.",
    "Wann?": "متى؟",
    "Kommen Sie <b>am Montag</b>.": "تعالوا <b>يوم الاثنين</b>.",
    "Bringen Sie Ihre Duldung mit.": "أحضروا معكم (Duldung).",
}


def enter(page: InfoPage, texts: dict[str, str], language: str = "ar") -> None:
    source = source_of(page.translation_key)
    assert source is not None
    found = {row.number: texts[row.german] for row in segments_of(source, language) if row.german in texts}
    translating.enter(source, Locale.objects.get(language_code=language), found, by=None)


@pytest.fixture
def translated(page: InfoPage) -> InfoPage:
    """The page, live in Arabic, checked by nobody."""
    enter(page, ARABIC)
    source = source_of(page.translation_key)
    assert source is not None
    made = translating.publish(source, Locale.objects.get(language_code="ar"), by=None)
    assert isinstance(made, InfoPage)
    return made
