import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_localize.models import StringSegment, TranslationSource

from pages import shipped
from pages.models import Contact, CounsellingOffice, EventPage, GlossaryTerm, HomePage
from pages.shipped import catalogues
from pages.shipped.german import load_german

pytestmark = pytest.mark.django_db
SLUGS = {
    *("start", "so-laeuft-es-ab", "fuer-wen", "beratung", "haeufige-fragen", "begriffe", "aktuelles", "neue-seiten"),
    *("gremium", "fragen-und-antworten", "unterlagen", "zahlen", "datenschutz", "impressum", "barrierefreiheit"),
}
NEVER_SAID = re.compile(r"§\s*104c")


@pytest.mark.usefixtures("no_pages")
def test_pages_are_loaded_once() -> None:
    first, again = shipped.load(), shipped.load()

    assert (first, again) == (True, False)
    assert HomePage.objects.filter(locale__language_code="de").count() == 1


@pytest.mark.usefixtures("no_pages")
def test_what_an_editor_deletes_stays_deleted() -> None:
    shipped.load()
    Page.objects.filter(slug="impressum").delete()

    shipped.load()

    assert not Page.objects.filter(slug="impressum").exists()


@pytest.mark.usefixtures("public_pages")
def test_every_page_of_the_site_is_there_in_german_with_a_description() -> None:
    german = Page.objects.live().filter(locale__language_code="de", depth__gt=1)
    assert set(german.values_list("slug", flat=True)) >= SLUGS
    assert not german.filter(search_description="").exists()
    assert GlossaryTerm.objects.filter(locale__language_code="de").count() == 25


@pytest.mark.usefixtures("public_pages")
def test_what_readers_must_not_miss_stands_in_full() -> None:
    process = str(Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="de").specific.body)
    for_whom = str(Page.objects.get(slug="fuer-wen", locale__language_code="de").specific.body)

    assert (
        "Der Antrag stoppt keine Abschiebung. Er verlängert keine Frist. Er ersetzt keine Klage und keinen Asylantrag. "
        "Bei Fristen: sofort Beratung oder Anwältin, Anwalt."
    ) in process
    assert "Hinweis zum Chancen-Aufenthaltsrecht" in for_whom
    assert (
        "Es konnte nur bis 31. Dezember 2025 neu beantragt werden. Läuft Ihres ab, lassen Sie sich früh zum Wechsel "
        "beraten."
    ) in for_whom


def test_no_text_offers_the_expired_right_of_residence() -> None:
    assert not any(NEVER_SAID.search(string) for string in catalogues.strings())
    assert [string for string in catalogues.strings() if "31. Dezember 2025" in string] == [
        string for string in catalogues.strings() if "nur bis 31. Dezember 2025" in string
    ]


@pytest.mark.usefixtures("no_pages")
def test_a_real_installation_begins_without_anything_invented(settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]

    load_german()

    assert not CounsellingOffice.objects.exists()
    assert not EventPage.objects.exists()
    assert not Contact.objects.filter(is_invented=True).exists()
    assert not any("erfunden" in str(page.specific.__dict__) for page in Page.objects.all())


@pytest.mark.usefixtures("public_pages")
def test_every_invented_office_says_so_and_has_a_number_nobody_owns() -> None:

    assert CounsellingOffice.objects.count() == 6
    for office in CounsellingOffice.objects.all():
        office.full_clean()
        assert "erfunden" in office.name
        assert office.phone.startswith(("0231 555 01", "030 23125 "))


@pytest.mark.usefixtures("public_pages")
def test_links_between_shipped_pages_lead_somewhere() -> None:
    for page in Page.objects.filter(locale__language_code="de", depth__gt=1).specific():
        for block in page.body:
            if block.block_type == "links":
                assert all(link["page"] for link in block.value["links"])


@pytest.mark.usefixtures("public_pages")
def test_the_catalogues_hold_exactly_the_strings_that_the_translation_looks_up() -> None:
    for page in Page.objects.filter(locale__language_code="de", depth__gt=1).specific():
        TranslationSource.get_or_create_from_instance(page)

    looked_up = set(StringSegment.objects.values_list("string__data", flat=True))

    assert looked_up <= catalogues.strings().keys()


def test_reading_the_strings_asks_no_database() -> None:
    catalogues.strings.cache_clear()

    with CaptureQueriesContext(connection) as queries:
        assert catalogues.strings()

    assert len(queries) == 0


def test_updating_a_catalogue_keeps_translations_and_tells_what_it_drops(tmp_path: Path) -> None:
    path = catalogues.po_path(tmp_path, "tr")
    path.parent.mkdir(parents=True)
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Häufige Fragen", msgstr="Sık sorulan sorular"))
    old.append(polib.POEntry(msgid="Längst gestrichen", msgstr="Eski"))
    old.save(str(path))

    told = catalogues.update(tmp_path, "tr")

    entries = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    assert entries["Häufige Fragen"] == "Sık sorulan sorular"
    assert entries.keys() == catalogues.strings().keys()
    assert any("Längst gestrichen" in sentence for sentence in told)
    assert catalogues.update(tmp_path, "tr") == []


def test_a_stale_catalogue_is_named(tmp_path: Path) -> None:
    assert catalogues.problems(tmp_path, "tr") == ["tr: no catalogue of page texts; run `gremium catalogues`"]
    path = catalogues.po_path(tmp_path, "tr")
    catalogues.update(tmp_path, "tr")
    assert catalogues.problems(tmp_path, "tr") == []

    changed = path.read_text(encoding="utf-8").replace('msgid "Häufige Fragen"', 'msgid "Seltene Fragen"')
    path.write_text(changed, encoding="utf-8")

    assert catalogues.problems(tmp_path, "tr") == [
        "tr: page text missing: 'Häufige Fragen'",
        "tr: page text no longer used: 'Seltene Fragen'",
    ]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_shipped_catalogues_are_in_step_with_the_german_pages(language: str) -> None:
    assert catalogues.problems(settings.BASE_DIR, language) == []


@pytest.mark.usefixtures("no_pages")
def test_german_is_stored_without_any_translation() -> None:
    texts = load_german()

    assert len(texts) > 35
    assert not Page.objects.exclude(locale__language_code="de").exists()
