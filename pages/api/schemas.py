"""JSON Schemas of pages, made from the same models and blocks that make the answers.

What this module does not know stops it with a TypeError, so that nothing undescribed is ever given out.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField

from pages.api.content import Pages
from pages.figures import FigureBlock
from pages.models import PublicPage
from pages.texts import text_kinds

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXT_OR_NOTHING: Schema = {"type": ["string", "null"]}

OF_FIELDS: tuple[tuple[type[models.Field[Any, Any]], Schema], ...] = (
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.CharField, TEXT),
    (models.TextField, TEXT),
)
OF_BLOCKS: tuple[tuple[type[blocks.Block], Schema], ...] = (
    (blocks.PageChooserBlock, {"anyOf": [{"$ref": "#/components/schemas/ChosenPage"}, {"type": "null"}]}),
    (DocumentChooserBlock, {"anyOf": [{"$ref": "#/components/schemas/ChosenFile"}, {"type": "null"}]}),
    (blocks.DateBlock, {"type": ["string", "null"], "format": "date"}),
    (blocks.IntegerBlock, {"type": ["integer", "null"]}),
    *((kind, TEXT) for kind in (blocks.CharBlock, blocks.TextBlock, blocks.RegexBlock, FigureBlock)),
    (blocks.RichTextBlock, {"type": "string", "description": "In the format asked for by `rich_text_format`."}),
)


def page_kinds() -> list[type[PublicPage]]:
    return sorted((kind for kind in text_kinds() if issubclass(kind, PublicPage)), key=lambda kind: kind.__name__)


def page_schemas() -> dict[str, Schema]:
    """By its name, what each kind of page looks like alone (`ProcessPage`) and in a list (`ProcessPageItem`)."""
    found: dict[str, Schema] = {}
    for kind in page_kinds():
        found[kind.__name__] = _page(kind, all_of=True)
        found[f"{kind.__name__}Item"] = _page(kind, all_of=False)
    return found


def _page(kind: type[PublicPage], *, all_of: bool) -> Schema:
    """Alone a page tells all; in a list the usual fields, and what `fields` asks for besides."""
    usual = Pages.get_listing_default_fields(kind)
    meta = {"$ref": "#/components/schemas/PageMeta" if all_of else "#/components/schemas/PageItemMeta"}
    body = {field.name: _field(kind, field.name) for field in Pages.get_body_fields(kind) if field.name != "id"}
    properties = {"id": {"type": "integer"}, "meta": _of_kind(meta, kind), **body}
    return {
        "type": "object",
        "title": str(kind._meta.verbose_name),
        "required": [name for name in properties if all_of or name in ("id", "meta") or name in usual],
        "properties": properties,
        "additionalProperties": False,
    }


def _of_kind(meta: Schema, kind: type[PublicPage]) -> Schema:
    return {"allOf": [meta, {"properties": {"type": {"const": f"{kind._meta.app_label}.{kind.__name__}"}}}]}


def _field(kind: type[PublicPage], name: str) -> Schema:
    field = kind._meta.get_field(name)
    if isinstance(field, StreamField):
        return block_schema(field.stream_block)
    for known, schema in OF_FIELDS:
        if isinstance(field, known):
            choices = {"enum": [value for value, _label in field.choices]} if field.choices else {}
            described = {**schema, **choices}
            return {"anyOf": [described, {"type": "null"}]} if field.null else described
    raise TypeError(f"{kind.__name__}.{name} has no description")


def block_schema(block: blocks.Block) -> Schema:
    """What a block of the CMS gives headless."""
    if isinstance(block, blocks.BaseStreamBlock):
        return {"type": "array", "items": {"oneOf": list(_children(block))}}
    if isinstance(block, blocks.ListBlock):
        return {"type": "array", "items": block_schema(block.child_block)}
    if isinstance(block, blocks.BaseStructBlock):
        return _object({name: block_schema(child) for name, child in block.child_blocks.items()})
    if isinstance(block, blocks.ChoiceBlock):
        return {"enum": [value for value, _label in block.field.choices]}
    for known, schema in OF_BLOCKS:
        if isinstance(block, known):
            return schema if schema != TEXT or block.required else TEXT_OR_NOTHING
    raise TypeError(f"{type(block).__name__} has no description")


def _children(stream: blocks.BaseStreamBlock) -> Iterator[Schema]:
    for name, child in stream.child_blocks.items():
        yield _object({"type": {"const": name}, "value": block_schema(child), "id": TEXT})


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
