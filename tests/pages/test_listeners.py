"""Translations follow their German page to where it is moved."""

import pytest
from django.test import Client
from wagtail.models import Page

from pages.models import GlossaryTerm, InfoPage

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


def test_who_comes_from_the_german_page_is_led_to_the_translation_that_stayed(moved: Page, client: Client) -> None:
    answer = client.get("/en/wissen/begriffe/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/begriffe/")


def test_what_stayed_follows_when_the_new_parent_is_translated(moved: Page, client: Client) -> None:
    home = Page.objects.get(depth=2, locale__language_code="en")
    above = InfoPage(
        title="Knowledge", slug="wissen", locale=home.locale, translation_key=moved.get_parent().translation_key
    )
    home.add_child(instance=above)

    above.save_revision().publish()

    assert client.get("/en/wissen/begriffe/").status_code == 200


def test_a_page_taken_down_after_it_got_its_old_address_back_is_missing(client: Client) -> None:
    for before, after in (("begriffe", "woerter"), ("woerter", "begriffe")):
        words = page(before, "de")
        words.slug = after
        words.save_revision().publish()

    page("begriffe", "de").unpublish()

    for address in ("/de/begriffe/", "/de/woerter/", "/ar/begriffe/"):
        assert client.get(address).status_code == 404


def test_the_translations_of_a_word_go_with_the_german_word(client: Client) -> None:
    word = GlossaryTerm.objects.get(locale__language_code="de", word="Duldung")
    same = GlossaryTerm.objects.filter(translation_key=word.translation_key)
    assert same.count() > 1

    word.delete()

    assert not same.exists()


def test_moving_a_translation_alone_moves_nothing_else() -> None:
    arabic = page("begriffe", "ar")
    before = page("begriffe", "de").path

    arabic.move(arabic.get_parent(), pos="first-child")

    assert page("begriffe", "de").path == before


def test_translations_come_back_with_the_german_page_and_no_other_does(client: Client) -> None:
    page("begriffe", "en").unpublish()
    shown = page("begriffe", "ar").title
    page("begriffe", "de").unpublish()
    assert client.get("/ar/begriffe/").status_code == 404

    page("begriffe", "de").save_revision().publish()

    assert page("begriffe", "ar").live
    assert page("begriffe", "ar").title == shown
    assert not page("begriffe", "en").live
