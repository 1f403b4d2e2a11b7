"""What is kept on a phone: the core and counselling pages of one language, and the files they load."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders

from pages import page_store
from pages.addresses import address_of
from pages.finding import open_pages

CORE = ("", "so-laeuft-es-ab/", "fuer-wen/", "haeufige-fragen/", "beratung/", "begriffe/", "datenschutz/")
"""Paths below a language, in the order they are shown."""

LOADED = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
Read = Callable[[str], bytes | None]
"""Gives the page at an address as a stranger gets it, or None where there is none."""


class Kept(NamedTuple):
    addresses: tuple[str, ...]
    size: int
    """Bytes to be loaded once, compressed as they travel."""


class Titled(NamedTuple):
    """`sheet` is the address of the page as a PDF file; empty where the page is not in the reader's language."""

    address: str
    title: str
    language: str
    sheet: str


def core_pages(language: str) -> list[Titled]:
    """The pages by their titles, in this language or else in German (which is told)."""
    found: dict[str, Titled] = {}
    pages = open_pages().filter(depth__in=(2, 3), locale__language_code__in=(language, settings.LANGUAGE_CODE))
    for page in pages.select_related("locale"):
        path, code = address_of(page.url_path, language).removeprefix(f"/{language}/"), page.locale.language_code
        if path in CORE and (path not in found or code == language):
            sheet = f"/{language}/blatt/{path}" if code == language else ""
            found[path] = Titled(f"/{language}/{path}", page.title, code, sheet)
    return [found[path] for path in CORE if path in found]


def kept(language: str, read: Read) -> Kept:
    """Measured once until a page changes."""
    own = f"/{language}/offline/"
    pages = (own, *(f"/{language}/{path}" for path in CORE))
    addresses, size = page_store.remembered(f"kept on phones {language}", lambda: _measured(pages, read))
    return Kept(addresses, size)


def _measured(pages: tuple[str, ...], read: Read) -> tuple[tuple[str, ...], int]:
    bodies = {address: body for address in pages if (body := read(address)) is not None}
    files = sorted({found.decode() for body in bodies.values() for found in LOADED.findall(body)})
    contents = [*bodies.values(), *map(_content, files)]
    return (*bodies, *files), sum(len(gzip.compress(content, mtime=0)) for content in contents)


def _content(address: str) -> bytes:
    name = address.removeprefix(settings.STATIC_URL)
    place = finders.find(name) or settings.STATIC_ROOT / name
    return Path(str(place)).read_bytes()
