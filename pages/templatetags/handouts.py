"""A page on paper: where its sheets are, and the QR code that leads back to it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from pages.addresses import address_of
from pages.handouts.making import address_on_the_internet, drawn_code
from pages.handouts.views import HOME
from pages.models import PublicPage

register = template.Library()


@register.simple_tag
def sheet_address(page: PublicPage, *, beside_german: bool = False) -> str:
    return _below(page, "blatt/zweisprachig/" if beside_german else "blatt/")


@register.simple_tag
def code_address(page: PublicPage) -> str:
    language, path = _parts(page)
    return f"/{language}/qr/{path.rstrip('/') or HOME}.svg"


@register.simple_tag
def code_to_print(page: PublicPage) -> SafeString:
    """Drawn into the page itself: a picture that is loaded only for printing comes too late."""
    return mark_safe(drawn_code(address_on_the_internet(page)))


def _below(page: PublicPage, place: str) -> str:
    language, path = _parts(page)
    return f"/{language}/{place}{path}"


def _parts(page: PublicPage) -> tuple[str, str]:
    _root, language, path = address_of(page.url_path, page.locale.language_code).split("/", 2)
    return language, path
