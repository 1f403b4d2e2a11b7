import pytest
from django.test import Client
from wagtail.models import Locale

from pages.editing import translating
from pages.editing.segments import Segment, SegmentState, segments_of, source_of
from pages.editing.translating import Refused, read
from pages.models import GlossaryTerm, HomePage, InfoPage
from pages.stating import confirm_checked
from pages.translations import State, state_of
from tests.pages.editing.conftest import ARABIC, Publish, enter

pytestmark = pytest.mark.django_db


def segments(page: InfoPage | GlossaryTerm) -> list[Segment]:
    source = source_of(page.translation_key)
    assert source is not None
    return segments_of(source, "ar")


def address(page: InfoPage, language: str = "ar") -> str:
    return f"/cms/uebersetzungen/{page.translation_key}/{language}/"


def form(page: InfoPage, texts: dict[str, str] = ARABIC, **more: str) -> dict[str, str]:
    return {row.field: texts[row.german] for row in segments(page) if row.german in texts} | more


def test_what_is_kept_is_seen_by_no_reader(editing: Client, page: InfoPage, client: Client) -> None:
    answer = editing.post(address(page), form(page, keep=""), follow=True)

    assert "Behalten." in answer.text
    assert {row.state for row in segments(page)} == {SegmentState.DONE}
    assert ARABIC["Wann?"] not in client.get("/ar/oeffnungszeiten/").text


def test_a_published_translation_is_read_in_its_language_and_still_unchecked(
    editing: Client, page: InfoPage, client: Client
) -> None:
    editing.post(address(page), form(page, publish=""))

    html = client.get("/ar/oeffnungszeiten/").text
    assert ARABIC["Wir sind am Montag da."] in html
    assert "<b>يوم الاثنين</b>" in html
    arabic = InfoPage.objects.get(locale__language_code="ar")
    assert state_of(arabic).state == State.DRAFT


def test_who_has_compared_everything_says_so_in_the_same_step(editing: Client, page: InfoPage) -> None:
    editing.post(address(page), form(page, publish="", checked="on"))

    assert state_of(InfoPage.objects.get(locale__language_code="ar")).state == State.CURRENT


def test_a_page_that_is_translated_in_part_goes_live_only_when_wanted(editing: Client, page: InfoPage) -> None:
    texts = {"Öffnungszeiten": ARABIC["Öffnungszeiten"]}

    refused = editing.post(address(page), form(page, texts, publish=""), follow=True)
    assert "Teile sind noch nicht übersetzt" in refused.text
    assert not InfoPage.objects.filter(locale__language_code="ar").exists()

    editing.post(address(page), form(page, texts, publish="", with_german="on"))
    assert state_of(InfoPage.objects.get(locale__language_code="ar")).state == State.PARTLY


def test_nothing_at_all_never_goes_live(page: InfoPage) -> None:
    source = source_of(page.translation_key)
    assert source is not None

    with pytest.raises(Refused):
        translating.publish(source, Locale.objects.get(language_code="ar"), by=None, with_german=True)


def test_a_text_with_other_tags_comes_back_and_the_rest_is_kept(editing: Client, page: InfoPage) -> None:
    texts = ARABIC | {"Kommen Sie <b>am Montag</b>.": "تعالوا <i>يوم</i> الاثنين."}

    answer = editing.post(address(page), form(page, texts, publish=""))

    assert answer.status_code == 422
    assert "Diese Zeichen des deutschen Textes fehlen: &lt;/b&gt; &lt;b&gt;" in answer.text
    assert "تعالوا &lt;i&gt;يوم&lt;/i&gt; الاثنين." in answer.text
    assert {row.german for row in segments(page) if row.state == SegmentState.MISSING} == {
        "Kommen Sie <b>am Montag</b>."
    }


def test_an_old_translation_left_as_it_is_counts_only_with_its_tick(
    editing: Client, translated: InfoPage, publish: Publish
) -> None:
    german = publish(lead="Wir sind am Montag hier.")
    changed = next(row for row in segments(german) if row.german == german.lead)
    assert state_of(translated).state == State.OUTDATED

    editing.post(address(german), {changed.field: changed.proposal, "keep": ""})
    assert next(row for row in segments(german) if row.german == german.lead).state == SegmentState.CHANGED

    editing.post(address(german), {changed.field: changed.proposal, f"{changed.field}-fits": "on", "publish": ""})
    assert next(row for row in segments(german) if row.german == german.lead).state == SegmentState.DONE
    assert not state_of(translated).is_outdated


def test_every_field_carries_the_language_and_direction_of_what_is_typed(
    editing: Client, translated: InfoPage, publish: Publish
) -> None:
    german = publish(lead="Wir sind am Dienstag da.")

    html = editing.get(address(german)).text

    assert html.count('<textarea id="segment-') == html.count(' lang="ar" dir="rtl" spellcheck="true"') == 6
    assert '<del><span class="visually-hidden">gestrichen: </span>Montag</del>' in html
    assert '<ins><span class="visually-hidden">neu: </span>Dienstag</ins>' in html
    assert f'<p lang="ar" dir="rtl">{ARABIC["Wir sind am Montag da."]}</p>' in html
    assert ' lang="en" dir="ltr" spellcheck="true"' in editing.get(address(german, "en")).text


def test_a_check_is_noted_with_its_day_and_person(editing: Client, translated: InfoPage) -> None:
    answer = editing.post(f"{address(translated)}geprueft/", follow=True)

    assert "Notiert: Die Übersetzung ist geprüft." in answer.text
    assert "Geprüft am" in answer.text
    assert state_of(translated).state == State.CURRENT


def test_what_is_not_published_cannot_be_checked(editing: Client, page: InfoPage) -> None:
    answer = editing.post(f"{address(page)}geprueft/", follow=True)

    assert "keine veröffentlichte Übersetzung" in answer.text


def test_a_change_of_the_translation_ends_its_check(editing: Client, translated: InfoPage) -> None:
    confirm_checked(translated, by=None)

    editing.post(address(translated), form(translated, {"Wann?": "متى نعمل؟"}, publish=""))

    assert state_of(InfoPage.objects.get(pk=translated.pk)).state == State.DRAFT


def test_a_word_of_the_glossary_is_translated_on_the_same_page(editing: Client, small_site: HomePage) -> None:
    term = GlossaryTerm.objects.create(
        word="Duldung", german_word="Duldung", explanation="Sie müssen zurzeit nicht gehen.", locale=small_site.locale
    )
    texts = {"Duldung": "الإمهال", "Sie müssen zurzeit nicht gehen.": "لا يجب أن تغادروا الآن."}
    fields = {row.field: texts[row.german] for row in segments(term)}

    editing.post(f"/cms/uebersetzungen/{term.translation_key}/ar/", {**fields, "publish": ""})

    arabic = GlossaryTerm.objects.get(translation_key=term.translation_key, locale__language_code="ar")
    assert (arabic.word, arabic.german_word) == ("الإمهال", "Duldung")


@pytest.mark.parametrize("address", ["/cms/uebersetzungen/{key}/xx/", "/cms/uebersetzungen/{key}/de/"])
def test_a_language_that_is_not_translated_into_is_not_found(editing: Client, page: InfoPage, address: str) -> None:
    assert editing.get(address.format(key=page.translation_key)).status_code == 404


def test_reading_a_form_leaves_empty_fields_alone(page: InfoPage) -> None:
    assert read(segments(page), {}) == ({}, {})


def test_entering_the_same_again_changes_nothing(page: InfoPage) -> None:
    enter(page, ARABIC)
    source = source_of(page.translation_key)
    assert source is not None
    texts = {row.number: row.translation for row in segments(page)}

    assert translating.enter(source, Locale.objects.get(language_code="ar"), texts, by=None) == 0
