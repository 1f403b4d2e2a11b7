"""What could be better in the text of one page: plain language, missing descriptions, order of headings."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from pages.editing import plain_german
from pages.editing.plain_german import LEVELS

NOT_READ = frozenset({"seo_title"})
LONG_DESCRIPTION = 160  # characters; search engines cut what is longer
MOST_TITLE = 70  # characters
LONG_WITHOUT_HEADING = 250  # words


class Omission(TextChoices):
    NO_DESCRIPTION = "no_description", _("The description for search engines is missing.")
    LONG_DESCRIPTION = "long_description", _("The description is long: search engines cut it after 160 characters.")
    LONG_TITLE = "long_title", _("The title is long: it is cut in the browser and in search engines.")
    NO_ALTERNATIVE = "no_alternative", _("A picture has no alternative text.")
    NO_HEADING = "no_heading", _("A long text without any heading.")
    EMPTY_HEADING = "empty_heading", _("A heading with nothing below it.")


@dataclass(frozen=True, slots=True)
class PageHint:
    """`sentence` says what to do, `excerpt` where."""

    sentence: str
    excerpt: str = ""


def hints_on(page: Page) -> list[PageHint]:
    """What could be better, as it stands in the given version; the language rules hold for German alone."""
    language = page.locale.language_code
    texts = [text for path, text in written(page) if path not in NOT_READ]
    found = plain_german.hints(texts, language) if language in LEVELS else []
    return [
        *(PageHint(str(omission.label)) for omission in omissions(page)),
        *(PageHint(str(hint.rule.label), hint.excerpt) for hint in found),
    ]


def written(page: Page) -> Iterator[tuple[str, str]]:
    """Every piece of text a reader meets, without markup, with the path it stands at."""
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            yield segment.path, html.unescape(re.sub(r"<[^>]*>", " ", segment.string.data)).strip()


def omissions(page: Page) -> Iterator[Omission]:
    if not page.search_description:
        yield Omission.NO_DESCRIPTION
    elif len(page.search_description) > LONG_DESCRIPTION:
        yield Omission.LONG_DESCRIPTION
    if len(page.seo_title or page.title) > MOST_TITLE:
        yield Omission.LONG_TITLE
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _in_stream(field.value_from_object(page))


def _in_stream(stream: StreamValue) -> Iterator[Omission]:
    kinds = [block.block_type for block in stream]
    if any(kind == "heading" and after in ("heading", "") for kind, after in pairwise([*kinds, ""])):
        yield Omission.EMPTY_HEADING
    words = sum(len(str(block.value).split()) for block in stream if block.block_type == "text")
    if words > LONG_WITHOUT_HEADING and "heading" not in kinds:
        yield Omission.NO_HEADING
    if any(not _has_alternative(image, beside) for image, beside in _images(block.value for block in stream)):
        yield Omission.NO_ALTERNATIVE


def _images(values: Iterable[Any], beside: Any = None) -> Iterator[tuple[AbstractImage, Any]]:
    for value in values:
        if isinstance(value, AbstractImage):
            yield value, beside
        elif isinstance(value, StructValue):
            yield from _images(value.values(), value)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from _images((getattr(item, "value", item) for item in value), beside)


def _has_alternative(image: AbstractImage, beside: Any) -> bool:
    """A text of the picture, of the place it stands at, or the statement that it is decoration."""
    said = beside.get("alt_text") or beside.get("alt") if isinstance(beside, StructValue) else ""
    is_decoration = bool(beside.get("decorative")) if isinstance(beside, StructValue) else False
    contextual = getattr(image, "contextual_alt_text", "") or getattr(image, "description", "")
    return bool(said or contextual or is_decoration or getattr(image, "decorative", False))
