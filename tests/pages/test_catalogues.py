from pathlib import Path

import polib
import pytest
from django.conf import settings

from pages import catalogues
from pages.catalogues import Key


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "pages/templates").mkdir(parents=True)
    (tmp_path / "pages/a.py").write_text(
        "x = _('One')\ny = ngettext('%(n)s file', '%(n)s files', 2)\nz = pgettext_lazy('day', 'Second')\n"
    )
    (tmp_path / "pages/templates/a.html").write_text(
        '<p>It\'s {% translate "Two" %}</p>\n'
        "  {% blocktranslate trimmed with n=x %}\n    Hello {{ n }},\n    dear reader\n  {% endblocktranslate %}\n"
        "{% blocktranslate count n=x %}one page{% plural %}{{ n }} pages{% endblocktranslate %}"
    )
    return tmp_path


def test_strings_are_found_in_code_and_templates(code: Path) -> None:
    assert set(catalogues.find_messages(code)) == {
        Key("One"),
        Key("%(n)s file", "%(n)s files"),
        Key("Second", "", "day"),
        Key("Two"),
        Key("Hello %(n)s, dear reader"),
        Key("one page", "%(n)s pages"),
    }


def test_an_update_keeps_translations_and_drops_what_is_no_longer_used(code: Path) -> None:
    catalogues.update(code, "de")
    path = catalogues.po_path(code, "de")
    catalogue = polib.pofile(str(path))
    catalogue.find("One").msgstr = "Eins"
    catalogue.append(polib.POEntry(msgid="Gone", msgstr="Weg"))
    catalogue.save()

    assert catalogues.update(code, "de")

    after = polib.pofile(str(path))
    assert after.find("One").msgstr == "Eins"
    assert after.find("Gone") is None
    assert not catalogues.update(code, "de")


def test_other_languages_hold_the_public_strings_alone(code: Path) -> None:
    catalogues.update(code, "fa")

    assert {entry.msgid for entry in polib.pofile(str(catalogues.po_path(code, "fa")))} == {
        "Two",
        "Hello %(n)s, dear reader",
        "one page",
    }


def test_a_check_names_what_is_untranslated_stale_or_has_other_placeholders(code: Path) -> None:
    catalogues.update(code, "fa")
    path = catalogues.po_path(code, "fa")
    catalogue = polib.pofile(str(path))
    catalogue.find("Hello %(n)s, dear reader").msgstr = "Salam %(name)s"
    catalogue.append(polib.POEntry(msgid="Gone", msgstr="Raft"))
    catalogue.save()
    (code / "pages/templates/b.html").write_text('{% translate "New" %}')

    found = catalogues.problems(code, "fa")

    assert "fa: missing: 'New'" in found
    assert "fa: no longer used: 'Gone'" in found
    assert "fa: not translated: 'Two'" in found
    assert "fa: other placeholders: 'Salam %(name)s'" in found


@pytest.mark.parametrize(
    "language", [code for code, _name in settings.LANGUAGES if code not in ("de", "de-simple", "en")]
)
def test_the_public_strings_are_complete_in_every_language_switched_on(language: str) -> None:
    assert catalogues.problems(settings.BASE_DIR, language) == []


def test_only_what_changed_is_compiled_again(code: Path) -> None:
    catalogues.update(code, "de")
    assert catalogues.compile_all(code) == len(catalogues.KNOWN) - len(catalogues.COMPLETE_WITHOUT_ENTRIES)

    path = catalogues.po_path(code, "de")
    path.write_text(path.read_text().replace('msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "Eins"'))

    assert catalogues.compile_all(code) == 1
    assert catalogues.compile_all(code) == 0
