"""Turns entries of the shipped YAML files into pages and words that are not stored yet.

A page of the file names its fields as the model does. In `body` each block stands as `kind: value`; other streams hold
one kind of block and so just its values. A page is linked by its slug: `page: beratung` in a block, and
`<a page="beratung">` in a text.
"""

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Locale

from pages.models import (
    BoardPage,
    CounsellingPage,
    DownloadsPage,
    EligibilityPage,
    EventPage,
    FaqPage,
    FiguresPage,
    GeneralQuestionsPage,
    GlossaryPage,
    GlossaryTerm,
    HomePage,
    InfoPage,
    LegalPage,
    NewsIndexPage,
    NewsPage,
    ProcessPage,
    PublicPage,
)

FOLDER = Path(__file__).parent
KINDS: dict[str, type[PublicPage]] = {
    "home": HomePage,
    "info": InfoPage,
    "process": ProcessPage,
    "eligibility": EligibilityPage,
    "questions": FaqPage,
    "counselling": CounsellingPage,
    "glossary": GlossaryPage,
    "news_index": NewsIndexPage,
    "news": NewsPage,
    "event": EventPage,
    "board": BoardPage,
    "downloads": DownloadsPage,
    "general_questions": GeneralQuestionsPage,
    "figures": FiguresPage,
    "legal": LegalPage,
}
NOT_FIELDS = {"kind", "in_menu", "children"}
LINK = re.compile(r'<a page="([\w-]+)">')
Entry = dict[str, Any]


@cache
def shipped(name: str) -> Any:
    """The content of a YAML file of this folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def page_from(entry: Entry, locale: Locale, **given: Any) -> PublicPage:
    """Its links are still empty: `fill` it again once all pages exist. `given`: further fields of the model."""
    page = KINDS[entry["kind"]](locale=locale, show_in_menus=entry.get("in_menu", False), **given)
    fill(page, entry, {})
    return page


def fill(page: PublicPage, entry: Entry, numbers: Mapping[str, int]) -> None:
    """`numbers`: primary keys of the pages by slug, for links; links to pages not in it stay empty."""
    for name, value in entry.items():
        if name not in NOT_FIELDS:
            field = page._meta.get_field(name)
            streamed = isinstance(field, StreamField)
            setattr(page, name, _stream(field.stream_block, value, numbers) if streamed else _plain(value))


def terms_from(locale: Locale) -> list[GlossaryTerm]:
    return [
        GlossaryTerm(locale=locale, word=entry["word"], german_word=entry["word"], explanation=entry["explanation"])
        for entry in shipped("glossary.yaml")
    ]


def _plain(value: Any) -> Any:
    """`{in_days: 40, at: "17:00"}` counts from today, so that a demo's dates lie ahead whenever it begins."""
    if not isinstance(value, dict) or "in_days" not in value:
        return value
    day = timezone.localdate() + timedelta(days=value["in_days"])
    if "at" not in value:
        return day
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(value["at"])))


def _stream(stream: blocks.StreamBlock, entries: list[Any], numbers: Mapping[str, int]) -> list[Entry]:
    items = []
    for entry in entries:
        kind, value = (
            next(iter(entry.items())) if len(stream.child_blocks) > 1 else (next(iter(stream.child_blocks)), entry)
        )
        items.append(_item(kind, _raw(stream.child_blocks[kind], value, numbers)))
    return items


def _raw(block: blocks.Block, value: Any, numbers: Mapping[str, int]) -> Any:
    """A value in the form in which a stream stores it."""
    if isinstance(block, blocks.ListBlock):
        return [_item("item", _raw(block.child_block, item, numbers)) for item in value]
    if isinstance(block, blocks.StructBlock):
        children = block.child_blocks
        named = value if isinstance(value, dict) else {next(iter(children)): value}
        return {name: _raw(children[name], part, numbers) for name, part in named.items()}
    if isinstance(block, blocks.PageChooserBlock):
        return numbers.get(value)
    if isinstance(block, blocks.RichTextBlock):
        return LINK.sub(lambda link: f'<a linktype="page" id="{numbers.get(link[1], 0)}">', value)
    plain = _plain(value)
    return plain.isoformat() if isinstance(plain, date) else plain


def _item(kind: str, value: Any) -> Entry:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
