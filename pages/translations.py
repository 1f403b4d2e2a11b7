"""How far the translation of a page is, computed from what is stored; never a flag someone must remember to set."""

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from pages.addresses import address_of
from pages.languages import KNOWN


@dataclass(frozen=True, slots=True)
class TranslationState:
    """What a reader must know about the text before her. All false on a German page."""

    is_translation: bool = False
    is_unchecked: bool = False
    is_partial: bool = False
    is_outdated: bool = False
    german_address: str = ""

    @property
    def needs_care(self) -> bool:
        return self.is_unchecked or self.is_partial or self.is_outdated


@dataclass(frozen=True, slots=True)
class Alternate:
    code: str
    address: str


def state_of(page: Page) -> TranslationState:
    """Unchecked: a string still is the shipped or a machine's draft; an editor who saves it makes it checked."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return TranslationState()
    record = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale)
        .select_related("source")
        .first()
    )
    german = Page.objects.filter(
        translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
    ).first()
    total, done = record.get_progress() if record else (0, 0)
    return TranslationState(
        is_translation=True,
        is_unchecked=_has_drafts(page),
        is_partial=done < total,
        is_outdated=bool(
            record and german and german.last_published_at and german.last_published_at > record.source.last_updated_at
        ),
        german_address=address_of(german.url_path, german.locale.language_code) if german else "",
    )


def _has_drafts(page: Page) -> bool:
    drafts = StringTranslation.objects.filter(
        locale=page.locale,
        context__object_id=page.translation_key,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    return bool(drafts.exists())


def alternates_of(page: Page) -> list[Alternate]:
    """Every language in which this page can be read, for `hreflang`; languages switched off are left out."""
    switched_on = {code for code, _name in settings.LANGUAGES}
    readable = Page.objects.live().filter(translation_key=page.translation_key).select_related("locale")
    codes = {other.locale.language_code: other.url_path for other in readable}
    return [Alternate(code, address_of(codes[code], code)) for code in KNOWN if code in codes and code in switched_on]
