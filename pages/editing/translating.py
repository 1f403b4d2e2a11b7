"""Entering translations piece by piece, and putting the whole text in front of readers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from pages.editing.segments import Segment, segments_of
from pages.editing.wording import kept, problems
from pages.models import Suggestion
from pages.pieces import mark_of

Problems = dict[int, list[str]]
"""Sentences by the number of the segment."""


class Refused(Exception):
    """A translation that cannot go live; the message is a sentence."""


def read(segments: Iterable[Segment], typed: Mapping[str, str]) -> tuple[dict[int, str], Problems]:
    """The texts of a form as they are kept, by segment, and what is wrong with those that cannot be."""
    texts: dict[int, str] = {}
    wrong: Problems = {}
    for segment in segments:
        text, found = _read_one(segment, typed.get(segment.field, ""))
        if found:
            wrong[segment.number] = found
        elif text and not _is_untouched(segment, text, typed):
            texts[segment.number] = text
    return texts, wrong


def _is_untouched(segment: Segment, text: str, typed: Mapping[str, str]) -> bool:
    """The field began with the old translation and still holds it, and nobody said that it fits the new German."""
    return segment.old is not None and text == segment.old.translation and f"{segment.field}-fits" not in typed


def _read_one(segment: Segment, typed: str) -> tuple[str, list[str]]:
    if not typed.strip():
        return "", []
    try:
        text = kept(typed)
    except ValueError as error:
        return "", [str(error)]
    return text, problems(segment.german, text)


@transaction.atomic
def enter(source: TranslationSource, locale: Locale, texts: Mapping[int, str], *, by: Any) -> int:
    """Keep the texts as translations a person entered; returns how many are new. Readers see nothing of it yet."""
    Translation.objects.update_or_create(source=source, target_locale=locale, defaults={"enabled": True})
    segments = {segment.number: segment for segment in segments_of(source, locale.language_code)}
    changed = [
        (segments[number], text)
        for number, text in texts.items()
        if number in segments and text != segments[number].translation
    ]
    for segment, text in changed:
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            defaults={
                "data": text,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": _origin(segment, text),
                "last_translated_by": by,
                "has_error": False,
                "field_error": "",
            },
        )
    _drop_suggestions(source, locale, [segments[number] for number in texts if number in segments])
    return len(changed)


def publish(source: TranslationSource, locale: Locale, *, by: Any, with_german: bool = False) -> Any:
    """Put today's translation live and return it. Missing pieces stand in German where `with_german`; else Refused."""
    segments = segments_of(source, locale.language_code)
    if not any(segment.translation for segment in segments):
        raise Refused(_("Nothing of this text is translated yet."))
    if not with_german and not all(segment.translation for segment in segments):
        raise Refused(_("Some parts are not translated yet."))
    with transaction.atomic():
        has_drafts = issubclass(source.specific_content_type.model_class() or object, DraftStateMixin)
        translated, _is_new = source.create_or_update_translation(
            locale, user=by, publish=not has_drafts, copy_parent_pages=True, fallback=True
        )
    if has_drafts:
        translated.get_latest_revision().publish(user=by, skip_permission_checks=True)
        translated.refresh_from_db()
    return translated


def _origin(segment: Segment, text: str) -> str:
    """Where a text came from that was taken over without a change."""
    suggestion = segment.suggestion
    return str(suggestion.get_origin_display()) if suggestion and suggestion.data == text else ""


def _drop_suggestions(source: TranslationSource, locale: Locale, segments: Iterable[Segment]) -> None:
    about = Suggestion.objects.about(source.object_id, locale.language_code)
    for segment in segments:
        about.filter(path=segment.path, mark=mark_of(segment.german)).delete()
