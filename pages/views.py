"""Serving public pages, and the list of languages at `/`."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail.models import Page

from pages.calendars import calendar_of
from pages.finding import find_page, moved_to, specific
from pages.languages import KNOWN, in_readers_order
from pages.models import EventPage, PublicPage
from pages.releases import shown_languages
from pages.searching import find
from pages.translations import alternates_of

HEADING = re.compile(r"(?<=<)(/?)h([1-5])\b")
GERMAN_PAGES = re.compile(rf'href="/{settings.LANGUAGE_CODE}/(?!blatt/)')
"""Links to pages, but not to their sheets."""
FRESH_FOR = 60  # seconds a browser or proxy may keep a public page


@require_safe
@vary_on_headers("Accept-Language")
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/`: every language by its own name, the browser's first; no script, no cookie, no redirect."""
    languages = in_readers_order(request.headers.get("Accept-Language", ""), shown_languages())
    translated, german = find_page(get_language() or settings.LANGUAGE_CODE, "")
    home = translated or german
    alternates = alternates_of(home) if home is not None else []
    shown = {"languages": languages, "home": home, "alternates": alternates}
    return _public(render(request, "pages/languages.html", shown))


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """A page in the address' language; where it is not translated yet, help in that language and the German text."""
    page, german = find_page(get_language() or settings.LANGUAGE_CODE, path)
    if page is not None:
        return _public(specific(page, german).serve(request))
    if german is not None:
        alternates = {other.code: other.address for other in alternates_of(german)}
        elsewhere = alternates.get(get_language() or "", request.path)
        if elsewhere != request.path:
            return redirect(elsewhere)  # the translation could not follow the German page to this path
        return _public(_serve_untranslated(request, german, alternates))
    if address := moved_to(get_language() or settings.LANGUAGE_CODE, path):
        return HttpResponsePermanentRedirect(address)
    raise Http404


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages, words and offices in the reader's language, then in German. What is looked for is kept nowhere."""
    finding = find(request.GET.get("q", ""), get_language() or settings.LANGUAGE_CODE)
    response = render(request, "pages/search.html", {"finding": finding})
    patch_cache_control(response, no_store=True)
    return response


@require_safe
def calendar(request: HttpRequest, path: str) -> HttpResponse:
    """The event at this path for the reader's calendar, in German where it is not translated."""
    page, german = find_page(get_language() or settings.LANGUAGE_CODE, path)
    event = specific(found) if (found := page or german) else None
    if not isinstance(event, EventPage):
        raise Http404
    content = calendar_of(event, f"{settings.WAGTAILADMIN_BASE_URL}/{get_language()}/{path}")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return _public(response)


def _serve_untranslated(request: HttpRequest, german: Page, alternates: dict[str, str]) -> HttpResponse:
    """`alternates`: the languages it can be read in, each with its address."""
    translated = [
        {"code": code, "own_name": KNOWN[code].own_name, "address": address}
        for code, address in alternates.items()
        if code != settings.LANGUAGE_CODE
    ]
    page = specific(german)
    shown = {
        "page": page,
        "translated": translated,
        "german_text": _german_text(request, page),
        "glossary": page.explained_words(),
    }
    return render(request, "pages/not_translated.html", shown)


def _german_text(request: HttpRequest, page: PublicPage) -> SafeString:
    """The whole content in German, so that no word of it lies about its language; links to pages stay in the reader's.

    Its headings stand one level lower, below that of the page.
    """
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(page.content_template, {"page": page, **page.content_context(request)}, request)
    own = f'href="/{get_language()}/'
    lower = HEADING.sub(lambda found: f"{found[1]}h{int(found[2]) + 1}", html)
    return mark_safe(GERMAN_PAGES.sub(own, lower))


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
