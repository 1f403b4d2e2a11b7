"""What a page may cost: queries of the database, bytes on the way to a phone, requests of the first view."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from pages.addresses import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
MOST_QUERIES = 8
MOST_BYTES = 30 * 1024
MOST_REQUESTS = 6
MOST_SCRIPT_BYTES = 3 * 1024
LOADED = re.compile(r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*?(?:src|href)="(/static/[^"]+)"')
VIEWS = ("/", "/{}/offline/", "/{}/pruefen/", "/{}/suche/")


def addresses(language: str) -> list[str]:
    """Every page, in this language or as the help in its place, and what is no page."""
    german = Page.objects.live().filter(locale__language_code="de", depth__gt=1).values_list("url_path", flat=True)
    return [*(address_of(path, language) for path in german), *(view.format(language) for view in VIEWS)]


@pytest.mark.parametrize("language", ["de", "ar", "fa"])
def test_no_page_costs_more_than_eight_queries_with_every_cache_empty(client: Client, language: str) -> None:
    dear = {}
    for address in addresses(language):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        if len(queries) > MOST_QUERIES:
            dear[address] = [query["sql"][:200] for query in queries.captured_queries]

    assert dear == {}


@pytest.mark.usefixtures("page_cache")
@pytest.mark.parametrize("language", ["de", "ar", "fa"])
def test_a_page_that_is_kept_costs_no_query(
    client: Client, language: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept = [
        address for address in addresses(language) if "no-store" not in client.get(address).headers["Cache-Control"]
    ]

    assert len(kept) > 15
    with django_assert_num_queries(0):
        for address in kept:
            client.get(address)


@pytest.mark.parametrize("language", ["de", "ar", "fa"])
def test_the_first_view_is_light_enough_for_a_poor_connection(client: Client, language: str) -> None:
    for address in addresses(language):
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        html = gzip.decompress(response.content) if "Content-Encoding" in response.headers else response.content
        files = {found: _content(found) for found in LOADED.findall(html.decode())}
        weight = len(gzip.compress(html)) + sum(len(gzip.compress(content)) for content in files.values())
        scripts = sum(len(gzip.compress(content)) for name, content in files.items() if name.endswith(".js"))

        assert (address, weight <= MOST_BYTES, weight) == (address, True, weight)
        assert (address, len(files) + 1 <= MOST_REQUESTS) == (address, True)
        assert (address, scripts <= MOST_SCRIPT_BYTES, scripts) == (address, True, scripts)


def _content(address: str) -> bytes:
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str)
    return Path(found).read_bytes()
