"""A browser whose site is the test client: no server, no thread, and the database of the test itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Request, Route

ORIGIN = "http://testserver"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@contextmanager
def context(
    browser: Browser, width: int = 1280, *, scheme: str = "light", client: Client | None = None, **more: object
) -> Iterator[BrowserContext]:
    """A fresh profile at this width in CSS pixels; whatever it asks for comes from the test client.

    With `client` it is what that one may see, as somebody who is signed in; what is sent then is sent as a visitor.
    """
    opened = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)  # type: ignore[arg-type]
    opened.route("**/*", partial(_answer, client))
    yield opened
    opened.close()


def _answer(client: Client | None, route: Route) -> None:
    address = urlsplit(route.request.url)
    if not route.request.url.startswith(ORIGIN):
        route.abort()
    elif address.path.startswith(settings.STATIC_URL):
        place = Path(str(finders.find(address.path.removeprefix(settings.STATIC_URL))))
        route.fulfill(body=place.read_bytes(), content_type=TYPES.get(place.suffix, "application/octet-stream"))
    else:
        response = _response(client, route.request)
        route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)


def _response(client: Client | None, request: Request) -> HttpResponse:
    address = request.url.removeprefix(ORIGIN)
    if request.method == "POST":
        sent = request.post_data_buffer or b""
        return Client().post(address, sent, content_type="application/x-www-form-urlencoded")  # type: ignore[return-value]
    return (client or Client()).get(address)  # type: ignore[return-value]
