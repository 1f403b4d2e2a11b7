"""Translations follow their German page to where it is moved."""

import pytest
from django.test import Client
from wagtail.models import Page

from pages.models import InfoPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def page(slug: str, language: str) -> Page:
    return Page.objects.get(slug=slug, locale__language_code=language).specific


@pytest.fixture
def moved(django_capture_on_commit_callbacks: object) -> Page:
    """The German page of words, moved below a page on the first level that is not translated into English alone."""
    above = page("start", "de").add_child(instance=InfoPage(title="Wissen", slug="wissen"))
    for language in ("ar",):
        home = Page.objects.get(depth=2, locale__language_code=language)
        home.add_child(
            instance=InfoPage(title="علم", slug="wissen", locale=home.locale, translation_key=above.translation_key)
        )
    page("begriffe", "de").move(above, pos="last-child")
    return page("begriffe", "de")


def test_a_translation_moves_with_its_german_page(moved: Page, client: Client) -> None:
    assert page("begriffe", "ar").get_parent().slug == "wissen"
    assert client.get("/ar/wissen/begriffe/").status_code == 200


def test_the_old_address_leads_to_the_new_one_in_every_language(moved: Page, client: Client) -> None:
    for language in ("de", "ar"):
        assert client.get(f"/{language}/begriffe/").headers["Location"] == f"/{language}/wissen/begriffe/"


def test_where_the_new_parent_is_not_translated_a_translation_stays_readable(moved: Page, client: Client) -> None:
    assert page("begriffe", "en").get_parent().depth == 2
    assert client.get("/en/begriffe/").status_code == 200


def test_moving_a_translation_alone_moves_nothing_else() -> None:
    arabic = page("begriffe", "ar")
    before = page("begriffe", "de").path

    arabic.move(arabic.get_parent(), pos="first-child")

    assert page("begriffe", "de").path == before
