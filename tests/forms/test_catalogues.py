"""The shipped translations of the form are complete, keep its marks, and arrive as unchecked drafts."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from forms import catalogues
from forms.catalogues import load_shipped_translations, shipped_german, shipped_translations
from forms.consent_texts import ConsentText
from forms.reading_languages import reading_languages
from forms.translations import State, words_of
from forms.versions import FORM_KEY, FormVersion

LANGUAGES = [language.code for language in reading_languages()]
MARKS = re.compile(r"§{1,2} ?\d+\w?|^\[P\d\]|\(\*\)|BF-[0-9A-Z-]+|\{\w*\}|_{3,}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_form_is_translated(language: str) -> None:
    assert catalogues.problems(settings.BASE_DIR, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_of_law_codes_and_blanks_stand_as_in_the_german(language: str) -> None:
    for german, text in shipped_translations(language).items():
        assert sorted(MARKS.findall(text)) == sorted(MARKS.findall(german)), german


def test_a_text_that_was_never_translated_is_told(tmp_path: Path) -> None:
    catalogues.update(tmp_path, "tr")

    found = catalogues.problems(tmp_path, "tr")

    assert "tr: text of the form not translated: 'Familienname'" in found
    assert len(found) == len(set(shipped_german().values()))


def test_bringing_a_catalogue_up_to_date_keeps_what_is_translated(tmp_path: Path) -> None:
    catalogues.update(tmp_path, "tr")
    path = catalogues.po_path(tmp_path, "tr")
    old = path.read_text(encoding="utf-8").replace(
        'msgid "Familienname"\nmsgstr ""', 'msgid "Familienname"\nmsgstr "S"'
    )
    path.write_text(f'{old}\n\nmsgid "Gone"\nmsgstr "Gitti"\n', encoding="utf-8")

    told = catalogues.update(tmp_path, "tr")

    assert 'msgstr "S"' in path.read_text(encoding="utf-8")
    assert told == ["locale/tr/form.po: updated", "locale/tr/form.po: dropped 'Gone'"]
    assert catalogues.update(tmp_path, "tr") == []


@pytest.mark.django_db
def test_the_shipped_translations_arrive_as_drafts() -> None:
    load_shipped_translations()
    form, consent = FormVersion.objects.current(FORM_KEY).definition, ConsentText.objects.current(FORM_KEY)

    for language in LANGUAGES:
        found = words_of(form, consent, language)
        assert set(found.states.values()) == {State.DRAFT}, language
        assert found.consent_state is State.DRAFT
