"""A crawl from `/` over every link of every language; in the drill over all content that is shipped in each of them."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings

from pages.addresses import is_public
from pages.languages import KNOWN
from pages.models import GlossaryTerm
from tests.pages.conftest import LANGUAGES, load_pages
from tests.pages.reading import Page, foreign_words, read, unknown_languages

pytestmark = [pytest.mark.drill, pytest.mark.django_db]
ORIGIN = settings.WAGTAILADMIN_BASE_URL
SHEETS_FOLLOWED = ("/de/", "/ar/")
"""A sheet takes a moment to be set; elsewhere its address is only looked up."""


@dataclass
class Site:
    """What a crawler saw."""

    pages: dict[str, Page] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    cookies: dict[str, list[str]] = field(default_factory=dict)
    missing_anchors: list[tuple[str, str]] = field(default_factory=list)
    from_pages: dict[str, str] = field(default_factory=dict)

    def indexable(self) -> Iterator[tuple[str, Page]]:
        return ((address, page) for address, page in self.pages.items() if not page.is_noindex)


@pytest.fixture(scope="module")
def site(pages_of_the_package: None, django_db_blocker: Any) -> Site:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    changed = {
        "STORAGES": {**settings.STORAGES, "staticfiles": plain},
        "CACHES": {**settings.CACHES, "pages": nothing},
    }
    with django_db_blocker.unblock(), override_settings(**changed):
        load_pages()  # again where a test with real transactions has emptied the tables
        return crawled()


def crawled() -> Site:
    site, client, waiting = Site(), Client(), deque(["/"])
    links: list[tuple[str, str]] = []
    while waiting:
        address = waiting.popleft()
        if address in site.answers:
            continue
        response = client.get(address)
        site.answers[address] = response.status_code
        if response.cookies:
            site.cookies[address] = list(response.cookies)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        page = site.pages[address] = read(response.text)
        for link in filter(is_inside, page.links):
            target, _hash, anchor = link.partition("#")
            target = target or address
            links.append((target, anchor))
            site.from_pages.setdefault(target, address)
            waiting.append(target)
    site.missing_anchors = [
        (target, anchor)
        for target, anchor in links
        if anchor and target in site.pages and anchor not in site.pages[target].anchors
    ]
    return site


def is_inside(link: str) -> bool:
    path = urlsplit(link).path
    is_slow_sheet = "/blatt/" in path and not path.startswith(SHEETS_FOLLOWED)
    return link.startswith(("/", "#")) and not link.startswith("//") and is_public(path or "/") and not is_slow_sheet


def test_the_crawl_reaches_every_language_and_every_kind_of_page(site: Site) -> None:
    paths = {address.split("/", 2)[2] for address in site.pages if address != "/"}

    assert {address.split("/")[1] for address in site.pages} == {"", *LANGUAGES}
    assert {"", "beratung/", "begriffe/", "pruefen/", "offline/", "datenschutz/", "aktuelles/", "zahlen/"} <= paths
    assert len(site.pages) > 100


def test_no_link_is_dead(site: Site) -> None:
    dead = {address: (code, site.from_pages.get(address)) for address, code in site.answers.items() if code != 200}

    assert dead == {}
    assert site.missing_anchors == []


def test_nobody_who_reads_gets_a_cookie(site: Site) -> None:
    assert site.cookies == {}


def test_nothing_is_loaded_from_elsewhere_or_written_into_a_page(site: Site) -> None:
    loaded = {(address, place) for address, page in site.pages.items() for place in page.loaded}

    assert {place for _address, place in loaded}
    assert {found for found in loaded if not found[1].startswith(("/static/", "/media/"))} == set()
    assert {address: page.inline for address, page in site.pages.items() if page.inline} == {}


def test_every_page_speaks_the_language_and_the_direction_of_its_address(site: Site) -> None:
    for address, page in site.pages.items():
        if address != "/":
            language = address.split("/")[1]
            assert (address, page.language, page.direction) == (address, language, KNOWN[language].direction)
        assert (address, unknown_languages(page)) == (address, set())


def test_no_text_is_in_another_language_than_it_claims(site: Site, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        terms = list(GlossaryTerm.objects.values_list("locale__language_code", "german_word", "word"))
    german = {german_word for _code, german_word, _word in terms}
    found: dict[str, set[tuple[str, str]]] = {}
    for address, page in site.pages.items():
        for text in page.texts:
            own = {word for code, german_word, word in terms if code == text.language and word == german_word}
            for word in foreign_words(text, german - own):
                found.setdefault(f"{text.language}: {word}", set()).add((address, text.words[:90]))

    assert {word: sorted(places)[:2] for word, places in found.items()} == {}


def test_every_page_has_a_title_and_a_description(site: Site) -> None:
    assert [address for address, page in site.pages.items() if not page.title or not page.description] == []


def test_the_languages_of_a_page_name_each_other(site: Site) -> None:
    for address, page in site.indexable():
        assert (address, page.canonical) == (address, f"{ORIGIN}{address}")
        assert (address, "x-default" in page.alternates) == (address, True)
        assert (address, f"{ORIGIN}{address}" in page.alternates.values()) == (address, True)
        for alternate in page.alternates.values():
            other = site.pages[alternate.removeprefix(ORIGIN)]
            assert (address, alternate, other.is_noindex) == (address, alternate, False)
            assert (address, other.alternates) == (address, page.alternates)


def test_help_in_place_of_a_missing_page_is_no_translation(site: Site) -> None:
    assert [address for address, page in site.pages.items() if page.is_noindex and page.alternates] == []


def test_the_sitemaps_name_just_the_pages_that_may_be_found(site: Site, public_pages: None) -> None:
    client = Client()
    named: set[str] = set()
    for code in LANGUAGES:
        response = client.get(f"/sitemap-{code}.xml")
        assert isinstance(response, HttpResponse)
        named |= {part.split("<")[0].removeprefix(ORIGIN) for part in response.text.split("<loc>")[1:]}

    assert named == {urldefrag(address).url for address, _page in site.indexable()} - {"/"}
