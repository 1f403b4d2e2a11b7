"""Public files as browsers and phones want them: the right type, kept by caches, and any part of a film at once."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO, NamedTuple

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

FRESH_FOR = 3600  # seconds
PIECE = 64 * 1024  # bytes
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
"""No file is as long as a longer number says; Python refuses to read one of thousands of digits."""


class Part(NamedTuple):
    """First and last byte, both inside the file."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@require_safe
def serve_document(request: HttpRequest, document_id: int, name: str) -> HttpResponseBase:
    """Stands in for Wagtail's own view, whose hook cannot answer with a stream."""
    document = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != name:
        raise Http404
    for look in hooks.get_hooks("before_serve_document"):  # is its collection closed to the public?
        refused = look(document, request)
        if isinstance(refused, HttpResponse):
            return refused
    return _answer(document, request)


def _answer(document: AbstractDocument, request: HttpRequest) -> HttpResponseBase:
    """Whole, 206 for one range, 304 where the browser holds it, 416 beyond its end (RFC 9110, sections 13 and 14)."""
    etag = quote_etag(document.get_file_hash())
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    size = document.file.size
    asked = _asked(request, etag)
    part = _part(asked, size) if asked else None
    response: HttpResponseBase
    if asked and part is None:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{size}"
    elif part:
        pieces = _pieces(document.file.open("rb"), part)
        response = StreamingHttpResponse(pieces, status=HTTPStatus.PARTIAL_CONTENT)
        response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
        response.headers["Content-Length"] = str(part.length)
    else:
        response = FileResponse(document.file.open("rb"))
    return _described(response, document, etag)


def _described(response: HttpResponseBase, document: AbstractDocument, etag: str) -> HttpResponseBase:
    response.headers["Content-Type"] = document.content_type
    response.headers["Content-Disposition"] = document.content_disposition
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _asked(request: HttpRequest, etag: str) -> re.Match[str] | None:
    """The one range asked for; none where several are, where it is no range, or where the file has changed since."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    is_same = request.headers.get("If-Range", etag) == etag
    return asked if asked and any(asked.groups()) and is_same and request.method == "GET" else None


def _part(asked: re.Match[str], size: int) -> Part | None:
    first, last = asked[1], asked[2]
    if not first:
        length = min(int(last), size)
        return Part(size - length, size - 1) if length else None
    end = min(int(last), size - 1) if last else size - 1
    return Part(int(first), end) if int(first) <= end else None


def _pieces(file: IO[bytes], part: Part) -> Iterator[bytes]:
    with file:
        file.seek(part.first)
        left = part.length
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
