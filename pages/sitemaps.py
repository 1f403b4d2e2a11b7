"""What search engines may find: `robots.txt`, and a list of addresses for each language."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pages.addresses import DESK, address_of
from pages.finding import open_pages
from pages.releases import shown_codes
from pages.self_check.words import alternates as self_check_alternates

FRESH_FOR = 3600  # seconds


class Entry(NamedTuple):
    address: str
    changed_at: datetime | None


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def index(request: HttpRequest) -> HttpResponse:
    """The sitemaps of all languages that have pages, with the time of the last change in each."""
    changed = dict(
        open_pages()
        .filter(depth__gt=1)
        .values_list("locale__language_code")
        .annotate(changed_at=Max("last_published_at"))
        .order_by()
    )
    entries = [Entry(f"/sitemap-{code}.xml", changed[code]) for code in shown_codes() if code in changed]
    return _xml(request, "pages/sitemap_index.xml", entries)


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def sitemap(request: HttpRequest, language: str) -> HttpResponse:
    """Every page that is live in this language, and the self-check. The help in place of a missing page is none."""
    if language not in shown_codes():
        raise Http404
    self_check = [Entry(other.address, None) for other in self_check_alternates() if other.code == language]
    return _xml(request, "pages/sitemap.xml", [*_pages_in(language), *self_check])


def _pages_in(language: str) -> Iterator[Entry]:
    pages = open_pages().filter(depth__gt=1, locale__language_code=language).order_by("path")
    for url_path, changed_at in pages.values_list("url_path", "last_published_at"):
        yield Entry(address_of(url_path, language), changed_at)


def _xml(request: HttpRequest, template: str, entries: list[Entry]) -> HttpResponse:
    shown = {"origin": settings.WAGTAILADMIN_BASE_URL.rstrip("/"), "entries": entries}
    return render(request, template, shown, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing behind a sign-in is meant for search engines; it is not theirs to try either."""
    closed = ["/accounts/", "/api/", "/cms/", *(f"/*/{area}/" for area in sorted(DESK))]
    origin = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in closed), "", f"Sitemap: {origin}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", index, name="sitemaps"),
    path("sitemap-<slug:language>.xml", sitemap, name="sitemap"),
]
