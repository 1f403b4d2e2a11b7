import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from pages.languages import KNOWN
from tests.pages.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
PATHS = ["", "so-laeuft-es-ab/", "fuer-wen/", "haeufige-fragen/", "datenschutz/"]


def test_the_first_address_lists_every_language_by_its_own_name(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 200
    names = re.findall(r'<a href="/([\w-]+)/" hreflang="\1"><span lang="\1" dir="\w+">([^<]+)<', response.text)
    assert dict(names) == {code: KNOWN[code].own_name for code in LANGUAGES}


@pytest.mark.parametrize(
    ("asked", "first", "direction"),
    [("ar-SY,ar;q=0.9,de;q=0.5", "ar", "rtl"), ("ku-IQ", "ckb", "rtl"), ("ku-TR,tr;q=0.4", "kmr", "ltr")],
)
def test_the_first_address_begins_with_the_language_of_the_browser(
    client: Client, asked: str, first: str, direction: str
) -> None:
    response = client.get("/", headers={"Accept-Language": asked})

    assert f'<html lang="{first}" dir="{direction}">' in response.text
    links = re.findall(r'<a href="/([\w-]+)/" hreflang', response.text)
    assert links[0] == first
    assert sorted(links) == sorted(LANGUAGES)


def test_an_unknown_or_broken_wish_still_gets_the_list(client: Client) -> None:
    for asked in ("xx-YY", ";;;=,", "*", "de;q=zero"):
        assert client.get("/", headers={"Accept-Language": asked}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("public_pages")
def test_every_page_answers_in_every_language_without_cookie_or_session(
    client: Client, language: str, path: str
) -> None:
    response = client.get(f"/{language}/{path}")

    direction = "rtl" if KNOWN[language].is_rtl else "ltr"
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in response.text
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "public" in response.headers["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("public_pages")
def test_no_page_loads_anything_from_elsewhere_or_runs_a_script_of_its_own(client: Client, language: str) -> None:
    for path in ["/", *(f"/{language}/{path}" for path in PATHS)]:
        html = client.get(path).text

        loaded = re.findall(
            r"<(?:script|link rel=\"stylesheet\"|img|iframe|video)[^>]*?(?:src|href)=\"([^\"]+)\"", html
        )
        assert loaded
        assert all(address.startswith("/static/") for address in loaded)
        assert not re.search(r"<script(?![^>]* src=)", html)
        assert " style=" not in html


@pytest.mark.usefixtures("public_pages")
def test_a_page_names_exactly_the_languages_it_can_be_read_in(client: Client) -> None:
    translated = client.get("/ar/so-laeuft-es-ab/").text
    german_only = client.get("/de/datenschutz/").text

    origin = re.escape(settings.WAGTAILADMIN_BASE_URL)
    assert re.findall(rf'<link rel="alternate" hreflang="([\w-]+)" href="{origin}([^"]+)"', translated) == [
        ("de", "/de/so-laeuft-es-ab/"),
        ("en", "/en/so-laeuft-es-ab/"),
        ("ar", "/ar/so-laeuft-es-ab/"),
        ("x-default", "/de/so-laeuft-es-ab/"),
    ]
    assert re.findall(rf'<link rel="canonical" href="{origin}([^"]+)"', translated) == ["/ar/so-laeuft-es-ab/"]
    assert re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', german_only) == ["de", "x-default"]


@pytest.mark.usefixtures("public_pages")
def test_the_list_of_languages_stands_for_every_other_language(client: Client) -> None:
    origin = settings.WAGTAILADMIN_BASE_URL

    for path in ("/", "/de/", "/ar/"):
        assert f'<link rel="alternate" hreflang="x-default" href="{origin}/">' in client.get(path).text


@pytest.mark.usefixtures("public_pages")
def test_addresses_for_search_engines_come_from_the_settings_not_from_the_host_asked(client: Client) -> None:
    html = client.get("/de/", headers={"Host": "127.0.0.1"}).text

    assert "127.0.0.1" not in html


@pytest.mark.usefixtures("public_pages")
def test_a_page_tells_search_engines_and_messengers_its_title_and_what_it_is_about(client: Client) -> None:
    page = Page.objects.get(slug="fuer-wen", locale__language_code="de").specific
    page.seo_title, page.search_description, page.lead = "", "", "Ein <kurzer> Satz."
    page.save()

    html = client.get("/de/fuer-wen/").text

    assert '<meta name="description" content="Ein &lt;kurzer&gt; Satz.">' in html
    assert f'<meta property="og:title" content="{page.title}">' in html


@pytest.mark.parametrize("language", ["fa", "kmr", "de-simple"])
@pytest.mark.usefixtures("public_pages")
def test_a_missing_translation_helps_and_shows_the_german_text_as_german(client: Client, language: str) -> None:
    html = client.get(f"/{language}/so-laeuft-es-ab/").text

    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="alternate"' not in html
    assert '<a class="button button--quiet" href="/ar/so-laeuft-es-ab/" lang="ar" hreflang="ar">العربية</a>' in html
    assert f'href="/{language}/beratung/"' in html
    assert "Können Sie mir bitte erklären, was in diesem Text steht?" in html
    german = html.split('<article class="original" lang="de" dir="ltr">')[1]
    assert (html.count("<h1>"), german.count("<h1>")) == (1, 0)
    assert "Jede und jeder denkt zuerst allein darüber nach." in german


@pytest.mark.usefixtures("public_pages")
def test_the_german_text_below_the_help_is_german_to_its_last_word_and_leads_on_in_the_readers_language(
    client: Client,
) -> None:
    german = client.get("/fa/beratung/").text.split('<article class="original" lang="de" dir="ltr">')[1]
    german = re.split(r'</article>\s*(?:<section class="words-here"|</main>)', german)[0]

    assert "Telefon" in german
    without_names_of_languages = re.sub(r'<(\w+)[^>]* lang="(?!de")[^"]+"[^>]*>[^<]*</\1>', "", german)
    assert not re.search(r"[\u0600-\u06ff]", without_names_of_languages)
    assert 'href="/de/' not in german


@pytest.mark.usefixtures("public_pages")
def test_help_speaks_the_language_of_the_reader(client: Client) -> None:
    assert "این صفحه هنوز به زبان شما ترجمه نشده است." in client.get("/fa/fuer-wen/").text


@pytest.mark.usefixtures("public_pages")
def test_menu_entries_without_a_translation_are_marked_as_german(client: Client) -> None:
    html = client.get("/ar/").text

    assert '<a href="/ar/haeufige-fragen/" lang="de" dir="ltr">Häufige Fragen</a>' in html
    assert re.search(r'<a href="/ar/so-laeuft-es-ab/">[^<]*[\u0600-\u06ff]', html)


@pytest.mark.usefixtures("public_pages")
def test_links_between_pages_stay_in_the_language_of_the_reader(client: Client) -> None:
    for language in ("en", "ar", "tr"):
        html = client.get(f"/{language}/").text
        inside = set(re.findall(r'href="(/[^"]*)"', html)) - {"/accounts/login/"}
        elsewhere = {address for address in inside if not address.startswith((f"/{language}/", "/static/"))}
        assert elsewhere <= {f"/{other}/" for other in LANGUAGES}


@pytest.mark.usefixtures("public_pages")
def test_an_unpublished_page_is_neither_served_nor_shown_as_help(client: Client) -> None:
    Page.objects.get(slug="fuer-wen", locale__language_code="de").unpublish()

    assert client.get("/de/fuer-wen/").status_code == 404
    assert client.get("/fa/fuer-wen/").status_code == 404


@pytest.mark.usefixtures("public_pages")
def test_a_missing_page_says_so_in_the_language_of_the_address(client: Client) -> None:
    response = client.get("/tr/yok/")

    assert response.status_code == 404
    assert '<html lang="tr" dir="ltr">' in response.text
    assert "Bu sayfa yok" in response.text


@pytest.mark.usefixtures("public_pages")
def test_a_page_takes_no_post(client: Client) -> None:
    assert client.post("/de/").status_code == 405
    assert client.post("/").status_code == 405


@pytest.mark.usefixtures("public_pages")
def test_a_renamed_page_is_found_at_its_old_address(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = Page.objects.get(slug="fuer-wen", locale__language_code="de").specific
    page.slug = "wer"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    response = client.get("/de/fuer-wen/")

    assert (response.status_code, response.headers["Location"]) == (301, "/de/wer/")


@pytest.mark.usefixtures("public_pages")
def test_the_number_of_database_queries_of_a_page_does_not_grow_unnoticed(client: Client) -> None:
    client.get("/ar/so-laeuft-es-ab/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/ar/so-laeuft-es-ab/")

    assert len(queries) <= 18


@pytest.mark.usefixtures("public_pages")
def test_words_of_the_glossary_show_their_german_explanation_until_they_are_checked(client: Client) -> None:
    html = client.get("/ar/begriffe/").text

    assert html.count('<dd class="german" lang="de" dir="ltr">') == 25


@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize(
    ("path", "most"),
    [("", 8), ("so-laeuft-es-ab/", 8), ("fuer-wen/", 8), ("begriffe/", 8), ("beratung/", 8), ("aktuelles/", 9)],
)
def test_no_page_takes_many_queries(client: Client, path: str, most: int) -> None:
    """One more where public exchange events stand among the news."""
    client.get("/ar/datenschutz/")

    for language in ("ar", "de", "tr"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{language}/{path}")
        assert len(queries) <= most, "\n".join(query["sql"][:200] for query in queries)


@pytest.mark.usefixtures("public_pages")
def test_a_renamed_page_is_found_at_its_old_address_in_every_language(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = Page.objects.get(slug="fuer-wen", locale__language_code="de").specific
    page.slug = "wer"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    for language in ("de", "en", "ar", "tr"):
        response = client.get(f"/{language}/fuer-wen/")
        assert (response.status_code, response.headers["Location"]) == (301, f"/{language}/wer/")
    assert set(Page.objects.filter(translation_key=page.translation_key).values_list("slug", flat=True)) == {"wer"}
