"""No German text goes live under the address of another language, whoever publishes it and however."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.editions import is_untranslated
from pages.texts import german, language_of


def require_translation(page: Page) -> None:
    """Raises ValidationError where a page of another language is to be live and all its words are German."""
    if page.live and language_of(page) != german() and is_untranslated(page):
        raise ValidationError({NON_FIELD_ERRORS: [_("Nothing of this page is translated yet, so it stays a draft.")]})


def keep_honest(page: Page, *, is_validated: bool) -> None:
    """For what wagtail-localize and Wagtail write without asking: copies of German pages, and their addresses.

    A mirrored page would be German under a foreign address; readers get the help page there instead.
    """
    if page.locale_id is None or language_of(page) == german():
        return
    if page.alias_of_id is not None or (page.live and not is_validated and is_untranslated(page)):
        page.live = False
    _take_over_slug(page)


def _take_over_slug(page: Page) -> None:
    """The path is the same in every language; home pages differ, their slug is no part of the address."""
    source = Page.objects.filter(translation_key=page.translation_key, locale__language_code=german(), depth__gt=2)
    if slug := source.values_list("slug", flat=True).first():
        page.slug = slug
