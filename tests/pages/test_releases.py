import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from documents import keyring
from gremium.people.models import User
from pages.releases import shown_codes
from pages.stating import release_language, withdraw_language
from tests.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def production(settings: Settings) -> None:
    keyring.load()  # a demo makes its key ring itself, production is given one
    settings.DEMO = False


def test_the_demo_shows_every_language() -> None:
    assert shown_codes() == LANGUAGES


@pytest.mark.usefixtures("production")
def test_production_shows_german_until_an_editor_releases_another_language(editor: User) -> None:
    assert shown_codes() == ["de"]

    released = release_language("ar", by=editor)

    assert shown_codes() == ["de", "ar"]
    assert (released.by, released.language) == (editor, "ar")


@pytest.mark.usefixtures("production")
def test_a_language_can_be_withdrawn_and_released_again(editor: User) -> None:
    release_language("ar", by=editor)
    withdraw_language("ar", by=editor)
    assert shown_codes() == ["de"]

    release_language("ar", by=editor)

    assert shown_codes() == ["de", "ar"]


@pytest.mark.usefixtures("production")
def test_a_language_that_is_not_released_is_found_nowhere(client: Client, editor: User) -> None:
    release_language("en", by=editor)
    for path in ("/", "/de/so-laeuft-es-ab/"):
        html = client.get(path).text
        assert set(re.findall(r'hreflang="([\w-]+)"', html)) <= {"de", "en", "x-default"}
    assert [item["code"] for item in client.get("/api/v2/languages/").json()["items"]] == ["de", "en"]
    locales = {item["meta"]["locale"] for item in client.get("/api/v2/pages/?limit=20").json()["items"]}
    assert locales <= {"de", "en"}
    assert "/ar/" not in client.get("/sitemap.xml").text
    assert client.get("/sitemap-ar.xml").status_code == 404

    for path in ("/ar/", "/ar/so-laeuft-es-ab/", "/ar/suche/", "/tr/pruefen/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert '<html lang="de" dir="ltr">' in answer.text


@pytest.mark.usefixtures("production")
def test_a_released_language_is_shown(client: Client, editor: User) -> None:
    release_language("ar", by=editor)

    assert client.get("/ar/so-laeuft-es-ab/").status_code == 200
    assert 'href="/ar/so-laeuft-es-ab/"' in client.get("/de/so-laeuft-es-ab/").text


@pytest.mark.usefixtures("production")
def test_the_signed_in_areas_keep_their_languages(client: Client) -> None:
    assert client.get("/en/antrag/").status_code == 302
