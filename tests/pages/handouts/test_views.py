"""Every public page is a sheet in each language it speaks, alone and beside German, and a QR code leads back to it."""

import io
import logging
import xml.etree.ElementTree as ElementTree
from typing import Any

import pikepdf
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from documents.handouts import Handout
from documents.rendering import RenderingFailed
from pages.handouts import making
from pages.stating import confirm_checked
from tests.documents.conftest import ReadText, plain
from tests.pages.handouts.conftest import PATH, TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("translated")]


def one_of_each_kind() -> list[str]:
    pages = Page.objects.live().filter(locale__language_code="de", depth__gt=1)
    return list({page.content_type_id: page.url_path.split("/", 2)[2] for page in pages}.values())


def test_every_page_has_a_sheet(client: Client) -> None:
    """As each kind of page has its own template, one of each kind is enough."""
    for path in one_of_each_kind():
        response = client.get(f"/de/blatt/{path}")

        assert (path, response.status_code) == (path, 200)
        assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("place", ["blatt", "blatt/zweisprachig"])
def test_all_words_of_the_page_stand_on_the_sheet(client: Client, read_text: ReadText, place: str) -> None:
    title, sentence = map(plain, TEXTS["ar"])

    text = read_text(client.get(f"/ar/{place}/{PATH}/").content)

    assert text.count(title) >= 8
    assert text.count(sentence) >= 8


@pytest.mark.parametrize("place", ["blatt", "blatt/zweisprachig"])
def test_a_draft_of_a_sensitive_page_carries_its_german_text_once(
    client: Client, read_text: ReadText, place: str
) -> None:
    text = read_text(client.get(f"/ar/{place}/{PATH}/").content)

    for german in ("So läuft es ab", "Von der ersten Beratung bis zur Antwort sind es sieben Schritte."):
        assert text.count(plain(german)) == 1


def test_a_checked_translation_stands_alone_unless_german_is_asked_for(
    client: Client, read_text: ReadText, translated: dict[str, Any]
) -> None:
    confirm_checked(translated["ar"], by=None)

    alone, beside = (read_text(client.get(f"/ar/{place}/{PATH}/").content) for place in ("blatt", "blatt/zweisprachig"))

    assert plain("So läuft es ab") not in alone
    assert plain("So läuft es ab") in beside


def test_a_translation_nobody_has_checked_says_so_on_paper(client: Client, read_text: ReadText) -> None:
    text = read_text(client.get(f"/en/blatt/{PATH}/").content)

    assert plain("This translation has not yet been checked by a person.") in text
    assert plain("Only the German text counts") in text


def test_the_sheet_says_where_the_page_is_and_nothing_in_its_metadata_betrays_what_was_read(client: Client) -> None:
    response = client.get(f"/en/blatt/zweisprachig/{PATH}/")

    assert response.headers["Content-Disposition"] == 'inline; filename="blatt-en-de.pdf"'
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert str(document.docinfo["/Title"]) == "Information sheet"
        assert str(document.Root.Lang) == "en"
        links = {
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", pikepdf.Array())
            if "/A" in note and "/URI" in note.A
        }
    assert any(link.endswith(f"/en/{PATH}/") for link in links)


@pytest.mark.parametrize("place", ["blatt", "blatt/zweisprachig"])
def test_a_page_that_is_not_translated_leads_to_the_german_sheet(client: Client, place: str) -> None:
    response = client.get(f"/tr/{place}/{PATH}/")

    assert response.status_code == 302
    assert response.headers["Location"] == f"/de/blatt/{PATH}/"


@pytest.mark.parametrize("address", ["/de/blatt/gibt-es-nicht/", "/ar/blatt/zweisprachig/nichts/", "/de/qr/nichts.svg"])
def test_a_page_that_is_not_there_has_none(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("page_cache")
def test_a_sheet_is_made_once_for_all_who_ask(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    render = making.render_handout

    def counting(handout: Handout) -> bytes:
        made.append(handout)
        return render(handout)

    monkeypatch.setattr(making, "render_handout", counting)

    first, second = (client.get(f"/en/blatt/{PATH}/", {"again": number}) for number in ("1", "2"))

    assert first.content == second.content
    assert len(made) == 1


@pytest.mark.usefixtures("page_cache")
def test_a_kept_sheet_costs_no_query_and_an_unchanged_one_no_bytes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(f"/en/blatt/{PATH}/")

    with django_assert_num_queries(0):
        again = client.get(f"/en/blatt/{PATH}/")
        unchanged = client.get(f"/en/blatt/{PATH}/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.content == first.content
    assert unchanged.status_code == 304


@pytest.mark.parametrize("place", ["blatt", "blatt/zweisprachig"])
def test_a_new_sheet_costs_at_most_eight_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, place: str
) -> None:
    with django_assert_max_num_queries(8):
        assert client.get(f"/ar/{place}/{PATH}/").status_code == 200


def test_a_sheet_that_cannot_be_made_says_so_and_is_logged(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(handout: Handout) -> bytes:
        raise RenderingFailed("no")

    monkeypatch.setattr(making, "render_handout", fail)

    with caplog.at_level(logging.ERROR, "pages"):
        response = client.get(f"/en/blatt/{PATH}/")

    assert response.status_code == 503
    assert "This sheet cannot be made at the moment." in response.text
    assert "public" not in response.headers.get("Cache-Control", "")
    assert "cannot be made" in caplog.text


def test_a_qr_code_is_a_picture_that_anyone_may_keep(client: Client) -> None:
    for address in ("/ar/qr/so-laeuft-es-ab.svg", "/de/qr/start.svg"):
        response = client.get(address)

        assert response.headers["Content-Type"] == "image/svg+xml"
        assert "public" in response.headers["Cache-Control"]
        assert ElementTree.fromstring(response.content).tag.endswith("svg")


def test_each_page_links_its_sheets_and_draws_its_code_for_paper(client: Client) -> None:
    german, arabic = (client.get(f"/{language}/{PATH}/").text for language in ("de", "ar"))

    assert f'href="/de/blatt/{PATH}/"' in german
    assert "zweisprachig" not in german
    assert f'href="/ar/blatt/zweisprachig/{PATH}/"' in arabic
    assert f'href="/ar/qr/{PATH}.svg"' in arabic
    assert arabic.count('<svg class="segno"') + arabic.count("<svg viewBox") == 1
