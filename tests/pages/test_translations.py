from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from gremium.people.models import User
from pages.changes import Change
from pages.languages import KNOWN
from pages.models import GlossaryTerm, HomePage, InfoPage, PublicPage
from pages.stating import NothingToState, confirm_checked, declare_legal_change, declare_minor_edit
from pages.translations import State, TranslationState, state_of, states_of
from tests.pages.scene import Scene, german_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def scene(editor: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Scene:
    page = german_page(HomePage.objects.get(locale__language_code="de"), InfoPage)
    made = Scene(page, editor, client, django_capture_on_commit_callbacks)
    made.publish()
    return made


def test_a_german_text_carries_no_warning(scene: Scene) -> None:
    assert state_of(scene.german) == TranslationState("de")
    assert state_of(scene.german).state == State.CURRENT


def test_a_reader_is_told_in_her_language_what_changed(scene: Scene, client: Client) -> None:
    scene.language = "ar"
    scene.translate(mark="عربي")
    scene.change("second", {"question": "Wann?", "answer": "<p>Nie.</p>"})

    html = client.get("/ar/eine-seite/").text

    assert "النص الألماني أحدث، وتغيّر فيه: السؤال 2" in html
    assert '<a href="/de/eine-seite/" lang="de" dir="ltr" hreflang="de">Deutscher Text</a>' in html


def test_a_changed_law_is_told_more_strongly(scene: Scene, client: Client) -> None:
    scene.translate()
    declare_legal_change(scene.german, by=scene.editor)

    html = client.get("/en/eine-seite/").text

    assert "translation-state--serious" in html
    assert "The law has changed since." in html


def test_a_checked_translation_says_only_which_text_counts(scene: Scene, client: Client) -> None:
    scene.translate()
    assert "not yet been checked" in client.get("/en/eine-seite/").text

    statement = confirm_checked(scene.page, by=scene.editor)

    html = client.get("/en/eine-seite/").text
    assert "not yet been checked" not in html
    assert "Deutscher Text" in html
    assert state_of(scene.page).checked == statement
    assert statement.by == scene.editor


def test_only_what_is_there_can_be_stated(scene: Scene) -> None:
    for state in (confirm_checked, declare_minor_edit):
        with pytest.raises(NothingToState):
            state(scene.german, by=scene.editor)


def test_the_same_small_change_cannot_be_declared_twice(scene: Scene) -> None:
    scene.publish(lead="Ein  erster Satz.")
    declare_minor_edit(scene.german, by=scene.editor)

    with pytest.raises(NothingToState):
        declare_minor_edit(scene.german, by=scene.editor)


def test_an_entry_of_the_glossary_has_a_state_too(scene: Scene) -> None:
    german = GlossaryTerm.objects.create(
        locale=scene.german.locale, word="Testwort", german_word="Testwort", explanation="Ein Wort."
    )
    term = Scene(german, scene.editor, scene.browser, scene.committed)
    term.submit()
    english = GlossaryTerm.objects.get(translation_key=german.translation_key, locale=term.locale)
    assert state_of(english).state == State.PARTLY

    term.enter()
    term.publish_translation()
    english.refresh_from_db()
    assert state_of(english).state == State.DRAFT
    confirm_checked(english, by=scene.editor)
    assert state_of(english).state == State.CURRENT

    german.explanation = "Ein anderes Wort."
    german.save()

    computed = state_of(english)
    assert states_of([german], ["en"])[german.translation_key, "en"] == computed
    with override("en"):
        assert computed.line == "The German text is newer, changed: explanation"


def test_the_states_of_all_pages_in_all_languages_take_six_queries() -> None:
    pages = list(Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, depth__gt=1).specific())
    german = [page for page in pages if isinstance(page, PublicPage)]

    with CaptureQueriesContext(connection) as queries:
        states = states_of(german, KNOWN)

    assert len(states) == len(german) * (len(KNOWN) - 1)
    assert len(queries) <= 6


def test_the_state_of_one_page_takes_two_queries(
    scene: Scene, django_assert_num_queries: Callable[..., object]
) -> None:
    scene.translate()
    page = scene.page
    assert page.locale

    with django_assert_num_queries(2):
        assert state_of(page).state == State.DRAFT


@pytest.mark.parametrize(("language", "expected"), [("de", "Schritt 3"), ("tr", "3. adım"), ("fa", "مرحلهٔ 3")])
def test_a_change_has_a_name_in_the_readers_language(language: str, expected: str) -> None:
    with override(language):
        assert str(Change("steps.x.title", "step", 3)) == expected
