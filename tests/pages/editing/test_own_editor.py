"""Whatever way an editor takes to a translation, she finds it beside its German text."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from pages.models import GlossaryTerm, InfoPage, SelfCheckTexts

pytestmark = pytest.mark.django_db


def test_a_translated_page_opens_beside_its_german_text(editing: Client, translated: InfoPage) -> None:
    response = editing.get(reverse("wagtailadmin_pages:edit", args=[translated.pk]))

    assert response.headers["Location"] == reverse("editing:translate", args=[translated.translation_key, "ar"])


def test_a_german_page_opens_as_it_is(editing: Client, page: InfoPage) -> None:
    assert editing.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_files_of_a_translation_are_chosen_where_that_can_be_done(editing: Client, translated: InfoPage) -> None:
    response = editing.get(reverse("wagtailadmin_pages:edit", args=[translated.pk]) + "?dateien=1")

    assert response.status_code == 200


def test_a_page_without_files_offers_no_choice_of_files(editing: Client, translated: InfoPage) -> None:
    html = editing.get(reverse("editing:translate", args=[translated.translation_key, "ar"])).text

    assert "?dateien=1" not in html


def test_nobody_adds_or_deletes_the_texts_of_the_self_check(editing: Client, page: Page) -> None:
    texts = SelfCheckTexts.objects.create(locale=page.locale)
    views = "wagtailsnippets_pages_selfchecktexts"

    assert reverse(f"{views}:add") not in editing.get(reverse(f"{views}:list")).text
    assert editing.get(reverse(f"{views}:add")).status_code == 302
    assert editing.post(reverse(f"{views}:delete", args=[texts.pk])).status_code == 302
    assert SelfCheckTexts.objects.filter(pk=texts.pk).exists()


def test_glossary_terms_can_be_added(editing: Client, page: Page) -> None:
    assert editing.get(reverse(f"wagtailsnippets_pages_{GlossaryTerm._meta.model_name}:add")).status_code == 200
