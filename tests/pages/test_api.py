import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Page

from pages.languages import KNOWN
from tests.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

FULL_TEXT = "wagtailsearch_indexentry_fts"


def test_languages_are_told_with_name_and_direction(client: Client) -> None:
    items = client.get("/api/v2/languages/").json()["items"]

    assert [item["code"] for item in items] == LANGUAGES
    assert {"code": "ar", "own_name": KNOWN["ar"].own_name, "direction": "rtl"} in items


@pytest.mark.parametrize("address", ["pages/99999/", "pages/99999", "nothing/", "images/7/", "languages/xx/", "../v9/"])
def test_a_missing_thing_is_missing_as_json_and_never_a_redirect_to_a_page(client: Client, address: str) -> None:
    response = client.get(f"/api/v2/{address}", follow=True)

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["message"]


def test_pages_can_be_listed_by_language(client: Client) -> None:
    items = client.get("/api/v2/pages/?locale=ar&type=pages.ProcessPage&fields=steps,lead").json()["items"]

    assert [item["title"] for item in items] == ["كيف تسير الأمور"]
    assert len(items[0]["steps"]) == 7


def test_links_in_the_content_are_in_the_language_of_the_content(client: Client) -> None:
    arabic = Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="ar")

    response = client.get(f"/api/v2/pages/{arabic.pk}/", headers={"Accept-Language": "de"})

    assert response.headers["Content-Language"] == "ar"
    assert response.json()["meta"]["html_url"].endswith("/ar/so-laeuft-es-ab/")


def test_the_api_is_for_reading_alone_and_knows_nobody(client: Client) -> None:
    response = client.get("/api/v2/pages/")

    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert client.post("/api/v2/pages/").status_code == 405
    assert client.post("/api/v2/languages/").status_code == 405


@pytest.mark.parametrize("kind", ["pages", "images", "documents"])
@pytest.mark.parametrize("search", ["%00", "%22", "a%22b", "%0A"])
def test_a_search_that_cannot_be_read_is_refused_as_json(client: Client, kind: str, search: str) -> None:
    response = client.get(f"/api/v2/{kind}/?search={search}")

    assert response.status_code == 400
    assert response.json()["message"]


@pytest.mark.parametrize(
    "search", ["", "Klage", "'", "*", "(", "a AND", "NEAR(", "-", "\\", "^", "a:b", "{", "%", "حق"]
)
def test_any_other_search_is_answered(client: Client, search: str) -> None:
    if connection.vendor == "sqlite" and FULL_TEXT not in connection.introspection.table_names():
        pytest.skip("a migration makes the full-text table; this run has none")

    assert client.get("/api/v2/pages/", {"search": search}).status_code == 200


def test_a_page_tells_its_language_state_translations_and_german_original(client: Client) -> None:
    german = Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="de")

    meta = client.get(f"/api/v2/pages/{german.pk}/").json()["meta"]

    assert meta["language"] == {"code": "de", "own_name": "Deutsch", "direction": "ltr"}
    assert meta["state"] == {"code": "current", "line": ""}
    assert {"language": "de", "address": "/de/so-laeuft-es-ab/"} in meta["translations"]
    assert meta["german_address"] == "/de/so-laeuft-es-ab/"
    assert meta["updated"]


def test_counselling_offices_can_be_narrowed(client: Client) -> None:
    offices = client.get("/api/v2/offices/").json()["items"]
    first = offices[0]

    narrowed = client.get("/api/v2/offices/", {"district": first["district"], "language": first["languages"][0]}).json()

    assert first["name"] in [office["name"] for office in narrowed["items"]]
    assert {office["district"] for office in narrowed["items"]} == {first["district"]}
    assert client.get("/api/v2/offices/", {"language": "xx"}).json()["items"] == []


@pytest.mark.parametrize("address", ["pages/", "languages/", "offices/", "images/", "documents/"])
def test_an_unchanged_answer_costs_no_bytes(client: Client, address: str) -> None:
    first = client.get(f"/api/v2/{address}")

    again = client.get(f"/api/v2/{address}", headers={"If-None-Match": first.headers["ETag"]})

    assert "public" in first.headers["Cache-Control"]
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["pages/find/?id=abc", "pages/?limit=abc", "pages/?child_of=abc", "pages/?type=a.B"])
def test_a_wrong_parameter_is_refused_in_words(client: Client, query: str) -> None:
    response = client.get(f"/api/v2/{query}")

    assert response.status_code == 400
    assert response.json()["message"]
    assert "public" not in response.headers.get("Cache-Control", "")
