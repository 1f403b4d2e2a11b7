"""Stores the German content of a new site."""

from collections.abc import Iterator

from django.conf import settings
from django.db import models
from wagtail.models import Locale, Page, Site

from forms.reading import shipped_form
from pages.models import Contact, CounsellingOffice, PublicPage
from pages.self_check.mirroring import german_texts_of, mirror_self_check
from pages.shipped.building import Entry, fill, page_from, shipped, terms_from


def german_texts() -> Iterator[tuple[str, models.Model]]:
    """Everything that is translated, with its name in the catalogues; nothing is stored or asked of a database."""
    locale = Locale(language_code=settings.LANGUAGE_CODE)
    for entry in _all_entries():
        yield entry["slug"], page_from(entry, locale, {})
    for term in terms_from(locale):
        yield "begriffe", term
    if check := shipped_form().self_check:
        yield "pruefen", german_texts_of(check, locale)


def load_german() -> list[models.Model]:
    """All that can be translated, German and live."""
    german = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    terms = terms_from(german)
    for term in terms:
        term.save()
    if settings.DEMO:
        _load_invented()
    check = mirror_self_check()
    return [*_load_pages(german), *terms, *([check] if check else [])]


def _load_pages(german: Locale) -> list[PublicPage]:
    """Links are filled in once all pages exist; only then the pages are published."""
    stored: list[tuple[PublicPage, Entry]] = []
    content = shipped("pages.yaml")
    home = page_from(content["home"], german, {})
    _empty_root(german).add_child(instance=home)
    stored.append((home, content["home"]))
    _store_below(home, content["pages"], german, stored)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", site_name=settings.WAGTAIL_SITE_NAME, root_page=home, is_default_site=True
    )
    numbers = {page.slug: page.pk for page, _entry in stored}
    for page, entry in stored:
        fill(page, entry, numbers)
        page.save_revision().publish()
    return [page for page, _entry in stored]


def _store_below(
    parent: PublicPage, entries: list[Entry], german: Locale, stored: list[tuple[PublicPage, Entry]]
) -> None:
    for entry in _wanted(entries):
        page = parent.add_child(instance=page_from(entry, german, {}))
        stored.append((page, entry))
        _store_below(page, entry.get("children", []), german, stored)


def _wanted(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if settings.DEMO or not entry.get("only_in_demo")]


def _all_entries() -> Iterator[Entry]:
    content = shipped("pages.yaml")
    yield content["home"]
    for entry in content["pages"]:
        yield entry
        yield from entry.get("children", [])


def _empty_root(locale: Locale) -> Page:
    """The root of the tree without Wagtail's welcome page."""
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    Page.objects.child_of(root).delete()
    return Page.objects.get(pk=root.pk)


def _load_invented() -> None:
    invented = shipped("invented.yaml")
    for contact in invented["contacts"]:
        Contact.objects.create(is_invented=True, **contact)
    for office in invented["offices"]:
        hours = [{"type": "hours", "value": row} for row in office.pop("hours")]
        CounsellingOffice.objects.create(is_invented=True, hours=hours, **office)
