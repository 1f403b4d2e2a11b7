from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page

from gremium.people.models import Role
from pages.editing.matrix import Sign, Wish, matrix, released_languages
from pages.editing.outside import suggest
from pages.editing.segments import segments_of, source_of
from pages.languages import KNOWN
from pages.models import Edition, HomePage, InfoPage, Origin
from pages.stating import confirm_checked, declare_legal_change, declare_minor_edit
from tests.pages.editing.conftest import ARABIC, Publish, enter
from tests.pages.editors import new_editor, signed_in

pytestmark = pytest.mark.django_db


def sign(page: InfoPage, language: str = "ar") -> Sign:
    row = next(row for row in matrix().rows if row.text.key == page.translation_key)
    return next(cell.sign for cell in row.cells if cell.language.code == language)


def test_a_new_german_page_is_missing_in_every_other_language(page: InfoPage) -> None:
    found = matrix()

    assert [column.language.code for column in found.columns] == [
        code for code, _ in settings.LANGUAGES if code != "de"
    ]
    assert sign(page) == sign(page, "tr") == Sign.MISSING


def test_the_sign_follows_the_work_on_a_translation(page: InfoPage, publish: Publish) -> None:
    enter(page, {"Wann?": "متى؟"})
    assert sign(page) == Sign.BEGUN

    enter(page, ARABIC)
    assert sign(page) == Sign.READY


def test_the_sign_follows_the_life_of_a_published_translation(translated: InfoPage, publish: Publish) -> None:
    assert sign(translated) == Sign.DRAFT
    confirm_checked(translated, by=None)
    assert sign(translated) == Sign.CURRENT

    german = publish(lead="Wir sind am Dienstag da.")
    assert sign(translated) == Sign.OUTDATED
    declare_minor_edit(german, by=None)
    assert sign(translated) == Sign.CURRENT
    declare_legal_change(german, by=None)
    assert sign(translated) == Sign.LEGAL


def test_what_came_from_outside_is_seen_first(translated: InfoPage) -> None:
    source = source_of(translated.translation_key)
    assert source is not None
    segment = segments_of(source, "ar")[0]

    suggest(translated.translation_key, "ar", {segment: "ساعات العمل"}, Origin.LINK)

    assert sign(translated) == Sign.WAITING


def test_the_counts_of_a_language_speak_of_all_texts(translated: InfoPage) -> None:
    confirm_checked(translated, by=None)

    column = next(column for column in matrix(Wish(words="nichts heißt so")).columns if column.language.code == "ar")

    assert (column.done, column.total) == (1, 2)


def test_an_editor_narrows_the_rows_by_state_language_kind_and_title(editing: Client, translated: InfoPage) -> None:
    def titles(**wish: str) -> list[str]:
        return [row.text.title for row in editing.get("/cms/uebersetzungen/", wish).context["rows"]]

    assert titles() == ["Das Gremium", "Öffnungszeiten"]
    assert titles(zustand="draft") == ["Öffnungszeiten"]
    assert titles(zustand="draft", sprache="en") == []
    assert titles(art="Startseite") == ["Das Gremium"]
    assert titles(suche="öffnung") == ["Öffnungszeiten"]


def test_every_cell_says_its_state_in_words_and_leads_to_the_next_step(editing: Client, translated: InfoPage) -> None:
    html = editing.get("/cms/uebersetzungen/").text

    address = f"/cms/uebersetzungen/{translated.translation_key}/ar/"
    assert f'<a class="sign sign--draft" href="{address}"' in html
    assert '<span class="sign__word">ungeprüft</span>' in html
    assert 'prüfen<span class="visually-hidden">: Öffnungszeiten, العربية</span>' in html


def test_a_language_is_released_to_readers_and_taken_back(editing: Client, page: InfoPage) -> None:
    editing.post("/cms/uebersetzungen/sprache/ar/", {"act": "release"})
    assert "ar" in released_languages()
    assert "freigegeben" in editing.get("/cms/uebersetzungen/").text

    editing.post("/cms/uebersetzungen/sprache/ar/", {"act": "withdraw"})
    assert "ar" not in released_languages()


@pytest.mark.parametrize(
    "address",
    [
        "/cms/uebersetzungen/",
        "/cms/uebersetzungen/dateien/",
        "/cms/berichte/hinweise/",
        "/cms/berichte/links-und-nummern/",
    ],
)
def test_the_technical_administration_is_refused(small_site: HomePage, address: str) -> None:
    technician = signed_in(new_editor("technik@example.org", Role.TECHNICIAN))

    assert technician.get(address).headers["Location"] == "/cms/"


def many_pages(home: HomePage, count: int) -> None:
    """Rows as the real ways would leave them, in bulk: publishing them one by one would take minutes."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in KNOWN}
    pages: list[InfoPage] = []
    for number in range(count):
        key = uuid4()
        for place, (_code, locale) in enumerate(locales.items()):
            path = f"{home.path}{_steps(number * len(locales) + place)}"
            slug = f"seite-{number}-{place}"
            pages.append(
                InfoPage(
                    title=f"Seite {number}",
                    draft_title=f"Seite {number}",
                    slug=slug,
                    url_path=f"/start/{slug}/",
                    path=path,
                    depth=3,
                    live=True,
                    locale=locale,
                    translation_key=key,
                    last_published_at=timezone.now(),
                    content_type=_info_page(),
                )
            )
    Page.objects.bulk_create([_bare(page) for page in pages])
    Edition.objects.bulk_create([_edition(page) for page in pages])


def _steps(number: int) -> str:
    return f"{number:04d}"


def _info_page() -> Any:
    return ContentType.objects.get_for_model(InfoPage)


def _bare(page: InfoPage) -> Page:
    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    return Page(**{name: getattr(page, name) for name in names})


def _edition(page: InfoPage) -> Edition:
    changed = page.locale.language_code == "fr"
    marks = {"title": ["title", 0, ["a" * 32], True]}
    return Edition(
        text=page.translation_key,
        language=page.locale.language_code,
        marks=marks,
        sources={"title": [("b" if changed else "a") * 32]},
        marks_digest="x",
        sources_digest="y" if changed else "x",
    )


def test_three_hundred_pages_in_seventeen_languages_cost_ten_queries_at_most(
    small_site: HomePage, settings: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.LANGUAGES = [(code, language.own_name) for code, language in KNOWN.items()]
    many_pages(small_site, 300)

    with django_assert_max_num_queries(10):
        found = matrix()

    assert len(found.rows) == 301
    assert len(found.columns) == 16
    french = next(column for column in found.columns if column.language.code == "fr")
    assert french.counts[Sign.OUTDATED] == 300
