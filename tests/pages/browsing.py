"""A browser whose site is the test client: no server, no thread, and the database of the test itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Route
from wagtail.models import Page

from pages.addresses import address_of

ORIGIN = "http://testserver"
VIEWS = ("/", "/{}/offline/", "/{}/pruefen/", "/{}/suche/")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@contextmanager
def context(browser: Browser, width: int = 1280, *, scheme: str = "light", **more: object) -> Iterator[BrowserContext]:
    """A fresh profile at this width in CSS pixels; whatever it asks for comes from the test client."""
    opened = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)  # type: ignore[arg-type]
    opened.route("**/*", _answer)
    yield opened
    opened.close()


def _answer(route: Route) -> None:
    address = urlsplit(route.request.url)
    if not route.request.url.startswith(ORIGIN):
        route.abort()
    elif address.path.startswith(settings.STATIC_URL):
        place = Path(str(finders.find(address.path.removeprefix(settings.STATIC_URL))))
        route.fulfill(body=place.read_bytes(), content_type=TYPES.get(place.suffix, "application/octet-stream"))
    else:
        response = Client().get(f"{address.path}?{address.query}")
        route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)


def one_of_each_kind(language: str) -> list[str]:
    """An address for every template a reader can meet."""
    german = Page.objects.live().filter(locale__language_code="de", depth__gt=1).order_by("path")
    kinds = {page.content_type_id: address_of(page.url_path, language) for page in reversed(german)}
    return [*sorted(kinds.values()), *(view.format(language) for view in VIEWS)]
