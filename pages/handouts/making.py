"""A public page as a handout: what readers see of it, on paper, and beside German on wish."""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from documents.handouts import Box, Handout, Paragraph, Piece, Row, Run, Source, Tongue, render_handout
from pages import page_store
from pages.addresses import address_of
from pages.dates import long_date
from pages.handouts.pairing import paired
from pages.handouts.reading import read
from pages.languages import KNOWN
from pages.models import PublicPage

KEPT = "handouts"
NO_GERMAN_BELOW: dict[str, Any] = {"originals": None, "unchecked": frozenset()}
DRAWING: dict[str, Any] = {"border": 2, "svgclass": None, "lineclass": None}
KEPT_SECONDS = 7 * 24 * 60 * 60


def pdf_of(handout: Handout) -> bytes:
    """Made once for each content; raises `documents.rendering.RenderingFailed`."""
    pdf = page_store.recall(handout.fingerprint, KEPT)
    if pdf is None:
        pdf = render_handout(handout)
        page_store.keep(handout.fingerprint, KEPT, pdf, seconds=KEPT_SECONDS)
    assert isinstance(pdf, bytes)
    return pdf


def handout_of(page: PublicPage, request: HttpRequest, *, german: PublicPage | None = None) -> Handout:
    """The page in its own language; with `german` that text stands beside it, and none of it below."""
    with override(page.locale.language_code):
        context = page.shown_context(request)
        own = _content(page, {**context, **NO_GERMAN_BELOW} if german else context, request)
        return Handout(
            title=_("Information sheet"),
            own=_tongue(page.locale.language_code),
            other=_tongue(settings.LANGUAGE_CODE),
            head=Run(text=f"{settings.WAGTAIL_SITE_NAME} · {settings.SITE_OWNER}"),
            rows=paired(own, _german_content(german, request)) if german else _alone(own),
            source=_source(page),
            day=_day(page),
            notes=_notes(context, request),
            foot=(Run(text=_("As of %(day)s") % {"day": long_date(localdate(page.last_published_at))}),)
            if page.last_published_at
            else (),
            is_bilingual=german is not None,
        )


def address_on_the_internet(page: Page) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{address_of(page.url_path, page.locale.language_code)}"


def code_file(address: str) -> str:
    """The address as a picture (SVG) that phones read; it scales to any size."""
    picture = io.BytesIO()
    _code(address).save(picture, kind="svg", **DRAWING)
    return picture.getvalue().decode()


@lru_cache(maxsize=1000)
def drawn_code(address: str) -> str:
    """The same as an element inside a page. Drawing takes a fifth of a page's time, so it is done once an address."""
    return str(_code(address).svg_inline(omitsize=True, **DRAWING))


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m")


def _tongue(code: str) -> Tongue:
    language = KNOWN[code]
    return Tongue(lang=code, own_name=language.own_name, is_rtl=language.is_rtl)


def _content(page: PublicPage, context: dict[str, Any], request: HttpRequest) -> tuple[Piece, ...]:
    html = render_to_string(page.content_template, {**context, "page": page}, request=request)
    return read(html, settings.WAGTAILADMIN_BASE_URL)


def _german_content(page: PublicPage, request: HttpRequest) -> tuple[Piece, ...]:
    with override(settings.LANGUAGE_CODE):
        return _content(page, page.content_context(request), request)


def _alone(pieces: Sequence[Piece]) -> tuple[Row, ...]:
    return tuple(Row(own=(piece,)) for piece in pieces)


def _notes(context: dict[str, Any], request: HttpRequest) -> tuple[Row, ...]:
    """What readers of a translation must know first, in the words of the page itself."""
    if not context["state"].is_translation:
        return ()
    told = read(render_to_string("pages/_state.html", context, request=request), settings.WAGTAILADMIN_BASE_URL)
    return (Row(own=(Box(pieces=told, tone="attention" if context["state"].is_outdated else "plain"),)),)


def _source(page: PublicPage) -> Source:
    address = address_on_the_internet(page)
    label = Paragraph(runs=(Run(text=_("This page on the internet, in its newest version:")),))
    return Source(
        address=address,
        code=code_file(address),
        code_in_words=_("QR code with the address of this page"),
        rows=(Row(own=(label,)),),
    )


def _day(page: PublicPage) -> str:
    return localdate(page.last_published_at).isoformat() if page.last_published_at else ""
