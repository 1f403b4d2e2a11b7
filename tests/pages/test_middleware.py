import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.mark.parametrize("path", ["/api/x/", "/healthz/x", "/static/x.css", "/media/x.jpg", "/documents/9/x/"])
def test_a_missing_address_without_language_stays_missing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_sign_in_speaks_german_where_its_language_is_not_complete(client: Client) -> None:
    html = client.get("/accounts/login/?next=/ar/antrag/", headers={"Accept-Language": "ar"}).text

    assert '<html lang="de" dir="ltr">' in html


def test_the_sign_in_speaks_english(client: Client) -> None:
    html = client.get("/accounts/login/?next=/en/antrag/", headers={"Accept-Language": "en"}).text

    assert '<html lang="en" dir="ltr">' in html


@pytest.mark.parametrize("path", ["/ar/", "/ar/pruefen/", "/tr/suche/", "/ru/gibt-es-nicht/"])
def test_a_page_with_marked_words_is_as_long_as_it_says(client: Client, path: str) -> None:
    response = client.get(path)

    assert 'lang="de"' in response.text
    assert int(response.headers["Content-Length"]) == len(response.content)
