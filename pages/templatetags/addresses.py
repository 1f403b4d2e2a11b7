"""Links to public pages that stay in the reader's language."""

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from pages.addresses import address_of

register = template.Library()


@register.simple_tag
def address(page: Page | None) -> str:
    """The page's address in the reader's language; a page not yet translated answers there with help."""
    language = get_language() or "de"
    return address_of(page.url_path, language) if page is not None else f"/{language}/"
