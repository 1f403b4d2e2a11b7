"""Leaflets and files to take along."""

import re

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from pages.models import DownloadsPage
from pages.shipped import catalogues
from pages.shipped.translating import enter_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def sheets_on(client: Client, address: str) -> list[str]:
    return re.findall(r'<li><a href="([^"]+)" type="application/pdf">', client.get(address).text)


def test_sheets_of_the_core_pages_are_offered_as_pdf(client: Client) -> None:
    sheets = [address for address in sheets_on(client, "/de/unterlagen/") if "unterlagen" not in address]

    assert sheets[:2] == ["/de/blatt/so-laeuft-es-ab/", "/de/blatt/fuer-wen/"]
    assert len(sheets) == 5
    assert client.get(sheets[0]).content.startswith(b"%PDF")


def test_a_translated_leaflet_comes_also_beside_german_and_an_untranslated_one_in_marked_german(client: Client) -> None:
    page = DownloadsPage.objects.get()
    arabic = {german: f"عربي {german}" for german in catalogues.strings()}
    enter_draft(page, Locale.objects.get(language_code="ar"), arabic)

    html = client.get("/ar/unterlagen/").text

    assert "/ar/blatt/so-laeuft-es-ab/" in html
    assert "/ar/blatt/zweisprachig/so-laeuft-es-ab/" in html
    assert "/de/blatt/datenschutz/" in html
    assert '<h2 lang="de" dir="ltr">Datenschutz</h2>' in html


def test_a_page_taken_offline_leaves_the_list(client: Client) -> None:
    Page.objects.get(slug="datenschutz", locale__language_code="de").unpublish()

    assert not any("datenschutz" in address for address in sheets_on(client, "/de/unterlagen/"))


def test_a_page_without_anything_to_download_has_no_empty_list(client: Client) -> None:
    page = DownloadsPage.objects.get()
    page.downloads = []
    page.save_revision().publish()

    assert 'class="entries"' not in client.get("/de/unterlagen/").text
