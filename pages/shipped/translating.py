"""Enters the shipped translations where editors find them, as drafts that nobody has checked.

The worker does it language by language, each text in a short transaction of its own. What is there already is passed
over, so a killed worker's successor goes on where it ended; a new catalogue renews what no person has touched.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from documents import jobs
from forms import po_files
from pages.drafting import is_touched, new_translation, publish_draft, target_of
from pages.sources import sync_source
from pages.texts import german, key_of, snippet_kinds

DRAFT_BY = "draft shipped with Gremium"
NAMESPACE = UUID("7a4f0f0a-0b0e-4c3c-9a53-3a8f5a0c9b52")
Catalogue = dict[str, str]


def translations_file(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "pages.po"


def order_translations() -> None:
    """Have the worker enter every catalogue that is new since the last time."""
    for code in _shipped_languages():
        Locale.objects.get_or_create(language_code=code)
        digest = hashlib.sha256(translations_file(code).read_bytes()).hexdigest()[:20]
        jobs.order(
            key=f"translations {code} {digest}",
            task="pages.tasks.load_translations",
            subject=subject_of(code),
            queue=jobs.Queue.BULK,
        )


def subject_of(language: str) -> UUID:
    """What a job calls a language."""
    return uuid5(NAMESPACE, language)


def language_of_subject(subject: UUID) -> str:
    """Empty for a language that is no longer offered or shipped."""
    return {subject_of(code): code for code in _shipped_languages()}.get(subject, "")


def load_language(code: str, tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Enter all drafts of one language that can be; how many texts were made or renewed. `tell` hears how far it is."""
    locale, _is_new = Locale.objects.get_or_create(language_code=code)
    catalogue = read_catalogue(code)
    texts = list(german_texts())
    changed = 0
    for number, text in enumerate(texts, start=1):
        changed += enter_draft(text, locale, catalogue)
        tell(number, len(texts))
    return changed


def read_catalogue(code: str) -> Catalogue:
    return {german: text for german, text in po_files.read(translations_file(code)).items() if text}


def german_texts() -> Iterator[models.Model]:
    """All German texts readers can see, parents before their children."""
    for page in Page.objects.live().filter(locale__language_code=german(), depth__gt=1).order_by("path").specific():
        if page._meta.app_label == "pages":
            yield page
    for kind in snippet_kinds():
        yield from kind._default_manager.filter(locale__language_code=german())


def enter_draft(text: Any, locale: Locale, catalogue: Catalogue) -> bool:
    """One text; whether anything was written. With a string missing it is left out: readers never meet a mixture."""
    source = sync_source(text)
    segments = list(StringSegment.objects.filter(source=source).select_related("string", "context"))
    wanted = {(segment.string_id, segment.context_id): catalogue.get(segment.string.data, "") for segment in segments}
    sound = all(_is_sound(segment.string.data, catalogue.get(segment.string.data, "")) for segment in segments)
    known = _known_drafts(key_of(text), locale)
    target = target_of(text, locale)
    if not sound or is_touched(text, locale, target, DRAFT_BY):
        return False
    if target is not None and all(known.get(place) == data for place, data in wanted.items()):
        return False
    with transaction.atomic():
        Translation.objects.get_or_create(source=source, target_locale=locale)
        _write_drafts(wanted, known, key_of(text), locale)
        return _build(source, text, locale, target)


def _is_sound(german_text: str, translated: str) -> bool:
    """Is it there, and does it hold the same links?"""
    try:
        StringValue.from_translated_html(translated)
        validate_translation_links(german_text, translated)
    except ValueError:
        return False
    return bool(translated)


def _known_drafts(key: UUID, locale: Locale) -> dict[tuple[int, int], str]:
    rows = StringTranslation.objects.filter(locale=locale, context__object_id=key)
    return {(row.translation_of_id, row.context_id): row.data for row in rows}


def _write_drafts(
    wanted: dict[tuple[int, int], str], known: dict[tuple[int, int], str], key: UUID, locale: Locale
) -> None:
    """All of them are drafts of ours by now: a text with a word of a person in it is never renewed."""
    rows = StringTranslation.objects.filter(locale=locale, context__object_id=key)
    for string_id, context_id in known.keys() & wanted.keys():
        data = wanted[string_id, context_id]
        if known[string_id, context_id] != data:
            place = rows.filter(translation_of_id=string_id, context_id=context_id)
            place.update(data=data, updated_at=timezone.now())
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=string_id,
            context_id=context_id,
            locale=locale,
            data=data,
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            tool_name=DRAFT_BY,
        )
        for (string_id, context_id), data in wanted.items()
        if (string_id, context_id) not in known
    )


def _build(source: TranslationSource, text: Any, locale: Locale, target: Any) -> bool:
    original = source.as_instance()
    translation = target or new_translation(source.as_instance(), locale)
    ingest_segments(
        original, translation, source.locale, locale, source._get_segments_for_translation(locale, fallback=True)
    )
    return publish_draft(translation, text, locale)


def _shipped_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if translations_file(code).exists()]
