"""The pieces a text is made of: what is translated or taken over one by one, and what each is called.

wagtail-localize finds them; its paths (`steps.<block id>.title`) are the same in the German text and its translations.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import String
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

NOT_CONTENT = frozenset({"slug", "show_in_menus", "review_on"})
"""Fields that are the same in each language and say nothing to a reader."""

LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One place of a text: a title, the third step's answer, a date. Words are translated, all else is taken over."""

    name: str
    number: int
    texts: tuple[str, ...]
    is_words: bool = True

    @property
    def marks(self) -> list[str]:
        """A fingerprint for each of the texts, the same that wagtail-localize keeps them by."""
        return [mark_of(text) for text in self.texts]


def mark_of(text: str) -> str:
    return str(String._get_data_hash(text).hex)


def has_letters(text: str) -> bool:
    return LETTER.search(re.sub(r"<[^>]*>", "", html.unescape(text))) is not None


def pieces_of(instance: Model) -> dict[str, Piece]:
    """Every piece of a page or snippet by its path, in the order of the text."""
    texts: dict[str, list[str]] = {}
    words: dict[str, bool] = {}
    for path, text, is_words in _segments(instance):
        texts.setdefault(path, []).append(text)
        words[path] = is_words
    for path, text in _taken_over(instance):
        texts.setdefault(path, [text])
        words.setdefault(path, False)
    return {
        path: Piece(*_name_and_number(instance, path), texts=tuple(found), is_words=words[path])
        for path, found in texts.items()
    }


def _segments(instance: Model) -> Iterator[tuple[str, str, bool]]:
    for segment in extract_segments(_with_ids(instance)):
        if isinstance(segment, StringSegmentValue):
            yield segment.path, segment.string.data, True
        elif isinstance(segment, OverridableSegmentValue):
            yield segment.path, json.dumps(segment.data, cls=DjangoJSONEncoder), False


def _with_ids(instance: Model) -> Model:
    """Blocks that code has made get their ids when they are saved: the saved text tells them."""
    streams = [field for field in instance._meta.get_fields() if isinstance(field, StreamField)]
    if all(block.id for field in streams for block in field.value_from_object(instance)):
        return instance
    return type(instance)._base_manager.get(pk=instance.pk)


def _taken_over(instance: Model) -> Iterator[tuple[str, str]]:
    """Dates, names and the like, which a translation shows as the German page had them when it was made."""
    for field in get_translatable_fields(type(instance)):
        value = field.get_field(type(instance)).value_from_object(instance)
        if isinstance(value, StreamValue):
            yield from _leaves(field.field_name, list(value.raw_data))
        elif isinstance(field, SynchronizedField) and field.field_name not in NOT_CONTENT and value not in (None, ""):
            yield field.field_name, json.dumps(value, cls=DjangoJSONEncoder)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Everything a stream holds, by the paths that wagtail-localize uses too."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(f"{path}.{name}", part)
    elif isinstance(value, list) and all(isinstance(part, dict) and "id" in part for part in value):
        for part in value:
            yield from _leaves(f"{path}.{part['id']}", part["value"])
    elif value not in (None, "", []):
        yield path, json.dumps(value, cls=DjangoJSONEncoder)


def _name_and_number(instance: Model, path: str) -> tuple[str, int]:
    """`steps.<id of the third block>.title` -> `("step", 3)`; the number counts blocks of one kind, from 1."""
    field_name, *inside = path.split(".")
    field = instance._meta.get_field(field_name)
    if not inside or not isinstance(field, StreamField):
        return field_name, 0
    stream = field.value_from_object(instance)
    block = next((child for child in stream if child.id == inside[0]), None)
    if block is None:
        return field_name, 0
    item = _item(block.value, inside[1:])
    if item is not None:
        return block.block_type, item
    same = [child.id for child in stream if child.block_type == block.block_type]
    return block.block_type, same.index(block.id) + 1


def _item(value: Any, inside: list[str]) -> int | None:
    """The place of the list item the rest of a path leads through, from 1; None where it leads through no list."""
    for step, following in pairwise(inside):
        value = value.get(step) if hasattr(value, "get") else None
        if isinstance(value, ListValue):
            ids = [child.id for child in value.bound_blocks]
            return ids.index(following) + 1 if following in ids else None
    return None
