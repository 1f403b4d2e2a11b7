"""Serving public pages, and the list of languages at `/`."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail.models import Page

from pages.finding import find_page, specific
from pages.languages import KNOWN, Language, in_readers_order
from pages.translations import alternates_of

FRESH_FOR = 60  # seconds a browser or proxy may keep a public page


@require_safe
@vary_on_headers("Accept-Language")
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/`: every language by its own name, the browser's first; no script, no cookie, no redirect."""
    languages = in_readers_order(request.headers.get("Accept-Language", ""), _switched_on())
    return _public(render(request, "pages/languages.html", {"languages": languages, "origin": _origin(request)}))


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """A page in the address' language; where it is not translated yet, help in that language and the German text."""
    page, german = find_page(get_language() or settings.LANGUAGE_CODE, path)
    if page is not None:
        return _public(specific(page).serve(request))
    if german is not None:
        return _public(_serve_untranslated(request, german))
    raise Http404


def _serve_untranslated(request: HttpRequest, german: Page) -> HttpResponse:
    translated = [
        {"code": other.code, "own_name": KNOWN[other.code].own_name, "address": other.address}
        for other in alternates_of(german)
        if other.code != settings.LANGUAGE_CODE
    ]
    return render(request, "pages/not_translated.html", {"page": specific(german), "translated": translated})


def _switched_on() -> list[Language]:
    return [KNOWN[code] for code, _name in settings.LANGUAGES]


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
