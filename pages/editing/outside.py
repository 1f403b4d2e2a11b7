"""Translators without an account: a signed link to one text in one language, and what comes back by it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from pages.editing.segments import Segment
from pages.editing.translating import Problems, read
from pages.models import Origin, Suggestion, TranslatorLink
from pages.models.outside import MOST_DAYS
from pages.pieces import mark_of

SIGNER = signing.Signer(sep="~", salt="pages.translator")
SAVES_AN_HOUR = 120


class TooOften(Exception):
    """More saving than a person does."""


def make_link(text: UUID, language: str, *, days: int, by: Any) -> TranslatorLink:
    """A link that holds for so many days, 30 at most; earlier links for the same text stay as they are."""
    valid = timedelta(days=max(1, min(days, MOST_DAYS)))
    return TranslatorLink.objects.create(text=text, language=language, expires_at=timezone.now() + valid, made_by=by)


def token_of(link: TranslatorLink) -> str:
    return SIGNER.sign(link.number.hex)


def link_of(token: str, language: str) -> TranslatorLink | None:
    """The usable link a token names in the language of the address; None where it is forged, old or withdrawn."""
    try:
        number = UUID(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return TranslatorLink.objects.usable().filter(number=number, language=language).first()


def withdraw(link: TranslatorLink) -> None:
    TranslatorLink.objects.filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())


def count_save(link: TranslatorLink) -> None:
    """Raises TooOften."""
    key = f"translator-{link.number}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > SAVES_AN_HOUR:
        raise TooOften


@transaction.atomic
def take_in(link: TranslatorLink, segments: Iterable[Segment], typed: Mapping[str, str], *, is_all: bool) -> Problems:
    """Keep what was typed as suggestions; `is_all` hands the work in, where nothing is wrong with it."""
    segments = list(segments)
    texts, wrong = read(segments, typed)
    by_number = {segment.number: segment for segment in segments}
    suggest(link.text, link.language, {by_number[number]: text for number, text in texts.items()}, Origin.LINK)
    if is_all and not wrong:
        TranslatorLink.objects.filter(pk=link.pk).update(handed_in_at=timezone.now())
    return wrong


def suggest(text: UUID, language: str, texts: Mapping[Segment, str], origin: Origin) -> int:
    """Keep translated pieces until an editor takes them over; returns how many say something new."""
    new = {segment: data for segment, data in texts.items() if data != segment.translation}
    for segment, data in new.items():
        Suggestion.objects.update_or_create(
            text=text,
            language=language,
            path=segment.path,
            mark=mark_of(segment.german),
            defaults={"data": data, "origin": origin},
        )
    return len(new)
