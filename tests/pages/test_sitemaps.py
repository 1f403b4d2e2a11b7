from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ORIGIN = settings.WAGTAILADMIN_BASE_URL


def entries(client: Client, address: str) -> dict[str, str | None]:
    """Each path of a sitemap with the time of its last change."""
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/xml"
    found = ElementTree.fromstring(response.content)
    return {
        (entry.findtext(f"{SPACE}loc") or "").removeprefix(ORIGIN): entry.findtext(f"{SPACE}lastmod") for entry in found
    }


def test_each_language_with_pages_has_a_sitemap(client: Client) -> None:
    assert {"/sitemap-de.xml", "/sitemap-en.xml", "/sitemap-ar.xml"} <= entries(client, "/sitemap.xml").keys()


def test_a_sitemap_names_every_readable_page_of_its_language_and_no_other(client: Client) -> None:
    for sitemap in entries(client, "/sitemap.xml"):
        language = sitemap.removeprefix("/sitemap-").removesuffix(".xml")
        live = Page.objects.live().filter(locale__language_code=language, depth__gt=1).count()

        found = entries(client, sitemap)

        assert len(found.keys() - {f"/{language}/pruefen/"}) == live
        assert all(address.startswith(f"/{language}/") for address in found)


def test_every_address_of_a_sitemap_is_a_page_that_may_be_indexed(client: Client) -> None:
    for address, changed_at in entries(client, "/sitemap-ar.xml").items():
        response = client.get(address)

        assert (response.status_code, "noindex" in response.text) == (200, False)
        assert changed_at or address == "/ar/pruefen/"


def test_an_unpublished_page_leaves_the_sitemap(client: Client) -> None:
    Page.objects.get(slug="fuer-wen", locale__language_code="de").unpublish()

    assert "/de/fuer-wen/" not in entries(client, "/sitemap-de.xml")


def test_an_unknown_language_has_no_sitemap(client: Client) -> None:
    assert client.get("/sitemap-xx.xml").status_code == 404


@pytest.mark.usefixtures("page_cache")
def test_sitemaps_cost_few_queries_and_then_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address, queries in (("/sitemap.xml", 1), ("/sitemap-de.xml", 2)):
        with django_assert_num_queries(queries):
            client.get(address)
        with django_assert_num_queries(0):
            client.get(address)


def test_robots_are_kept_from_the_private_areas_and_led_to_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")

    lines = response.text.splitlines()
    assert response.headers["Content-Type"].startswith("text/plain")
    assert {"Disallow: /cms/", "Disallow: /accounts/", "Disallow: /*/antrag/", "Disallow: /*/mitglieder/"} <= set(lines)
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in lines
    assert "Vary" not in response.headers or "Language" not in response.headers["Vary"]
