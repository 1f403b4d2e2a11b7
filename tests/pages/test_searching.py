import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pages.searching import find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def test_words_pages_and_offices_are_found_in_german() -> None:
    found = find("Duldung", "de")

    assert found.own[0].title == "Duldung"
    assert found.own[0].address == "/de/begriffe/#wort-duldung"
    assert "/de/fuer-wen/" in [hit.address for hit in found.own]
    assert [hit.address.partition("#")[0] for hit in find("Nordmarkt", "de").own] == ["/de/beratung/"]


@pytest.mark.parametrize(
    ("language", "typed", "address"),
    [
        ("de", "Duldungen", "/de/begriffe/#wort-duldung"),
        ("de", "Beratung", "/de/begriffe/#wort-beratungsstelle"),
        ("de", "Nordm", "/de/beratung/"),
        ("ar", "إقامة", "/ar/fuer-wen/"),
        ("ar", "الإقامة", "/ar/fuer-wen/"),
    ],
)
def test_a_word_is_found_by_its_forms_and_by_its_beginning(language: str, typed: str, address: str) -> None:
    found = [hit.address for hit in find(typed, language).own]

    assert any(hit.startswith(address) for hit in found)


def test_every_word_typed_must_be_there() -> None:
    assert find("Duldung Quittenmarmelade", "de").own == []


def test_who_reads_another_language_gets_the_german_results_after_the_own_ones(client: Client) -> None:
    html = client.get("/tr/suche/", {"q": "Duldung"}).text

    assert "Almanca bulunanlar" in html
    assert '<li lang="de" dir="ltr"><a href="/tr/begriffe/#wort-duldung">Duldung</a>' in html


def test_who_finds_nothing_is_told_what_to_do(client: Client) -> None:
    html = client.get("/de/suche/", {"q": "Quittenmarmelade"}).text

    assert "Nichts gefunden." in html
    assert "Beratung ist kostenlos." in html


@pytest.mark.parametrize(
    "typed", ['"', "' OR 1=1 --", "NEAR(", "a* -b", "\x00", "%", "x" * 500, "   ", "دولدونغ", "ab " * 33, "اب " * 33]
)
def test_whatever_is_typed_gets_an_answer(client: Client, typed: str) -> None:
    assert client.get("/de/suche/", {"q": typed}).status_code == 200


def test_what_is_typed_is_shown_as_text_and_kept_nowhere(client: Client) -> None:
    response = client.get("/de/suche/", {"q": "<script>alert(1)</script>"})

    assert "<script" not in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


def test_an_unpublished_page_is_not_found() -> None:
    Page.objects.get(slug="impressum", locale__language_code="de").unpublish()

    assert "/de/impressum/" not in [hit.address for hit in find("Impressum", "de").own]


def test_a_search_takes_eight_queries_at_most(client: Client) -> None:
    client.get("/ar/suche/?q=Klage")

    with CaptureQueriesContext(connection) as queries:
        client.get("/ar/suche/?q=Duldung")

    assert len(queries) <= 8
