"""Stores the German content of a new site."""

from collections.abc import Iterator

from django.conf import settings
from django.db import models
from wagtail.models import Locale, Page, Site

from forms.reading import shipped_form
from pages.models import Contact, CounsellingOffice, PublicPage
from pages.self_check.mirroring import german_texts_of, mirror_self_check
from pages.shipped.building import Entry, fill, page_from, shipped, terms_from

NEVER_STORED = -1  # with a key of its own a page asks the database for nothing


def german_texts() -> Iterator[tuple[str, models.Model]]:
    """Everything that is translated, with its name in the catalogues; nothing is stored or asked of a database."""
    locale = Locale(language_code=settings.LANGUAGE_CODE)
    content = shipped("pages.yaml")
    for with_inventions in (False, True):
        for entry in _flat([content["home"], *content["pages"]], with_inventions):
            yield entry["slug"], page_from(entry, locale, id=NEVER_STORED)
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
    Contact.objects.bulk_create(Contact(**contact) for contact in shipped("pages.yaml")["contacts"])
    if settings.DEMO:
        _load_invented()
    check = mirror_self_check()
    return [*_load_pages(german), *terms, *([check] if check else [])]


def _load_pages(german: Locale) -> list[PublicPage]:
    """Links are filled in once all pages exist; only then the pages are published."""
    content = shipped("pages.yaml")
    home = page_from(content["home"], german)
    _empty_root(german).add_child(instance=home)
    stored = [(home, content["home"]), *_store_below(home, content["pages"], german)]
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", site_name=settings.WAGTAIL_SITE_NAME, root_page=home, is_default_site=True
    )
    numbers = {page.slug: page.pk for page, _entry in stored}
    for page, entry in stored:
        fill(page, entry, numbers)
        page.save_revision().publish()
    return [page for page, _entry in stored]


def _store_below(parent: PublicPage, entries: list[Entry], german: Locale) -> Iterator[tuple[PublicPage, Entry]]:
    for plain in entries:
        entry = _with_inventions(plain) if settings.DEMO else plain
        page = parent.add_child(instance=page_from(entry, german))
        yield page, entry
        yield from _store_below(page, entry.get("children", []), german)


def _with_inventions(entry: Entry) -> Entry:
    """The entry as the demo shows it: with invented fields and invented pages below."""
    invented = shipped("invented.yaml")
    below = [*entry.get("children", []), *invented["children"].get(entry["slug"], [])]
    return {**entry, **invented["pages"].get(entry["slug"], {}), "children": below}


def _flat(entries: list[Entry], with_inventions: bool) -> Iterator[Entry]:
    for plain in entries:
        entry = _with_inventions(plain) if with_inventions else plain
        yield entry
        yield from _flat(entry.get("children", []), with_inventions)


def _empty_root(locale: Locale) -> Page:
    """The root of the tree without Wagtail's welcome page."""
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    Page.objects.child_of(root).delete()
    return Page.objects.get(pk=root.pk)


def _load_invented() -> None:
    invented = shipped("invented.yaml")
    Contact.objects.bulk_create(Contact(is_invented=True, **contact) for contact in invented["contacts"])
    for office in invented["offices"]:
        hours = [{"type": "hours", "value": row} for row in office["hours"]]
        CounsellingOffice.objects.create(is_invented=True, **{**office, "hours": hours})
