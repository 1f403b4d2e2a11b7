"""Enters the shipped translations where editors find them, as drafts that nobody has checked."""

from collections.abc import Iterable
from pathlib import Path

import polib
from django.conf import settings
from django.db import models
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

DRAFT_BY = "draft shipped with Gremium"


def translations_file(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "pages.po"


def load_translations(texts: Iterable[models.Model], locale: Locale) -> None:
    """A text with a missing string stays untranslated: readers never meet a mixture."""
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(translations_file(locale.language_code)))}
    for text in texts:
        source, _created = TranslationSource.get_or_create_from_instance(text)
        segments = list(StringSegment.objects.filter(source=source).select_related("string"))
        if all(known.get(segment.string.data) for segment in segments):
            _translate(source, segments, known, locale)


def _translate(source: TranslationSource, segments: list[StringSegment], known: dict[str, str], locale: Locale) -> None:
    Translation.objects.create(source=source, target_locale=locale)
    for segment in segments:
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": known[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                "tool_name": DRAFT_BY,
            },
        )
    if not issubclass(source.specific_content_type.model_class(), Page):
        source.create_or_update_translation(locale)
        return
    page, _created = source.create_or_update_translation(locale, publish=False)
    page.get_latest_revision().publish()
