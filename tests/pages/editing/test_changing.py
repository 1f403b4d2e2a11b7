"""The question after publishing, asked where the answer makes a difference and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.models import InfoPage
from pages.stating import confirm_checked
from pages.translations import State, state_of
from tests.pages.editing.test_second_person import COMMENTS

pytestmark = pytest.mark.django_db


def published(editing: Client, page: InfoPage, lead: str) -> str:
    """Where the editor is led after publishing."""
    german = InfoPage.objects.get(pk=page.pk)
    fields = {
        "title": german.title,
        "slug": german.slug,
        "search_description": german.search_description,
        "lead": lead,
        "body": streamfield([("heading", "Wann?")]),
        "media": streamfield([]),
    }
    data = {**nested_form_data(fields), **COMMENTS, "action-publish": "true"}
    answer = editing.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def question(page: InfoPage) -> str:
    return f"/cms/uebersetzungen/{page.translation_key}/aenderung/"


def state(translated: InfoPage) -> State:
    return state_of(InfoPage.objects.get(pk=translated.pk)).state


def test_a_changed_page_with_translations_brings_the_question(
    editing: Client, page: InfoPage, translated: InfoPage
) -> None:
    assert published(editing, page, "Anders.") == question(page)
    html = editing.get(question(page)).text
    assert html.count('type="radio"') == 3
    assert "Was haben Sie geändert?" in html


def test_a_page_without_translations_brings_none(editing: Client, page: InfoPage) -> None:
    assert "aenderung" not in published(editing, page, "Anders.")


@pytest.mark.parametrize(
    ("meaning", "follows"), [("content", State.OUTDATED), ("minor", State.CURRENT), ("legal", State.OUTDATED)]
)
def test_the_answer_decides_what_becomes_of_the_translations(
    editing: Client, page: InfoPage, translated: InfoPage, meaning: str, follows: State
) -> None:
    confirm_checked(translated, by=None)
    published(editing, page, "Wir sind am Montag hier.")

    editing.post(question(page), {"meaning": meaning})

    assert state(translated) == follows
    assert state_of(InfoPage.objects.get(pk=translated.pk)).is_legally_outdated == (meaning == "legal")


def test_who_does_not_answer_leaves_the_translations_outdated(
    editing: Client, page: InfoPage, translated: InfoPage
) -> None:
    published(editing, page, "Anders.")

    assert state(translated) == State.OUTDATED


def test_an_unknown_answer_asks_again(editing: Client, page: InfoPage, translated: InfoPage) -> None:
    assert editing.post(question(page), {"meaning": "egal"}).status_code == 200
