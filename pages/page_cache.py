"""Public answers kept whole and compressed; a kept one is given before session, account or database are touched.

A view says that its answer is the same for everyone by `Cache-Control: public`. Kept is what such a view answers to an
anonymous GET without a query. The address and, at `/`, the order of languages the browser asks for make up the name:
never the host, because addresses inside the pages come from the settings.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from pages import page_store
from pages.addresses import is_public
from pages.languages import in_readers_order
from pages.releases import shown_languages

LARGEST_BYTES = 512 * 1024
COMPRESSED = ("text/", "application/json", "application/xml", "image/svg+xml")
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
NOT_KEPT = frozenset({"Content-Length", "Content-Encoding", "Date", "ETag"})


class KeptAnswer(NamedTuple):
    headers: tuple[tuple[str, str], ...]
    etag: str
    is_compressed: bool
    body: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "KeptAnswer":
        """The body gzipped at once, where that is worth it: there is no secret in it that its length could tell."""
        is_text = response.headers.get("Content-Type", "").startswith(COMPRESSED)
        if is_text:
            patch_vary_headers(response, ["Accept-Encoding"])
        headers = tuple((name, value) for name, value in response.items() if name not in NOT_KEPT)
        digest = hashlib.sha256(response.content).hexdigest()[:20]
        body = gzip.compress(response.content, mtime=0) if is_text else response.content
        return cls(headers, f'W/"{digest}"', is_text, body)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """200, or 304 where the browser holds just this."""
        response = HttpResponse(headers=dict(self.headers))
        response.headers["ETag"] = self.etag
        unchanged = get_conditional_response(request, etag=self.etag, response=response)
        if unchanged is not None and unchanged.status_code == 304:
            return unchanged
        if self.is_compressed and TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            response.headers["Content-Encoding"] = "gzip"
            response.content = self.body
        else:
            response.content = gzip.decompress(self.body) if self.is_compressed else self.body
        response.headers["Content-Length"] = str(len(response.content))
        return response


class PageCache:
    """Stands before the sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_anonymous_reading(request):
            return self.get_response(request)
        request.get_host()  # refuses a foreign host as every other page does
        name, token = _name_of(request), page_store.generation()
        kept = None if request.GET else page_store.recall(name, token)
        if kept is not None:
            return KeptAnswer(*kept).answer(request)
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_for_everyone(request, response):
            return response
        made = KeptAnswer.of(response)
        if request.method == "GET" and not request.GET:
            page_store.keep(name, token, tuple(made))
        return made.answer(request)


def _is_anonymous_reading(request: HttpRequest) -> bool:
    is_reading = request.method in ("GET", "HEAD") and is_public(request.path_info)
    return is_reading and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    varies_by = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and "public" in response.headers.get("Cache-Control", "")
        and not response.cookies
        and varies_by <= {"accept-encoding", "accept-language" if request.path_info == "/" else "accept-encoding"}
        and not isinstance(getattr(request, "_csp_nonce", None), str)  # a script of this very answer
        and len(response.content) <= LARGEST_BYTES
    )


def _name_of(request: HttpRequest) -> str:
    if request.path_info != "/":
        return request.path_info
    order = in_readers_order(request.headers.get("Accept-Language", ""), shown_languages())
    return "/ " + " ".join(language.code for language in order)
