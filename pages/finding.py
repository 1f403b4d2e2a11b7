"""Which page answers an address: one query, for the reader's language and the German text together."""

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from pages.addresses import address_of

HOME_DEPTH = 2
"""Depth in the page tree: root, home page."""


def open_pages() -> PageQuerySet:
    """Live pages that no editor closed to the public, without the query that `public()` needs beforehand."""
    place = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    closed = PageViewRestriction.objects.annotate(place=place).filter(place__startswith=F("page__path"))
    return Page.objects.live().filter(~Exists(closed))


def find_page(language: str, path: str) -> tuple[Page | None, Page | None]:
    """The page at `/<language>/<path>` in this language, and the German one; None where there is none."""
    slugs = [slug for slug in path.split("/") if slug]
    wanted = open_pages().filter(
        depth=HOME_DEPTH + len(slugs), locale__language_code__in=(language, settings.LANGUAGE_CODE)
    )
    if slugs:
        wanted = wanted.filter(slug=slugs[-1])
    found = {
        page.locale.language_code: page
        for page in wanted.select_related("locale").order_by("-path")
        if address_of(page.url_path, language) == f"/{language}/{path}"
    }
    return found.get(language), found.get(settings.LANGUAGE_CODE)


def moved_to(language: str, path: str) -> str:
    """Where a page that had this address in German is today, in the reader's language; empty if there was none."""
    old = Redirect.normalise_path(f"/{settings.LANGUAGE_CODE}/{path}")
    found = Redirect.objects.filter(old_path=old, redirect_page__live=True).select_related("redirect_page").first()
    return address_of(found.redirect_page.url_path, language) if found else ""


def specific(page: Page, german: Page | None = None) -> Page:
    """The page as its own kind; its language is not asked for a second time.

    Where `german` is the page it translates, that comes along in the same query, as `german_page`.
    """
    is_original = german is not None and german.translation_key == page.translation_key
    pages = page.specific_class.objects.in_bulk([page.pk, german.pk] if german and is_original else [page.pk])
    found = pages[page.pk]
    found.locale = page.locale
    if german and is_original:
        found.german_page = pages.get(german.pk)
    return found
