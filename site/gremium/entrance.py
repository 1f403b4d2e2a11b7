"""What is turned away at the door, before anything of a request is read: foreign alphabets and loads too large."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.defaults import bad_request

from pages.addresses import split
from pages.file_kinds import LARGEST
from pages.languages import KNOWN

MEGABYTE = 1024 * 1024
MOST_BYTES = 3 * MEGABYTE
EDITORS_MOST_BYTES = 12 * MEGABYTE
"""Below /cms/; a picture may have 10 MB there."""
FILMS_MOST_BYTES = LARGEST + MEGABYTE
"""Below /cms/documents/, where recordings and films are uploaded."""

SELF_CHECK = "pruefen/"
SELF_CHECK_MOST_BYTES = 16 * 1024
"""All of its answers are ticks: a filled sheet has some hundred bytes."""

ROOMY_VIEWS = frozenset({"forms:step", "phone:photos", "cases:sheets"})
"""What is too large here is told by the page itself, which takes everything but the files that find no room. Whoever
is not signed in, or has no pass, has no room for files at all: `people.middleware` and `forms.phone` say so before
anything is read."""

MOST_DRAINED_BYTES = 300 * MEGABYTE
PIECE_BYTES = 64 * 1024


class Entrance:
    """Stands before all that reads a request: answers 400 or 413 without a word of the request being read as text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            return HttpResponse(
                "This site reads UTF-8 only.\n", content_type="text/plain", status=HTTPStatus.BAD_REQUEST
            )
        if _length(request) > SELF_CHECK_MOST_BYTES and _length(request) > _most(request.path_info):
            _drain(request)
            return _too_large(request)
        return self.get_response(request)


def bad_or_too_large(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's `handler400`: what proves too much only while it is read (Django: 400) is told like what is turned
    away at the door."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        _drain(request)
        return _too_large(request)
    return bad_request(request, exception)


def _too_large(request: HttpRequest) -> HttpResponse:
    """In the language of the address, or what comes nearest to the browser's; German stands beside it."""
    code = split(request.path_info)[0] or translation.get_language_from_request(request)
    with translation.override(code):
        page = render_to_string("413.html", {"reader": KNOWN.get(code, KNOWN[settings.LANGUAGE_CODE])})
    return HttpResponse(
        page,
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        headers={"Content-Language": code, "Cache-Control": "no-store"},
    )


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _most(path: str) -> float:
    if path.startswith("/cms/documents/"):
        return FILMS_MOST_BYTES
    if path.startswith("/cms/"):
        return EDITORS_MOST_BYTES
    if split(path)[1] == SELF_CHECK:
        return SELF_CHECK_MOST_BYTES
    try:
        return float("inf") if resolve(path).view_name in ROOMY_VIEWS else MOST_BYTES
    except Resolver404:
        return MOST_BYTES


def _drain(request: HttpRequest) -> None:
    """Read and forget: a browser that is still sending would show a broken connection instead of the page."""
    with suppress(UnreadablePostError):  # whoever stopped sending waits for no page either
        for _piece in range(MOST_DRAINED_BYTES // PIECE_BYTES):
            if not request.read(PIECE_BYTES):
                return
