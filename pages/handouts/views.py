"""A page to print, to send and to put up: the sheet as PDF, and the QR code that leads to the page."""

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from documents.rendering import RenderingFailed
from pages.finding import find_page, specific
from pages.handouts.making import address_on_the_internet, code_file, handout_of, pdf_of
from pages.models import PublicPage

HOME = "start"
"""Stands in the address of the home page's QR code, whose path is empty."""
FRESH_FOR = 60  # seconds

log = logging.getLogger(__name__)


@require_safe
def sheet(request: HttpRequest, path: str) -> HttpResponse:
    """The page as PDF in the address' language; where it is not translated, the way to the German sheet."""
    page, german = find_page(get_language() or "", path)
    if page is None:
        return _german_sheet(german, path)
    return _answer(request, specific(page), None)


@require_safe
def sheet_beside_german(request: HttpRequest, path: str) -> HttpResponse:
    """Both texts side by side, for the desk of a counselling centre."""
    page, german = find_page(get_language() or "", path)
    if page is None or german is None or page == german:
        return _german_sheet(german, path)
    return _answer(request, specific(page), specific(german))


@require_safe
def code(request: HttpRequest, path: str) -> HttpResponse:
    """A QR code with the page's address, for posters."""
    page, _german = find_page(get_language() or "", "" if path == HOME else f"{path}/")
    if page is None:
        raise Http404
    return _public(HttpResponse(code_file(address_on_the_internet(page)), content_type="image/svg+xml"))


def _german_sheet(german: Page | None, path: str) -> HttpResponse:
    if german is None:
        raise Http404
    return redirect(f"/{settings.LANGUAGE_CODE}/blatt/{path}")


def _answer(request: HttpRequest, page: PublicPage, german: PublicPage | None) -> HttpResponse:
    try:
        pdf = pdf_of(handout_of(page, request, german=german))
    except RenderingFailed:
        log.exception("the sheet of page %s cannot be made", page.pk)
        return render(request, "pages/no_sheet.html", {"address": page.get_url(request)}, status=503)
    languages = "-".join([page.locale.language_code, *([settings.LANGUAGE_CODE] if german else [])])
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="blatt-{languages}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return _public(response)


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
