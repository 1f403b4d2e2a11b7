"""What holds for every kind of page, on the shipped pages."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from pages.models import PublicPage
from pages.shipped.building import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
PATHS = {
    "home": "",
    "process": "so-laeuft-es-ab/",
    "eligibility": "fuer-wen/",
    "questions": "haeufige-fragen/",
    "counselling": "beratung/",
    "glossary": "begriffe/",
    "news_index": "aktuelles/",
    "news": "aktuelles/neue-seiten/",
    "event": "aktuelles/austausch-ausbildung/",
    "board": "gremium/",
    "downloads": "unterlagen/",
    "general_questions": "fragen-und-antworten/",
    "figures": "zahlen/",
    "legal": "datenschutz/",
}
SENSITIVE = {"process", "eligibility", "questions", "counselling", "glossary", "legal"}


def test_every_kind_has_a_shipped_page() -> None:
    assert PATHS.keys() == KINDS.keys() - {"info"}


@pytest.mark.parametrize("language", ["de", "ar", "tr"])
@pytest.mark.parametrize("kind", PATHS)
def test_an_uncached_page_takes_eight_queries_at_most(client: Client, kind: str, language: str) -> None:
    client.get(f"/{language}/{PATHS[kind]}?first")

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/{language}/{PATHS[kind]}?again")

    assert response.status_code == 200
    from_the_exchange = kind == "news_index"  # which `page_store` keeps besides
    assert len(queries) <= 8 + from_the_exchange, [query["sql"] for query in queries]


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("kind", PATHS)
def test_headings_leave_out_no_level_and_pictures_have_a_text(client: Client, kind: str, language: str) -> None:
    html = client.get(f"/{language}/{PATHS[kind]}").text

    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(" alt=" in image for image in re.findall(r"<img[^>]*>", html))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", PATHS)
def test_links_to_explained_words_find_their_explanation(client: Client, kind: str) -> None:
    html = client.get(f"/de/{PATHS[kind]}").text

    targets = set(re.findall(r'href="#(wort-[\w-]+)"', html))
    assert targets <= set(re.findall(r'id="(wort-[\w-]+)"', html))


def test_sensitive_kinds_say_so() -> None:
    assert {kind for kind, model in KINDS.items() if model.is_sensitive} == SENSITIVE


@pytest.mark.parametrize("model", KINDS.values(), ids=KINDS)
def test_every_field_of_a_kind_is_translated_or_kept_in_step(model: type[PublicPage]) -> None:
    own = {field.name for field in model._meta.local_fields if not field.primary_key}
    fields = {field.field_name: field for field in model.translatable_fields}

    assert own <= fields.keys()
    assert isinstance(fields["slug"], SynchronizedField)
    assert not fields["slug"].is_overridable(Page())
