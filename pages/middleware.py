"""Which language answers a request."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import activate, get_language

from pages.addresses import (
    DESK_LANGUAGES,
    FOR_SEARCH_ENGINES,
    WITHOUT_LANGUAGE,
    is_desk,
    is_for_translators,
    is_public,
    split,
)
from pages.german_words import mark_german
from pages.languages import in_readers_order
from pages.releases import shown_codes, shown_languages

HEADLESS = "/api/"


class LanguageMiddleware(LocaleMiddleware):
    """Django's, with five differences.

    An address that names no language speaks what the browser asks for first among the languages shown; no cookie is
    looked at. So the page cache, which knows the list of languages by that order, gives everybody the right one.

    A missing address that carries no language stays missing (Django would redirect it to a page address that
    never matches). The headless API names the language of its content itself and is the same for every browser. The
    signed-in areas speak German or English, never a half-translated mixture.
    A language that no editor has released yet has no public pages, but links for those who translate into it.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path_info.startswith(HEADLESS):
            _speak(request, settings.LANGUAGE_CODE)
        elif not split(request.path_info)[0] and not request.path_info.startswith(WITHOUT_LANGUAGE):
            _speak(request, in_readers_order(request.headers.get("Accept-Language", ""), shown_languages())[0].code)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if is_desk(request.path_info) and get_language() not in DESK_LANGUAGES:
            _speak(request, settings.LANGUAGE_CODE)
        elif is_public(request.path_info) and not is_for_translators(request.path_info):
            code, _rest = split(request.path_info)
            if code and code not in shown_codes():
                _speak(request, settings.LANGUAGE_CODE)
                raise Http404

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith((HEADLESS, *FOR_SEARCH_ENGINES)):
            return response  # the same for every browser
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)


class MarkGermanWords:
    """On every public page, whatever template it comes from. Stands inside the page cache, so that it is done once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and is_public(request.path_info)
        if is_page and isinstance(response, HttpResponse):
            language = response.headers.get("Content-Language", settings.LANGUAGE_CODE)
            response.content = mark_german(response.text, language)
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _speak(request: HttpRequest, language: str) -> None:
    activate(language)
    request.LANGUAGE_CODE = language
