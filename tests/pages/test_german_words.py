import pytest
from wagtail.models import Locale

from pages.german_words import mark_german
from pages.models import GlossaryTerm

pytestmark = pytest.mark.django_db


def german(text: str) -> str:
    return f'<span lang="de" dir="ltr">{text}</span>'


@pytest.fixture(autouse=True)
def glossary() -> None:
    GlossaryTerm.objects.all().delete()
    codes = ("de", "en", "fr", "ar")
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in codes}
    duldung = GlossaryTerm.objects.create(word="Duldung", german_word="Duldung", explanation="x", locale=locales["de"])
    pass_ = GlossaryTerm.objects.create(word="Pass", german_word="Pass", explanation="x", locale=locales["de"])
    GlossaryTerm.objects.create(
        word="toleration",
        german_word="Duldung",
        explanation="x",
        locale=locales["en"],
        translation_key=duldung.translation_key,
    )
    GlossaryTerm.objects.create(
        word="Pass", german_word="Pass", explanation="x", locale=locales["fr"], translation_key=pass_.translation_key
    )


def test_in_a_text_of_another_script_every_latin_word_is_german() -> None:
    html = "<p>مكتب الأجانب (Ausländerbehörde) و«Bleiberechte fördern».</p>"

    assert mark_german(html, "ar") == (
        f"<p>مكتب الأجانب ({german('Ausländerbehörde')}) و«{german('Bleiberechte fördern')}».</p>"
    )
    assert mark_german("<p>Ведомство Kommunales Integrationsmanagement</p>", "ru") == (
        f"<p>Ведомство {german('Kommunales Integrationsmanagement')}</p>"
    )


def test_in_a_latin_text_the_words_of_the_glossary_are_german() -> None:
    html = "<p>You have a Duldung. No Duldungen here.</p>"

    assert mark_german(html, "en") == f"<p>You have a {german('Duldung')}. No Duldungen here.</p>"


def test_a_german_name_in_brackets_is_german_as_a_whole() -> None:
    html = "<p>the ombuds office (Ombudsstelle für die Duldung) (and for you) (Duldung)</p>"

    assert mark_german(html, "en") == (
        f"<p>the ombuds office ({german('Ombudsstelle für die Duldung')}) (and for you) ({german('Duldung')})</p>"
    )


def test_a_word_that_is_the_same_in_the_language_is_no_german() -> None:
    assert mark_german("<p>Votre Pass</p>", "fr") == "<p>Votre Pass</p>"
    assert mark_german("<p>Your Pass</p>", "en") == f"<p>Your {german('Pass')}</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<p lang="de" dir="ltr">Die <b>Ausländerbehörde</b></p>',
        '<span lang="de" dir="ltr">(Duldung)</span>',
        '<p title="Duldung">نص</p>',
        "<p>ملف PDF، المادة 60a، 25 KB</p>",
        '<select><option value="x">Innenstadt-Nord</option></select>',
        "<p>١ &amp; ٢ &lt; ٣ &#8211; ٤&nbsp;</p><!-- Duldung --><br><img src=\"x.png\" alt=''>",
        '<a href="https://example.org/Duldung">نص</a>',
        "",
    ],
)
def test_what_has_its_language_or_is_no_text_stays_as_it_is(html: str) -> None:
    assert mark_german(html, "ar") == html


def test_a_german_page_is_left_alone() -> None:
    for language in ("de", "de-simple"):
        assert mark_german("<p>Die Duldung</p>", language) == "<p>Die Duldung</p>"


def test_after_a_german_part_the_language_of_the_page_goes_on() -> None:
    html = '<div><p lang="de">Die <br>Duldung</p><p>Duldung</p></div>'

    assert mark_german(html, "ar") == f'<div><p lang="de">Die <br>Duldung</p><p>{german("Duldung")}</p></div>'
