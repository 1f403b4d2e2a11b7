import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from pages.addresses import DESK
from pages.offline.keeping import CORE
from tests.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_offers_its_core_and_counselling_pages(client: Client, language: str) -> None:
    addresses = client.get(f"/{language}/offline/inhalt.json").json()["addresses"]

    assert set(addresses) >= {f"/{language}/{path}" for path in (*CORE, "offline/")}
    assert all(client.get(address).status_code == 200 for address in addresses if not address.startswith("/static/"))
    assert [finders.find(address.removeprefix("/static/")) for address in addresses if address.startswith("/static/")]


def test_all_that_a_kept_page_loads_is_kept_with_it(client: Client) -> None:
    addresses = client.get("/ar/offline/inhalt.json").json()["addresses"]

    assert {"/static/theme/gremium.css", "/static/theme/icon.svg", "/static/pages/offline.js"} <= set(addresses)


def test_nothing_private_and_no_self_check_is_ever_kept(client: Client) -> None:
    for address in client.get("/de/offline/inhalt.json").json()["addresses"]:
        assert not any(word in address for word in ("pruefen", "antrag", "mitglieder", "api", "cms", "accounts"))


def test_the_size_is_what_travels_and_is_told_in_the_readers_language(client: Client) -> None:
    told = client.get("/de/offline/inhalt.json").json()

    bodies = [
        client.get(address).content
        if not address.startswith("/static/")
        else (settings.BASE_DIR / str(finders.find(address.removeprefix("/static/")))).read_bytes()
        for address in told["addresses"]
    ]
    size = sum(len(gzip.compress(body)) for body in bodies)
    kilobytes = int(told["size"].removeprefix("Größe: etwa ").removesuffix(" KB"))
    assert abs(kilobytes - size / 1000) <= 1.5


def test_a_page_that_is_away_is_not_promised(client: Client) -> None:
    Page.objects.get(slug="fuer-wen", locale__language_code="de").unpublish()
    Page.objects.filter(slug="fuer-wen").update(live=False)

    assert "/de/fuer-wen/" not in client.get("/de/offline/inhalt.json").json()["addresses"]
    assert 'href="/de/fuer-wen/"' not in client.get("/de/offline/").text


@pytest.mark.usefixtures("page_cache")
def test_the_list_is_made_once_until_something_changes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/de/offline/inhalt.json")

    with django_assert_num_queries(0):
        client.get("/de/offline/inhalt.json")


def test_the_list_is_never_stale_in_a_browser(client: Client) -> None:
    for name in ("inhalt.json", "worker.js"):
        assert client.get(f"/de/offline/{name}").headers["Cache-Control"] == "no-cache"


def test_the_worker_reaches_one_language_only_and_leaves_the_private_areas_alone(client: Client) -> None:
    response = client.get("/ar/offline/worker.js")

    assert response.headers["Service-Worker-Allowed"] == "/ar/"
    assert response.headers["Content-Type"] == "text/javascript"
    assert f"({'|'.join(sorted(DESK))})" in response.text


def test_without_a_script_the_page_offers_the_sheet_and_no_button(client: Client) -> None:
    html = client.get("/de/offline/").text

    assert "data-deleted=" in html
    assert html.count("<button") == 2
    assert 'data-failed="Das hat nicht geklappt' in html
    assert " hidden>" in html.split("data-offline=")[1].split("<p")[0]
    assert "Nehmen Sie eine Seite stattdessen als PDF-Datei mit." in html


@pytest.mark.parametrize("language", ["de", "ar"])
def test_each_page_that_may_be_kept_has_its_sheet_beside_it(client: Client, language: str) -> None:
    html = client.get(f"/{language}/offline/").text

    sheets = re.findall(rf'href="(/{language}/blatt/[^"]*)" type="application/pdf">PDF', html)

    assert f"/{language}/blatt/fuer-wen/" in sheets
    assert client.head(sheets[-1]).status_code == 200


def test_a_page_that_is_not_translated_offers_no_sheet(client: Client) -> None:
    assert "/fa/blatt/" not in client.get("/fa/offline/").text


def test_all_scripts_for_readers_together_weigh_less_than_three_kilobytes(client: Client) -> None:
    worker = client.get("/de/offline/worker.js").content
    script = (settings.BASE_DIR / "pages/static/pages/offline.js").read_bytes()

    assert len(gzip.compress(worker)) + len(gzip.compress(script)) <= 2.2 * 1024
