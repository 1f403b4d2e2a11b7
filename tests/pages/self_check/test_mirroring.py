import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from forms.plain_yaml import dump_text
from forms.reading import shipped_form, write_form
from forms.versions import import_form
from pages.models import SelfCheckTexts
from pages.self_check.mirroring import mirror_self_check
from pages.self_check.words import Wording
from pages.shipped.translating import enter_draft, read_catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
TRANSLATED = ("de-simple", "en", "ar", "fa", "kmr", "ckb", "tr", "fr", "ru")


@pytest.fixture
def every_translation() -> None:
    """The self-check alone in all languages, as the worker enters it."""
    german = SelfCheckTexts.objects.get(locale__language_code="de")
    for code in TRANSLATED:
        enter_draft(german, Locale.objects.get_or_create(language_code=code)[0], read_catalogue(code))


def german_texts() -> list[str]:
    texts = SelfCheckTexts.objects.get(locale__language_code="de")
    return [str(block.value) for block in texts.texts]


def test_translators_find_every_text_of_the_live_form() -> None:
    check = shipped_form().self_check
    assert check is not None

    assert german_texts() == [text for _place, text in check.texts()]


def test_a_new_version_of_the_form_changes_the_texts_and_keeps_the_place_of_each() -> None:
    before = {block.id: str(block.value) for block in SelfCheckTexts.objects.get(locale__language_code="de").texts}
    data = write_form(shipped_form())
    data["form"]["version"] = "9.0.0"
    data["self_check"]["results"]["E7"]["title"] = "Es gibt andere Wege"

    import_form(dump_text(data), name="test")

    after = {block.id: str(block.value) for block in SelfCheckTexts.objects.get(locale__language_code="de").texts}
    assert after.keys() == before.keys()
    assert {after[key] for key in after if after[key] != before[key]} == {"Es gibt andere Wege"}


def test_another_form_leaves_the_texts_alone() -> None:
    data = write_form(shipped_form())
    data["form"]["id"] = "umfrage"
    data["self_check"]["questions"][0]["text"] = "Etwas ganz anderes?"

    import_form(dump_text(data), name="test")

    assert "Etwas ganz anderes?" not in german_texts()


def test_mirroring_twice_changes_nothing() -> None:
    first = mirror_self_check()
    second = mirror_self_check()

    assert first
    assert second
    assert first.pk == second.pk
    assert SelfCheckTexts.objects.filter(locale__language_code="de").count() == 1


@pytest.mark.usefixtures("every_translation")
def test_every_launch_language_has_the_whole_self_check_as_a_draft() -> None:
    check = shipped_form().self_check
    assert check is not None

    for language in TRANSLATED:
        wording = Wording.of(check, language)
        assert (language, wording.german.keys() - wording.translated.keys()) == (language, set())
        assert wording.needs_german


@pytest.mark.usefixtures("every_translation")
def test_the_german_word_stays_beside_each_translated_legal_word() -> None:
    check = shipped_form().self_check
    assert check is not None

    for language in ("en", "ar", "fa", "kmr", "ckb", "tr", "fr", "ru"):
        translated = Wording.of(check, language).translated
        for place, word in (
            ("option.q1.duldung", "Duldung"),
            ("option.q1.titel", "Aufenthaltserlaubnis"),
            ("question.q3", "Verwaltungsgericht"),
            ("text.E3", "Klage"),
            ("banner", "Abschiebung"),
        ):
            assert word in translated[place], (language, place)


@pytest.mark.usefixtures("every_translation")
def test_a_translation_that_failed_its_check_is_not_shown() -> None:
    check = shipped_form().self_check
    assert check is not None
    entry = StringTranslation.objects.filter(locale__language_code="fr", data__startswith="Quel papier")
    entry.update(has_error=True)

    words = Wording.of(check, "fr").said("question.q1")

    assert (words.text, words.language) == ("Welches Papier haben Sie jetzt?", "de")
