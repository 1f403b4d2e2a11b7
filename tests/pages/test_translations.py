import pytest
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from pages.models import PublicPage
from pages.translations import TranslationState, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
WARNING = "لم يراجع إنسان هذه الترجمة بعد."


def the_page(language: str, slug: str = "so-laeuft-es-ab") -> PublicPage:
    page = Page.objects.get(slug=slug, locale__language_code=language).specific
    assert isinstance(page, PublicPage)
    return page


def test_a_german_page_carries_no_warning() -> None:
    assert state_of(the_page("de")) == TranslationState()


def test_a_shipped_translation_says_that_nobody_has_checked_it_and_links_the_german_text(client: Client) -> None:
    html = client.get("/ar/so-laeuft-es-ab/").text

    assert WARNING in html
    assert '<a href="/de/so-laeuft-es-ab/" lang="de" dir="ltr" hreflang="de">Deutscher Text</a>' in html


def test_the_warning_goes_once_an_editor_has_saved_every_string(client: Client) -> None:
    strings = StringTranslation.objects.filter(
        locale__language_code="ar", context__object_id=the_page("ar").translation_key
    )
    last = strings.last()
    assert last is not None
    strings.exclude(pk=last.pk).update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
    assert state_of(the_page("ar")).is_unchecked

    strings.update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)

    assert not state_of(the_page("ar")).is_unchecked
    html = client.get("/ar/so-laeuft-es-ab/").text
    assert WARNING not in html
    assert "Deutscher Text" in html


def test_a_changed_german_text_shows_on_its_translations() -> None:
    german = the_page("de")
    assert not state_of(the_page("ar")).is_outdated

    german.lead = "Von der ersten Beratung bis zur Antwort sind es acht Schritte."
    german.save_revision().publish()

    assert state_of(the_page("ar")).is_outdated


def test_a_missing_string_shows_as_partly_german() -> None:
    page = the_page("en")
    StringTranslation.objects.filter(locale=page.locale, context__object_id=page.translation_key).first().delete()  # type: ignore[union-attr]

    assert state_of(page).is_partial


def test_editors_find_the_shipped_translations_as_complete_drafts() -> None:
    arabic = Locale.objects.get(language_code="ar")
    records = Translation.objects.filter(target_locale=arabic)

    assert records.count() == 3
    for record in records:
        total, done = record.get_progress()
        assert total == done > 0


def test_a_translation_keeps_the_path_of_its_source() -> None:
    german = the_page("de")

    assert {page.slug for page in german.get_translations()} == {german.slug}
