"""The German text beside a translation that nobody has checked: which parts, and how they are shown.

Pages of sensitive kinds show all of it, other pages the parts that speak of deportation, courts or deadlines. Links to
other pages are left out: what they lead to has its own German.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import LinksBlock, SelfCheckBlock
from pages.texts import german
from pages.translations import TranslationState

WAYS_ELSEWHERE = (LinksBlock, SelfCheckBlock)
LINK = re.compile(r"</?a\b[^>]*>")
GRAVE_WORDS = Path(__file__).parent / "shipped/grave_words.txt"


class Original(NamedTuple):
    """A German block as it is stored: what it chooses from the database is not needed for its words."""

    block: blocks.Block
    value: Any


@dataclass(frozen=True, slots=True)
class Originals:
    """What is shown in German: the title, the opening sentence, blocks by their ids; empty where it is not needed."""

    title: str = ""
    lead: str = ""
    blocks: Mapping[str, Original] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.title or self.lead or self.blocks)


def originals_for(page: Any, state: TranslationState) -> Originals:
    """One query at most, and none where the translation is current."""
    if not state.is_translation or not state.needs_care:
        return Originals()
    source = _german_page(page)
    if source is None:
        return Originals()
    everything = bool(page.is_sensitive)
    return Originals(
        title=source.title if everything or is_grave(source.title) else "",
        lead=source.lead if everything or is_grave(source.lead) else "",
        blocks={name: block for name, block in _blocks(source) if everything or is_grave(_words(block.value))},
    )


@cache
def _grave() -> re.Pattern[str]:
    lines = GRAVE_WORDS.read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(line for line in lines if line and not line.startswith("#")), re.IGNORECASE)


def is_grave(text: str) -> bool:
    """Does a German text speak of deportation, courts or deadlines?"""
    return _grave().search(text) is not None


def german_html(original: Original) -> SafeString:
    """The words of a block alone: a second heading, link or box to unfold would only be in the way."""
    return mark_safe("".join(_parts(original.block, original.value)))


def _german_page(page: Page) -> Any:
    """As it came with the page (`finding.specific`), else asked for."""
    if hasattr(page, "german_page"):
        return page.german_page
    kind = type(page)._default_manager
    return kind.filter(translation_key=page.translation_key, locale__language_code=german(), live=True).first()


def _blocks(page: Page) -> Iterator[tuple[str, Original]]:
    for stream in page._meta.get_fields():
        if isinstance(stream, StreamField):
            kinds = stream.stream_block.child_blocks
            for stored in stream.value_from_object(page).raw_data:
                kind = kinds.get(stored["type"])
                if kind is not None and not isinstance(kind, WAYS_ELSEWHERE):
                    yield stored["id"], Original(kind, stored["value"])


def _words(value: Any) -> str:
    """All texts inside a stored value."""
    if isinstance(value, Mapping):
        return " ".join(_words(part) for part in value.values())
    if isinstance(value, list):
        return " ".join(_words(part) for part in value)
    return html.unescape(re.sub(r"<[^>]*>", " ", value)) if isinstance(value, str) else ""


def _parts(block: blocks.Block, value: Any) -> Iterator[str]:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _parts(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            yield from _parts(block.child_block, item["value"] if isinstance(item, Mapping) and "id" in item else item)
    elif isinstance(block, blocks.RichTextBlock):
        yield LINK.sub("", value or "")
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and value:
        is_short = isinstance(block, blocks.CharBlock)
        yield format_html("<p><strong>{}</strong></p>" if is_short else "<p>{}</p>", value)
