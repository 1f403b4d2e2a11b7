"""Keeping wagtail-localize's copy of each German text up to date, so that editors see at once what is to translate.

The library does the same segment by segment with hundreds of queries, which would hold SQLite's one writer for half
a second a page; this does it with about a dozen.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

VERSIONED = ("latest_revision", "live_revision", "latest_revision_created_at", "last_published_at", "live")
"""Fields that change with every save and say nothing about the content."""


@transaction.atomic
def sync_source(instance: Any) -> TranslationSource:
    """Bring the source up to the given German page or snippet; nothing is written where its content is the same."""
    holder, _is_new = TranslatableObject.objects.get_or_create_from_instance(instance)
    source = TranslationSource.objects.filter(object=holder, locale=instance.locale).first()
    content = _content_of(instance)
    if source is not None and _compared(source.content_json) == _compared(content):
        return source
    source, _is_new = TranslationSource.objects.update_or_create(
        object=holder,
        locale=instance.locale,
        defaults={
            "specific_content_type": ContentType.objects.get_for_model(type(instance)),
            "object_repr": str(instance)[:200],
            "content_json": content,
            "schema_version": get_schema_version(instance._meta.app_label),
            "last_updated_at": timezone.now(),
        },
    )
    _refresh_segments(source, instance)
    return source


def _content_of(instance: Any) -> str:
    if isinstance(instance, ClusterableModel):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def _compared(content: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(content).items() if name not in VERSIONED}


def _refresh_segments(source: TranslationSource, instance: Any) -> None:
    values = extract_segments(instance)
    contexts = _contexts(source, instance, {value.path for value in values})
    strings = _strings(source, {value.string.data for value in values if isinstance(value, StringSegmentValue)})
    templates = _templates([value for value in values if isinstance(value, TemplateSegmentValue)])
    kept: dict[type[models.Model], list[models.Model]] = {
        StringSegment: [],
        TemplateSegment: [],
        RelatedObjectSegment: [],
        OverridableSegment: [],
    }
    for value in values:
        place = {"source": source, "context": contexts[value.path], "order": value.order}
        if isinstance(value, StringSegmentValue):
            attrs = json.dumps(value.attrs, cls=DjangoJSONEncoder)
            kept[StringSegment].append(StringSegment(**place, string=strings[value.string.data], attrs=attrs))
        elif isinstance(value, TemplateSegmentValue):
            kept[TemplateSegment].append(TemplateSegment(**place, template=templates[value.template]))
        elif isinstance(value, RelatedObjectSegmentValue):
            related, _is_new = TranslatableObject.objects.get_or_create(
                content_type=value.content_type, translation_key=value.translation_key
            )
            kept[RelatedObjectSegment].append(RelatedObjectSegment(**place, object=related))
        elif isinstance(value, OverridableSegmentValue):
            data = json.dumps(value.data, cls=DjangoJSONEncoder)
            kept[OverridableSegment].append(OverridableSegment(**place, data_json=data))
    for model, segments in kept.items():
        _replace(model, source, segments)


def _replace(model: Any, source: TranslationSource, wanted: Iterable[models.Model]) -> None:
    """Keep the rows that are wanted as they are: an open translation editor names them by their numbers."""
    existing = {_values(row): row.pk for row in model.objects.filter(source=source)}
    new = {_values(row): row for row in wanted}
    gone = [pk for values, pk in existing.items() if values not in new]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create([row for values, row in new.items() if values not in existing])


def _values(row: models.Model) -> tuple[Any, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key)


def _contexts(source: TranslationSource, instance: Any, paths: set[str]) -> dict[str, TranslationContext]:
    known = _contexts_by_path(source.object_id)
    new = [
        TranslationContext(object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path))
        for path in paths - known.keys()
    ]
    for context in new:
        setattr(context, "save", lambda **_ignored: None)  # noqa: B010 - it is created below, with its field path
        context.get_field_path(instance)
    TranslationContext.objects.bulk_create(new)
    return known if not new else _contexts_by_path(source.object_id)


def _contexts_by_path(key: UUID) -> dict[str, TranslationContext]:
    return {context.path: context for context in TranslationContext.objects.filter(object_id=key)}


def _strings(source: TranslationSource, texts: set[str]) -> dict[str, String]:
    hashes = {String._get_data_hash(text): text for text in texts}
    known = String.objects.filter(locale_id=source.locale_id, data_hash__in=hashes)
    missing = hashes.keys() - set(known.values_list("data_hash", flat=True))
    String.objects.bulk_create(
        [String(locale_id=source.locale_id, data_hash=data_hash, data=hashes[data_hash]) for data_hash in missing],
        ignore_conflicts=True,
    )
    return {hashes[string.data_hash]: string for string in known.all()}


def _templates(values: list[TemplateSegmentValue]) -> dict[str, Template]:
    """Templates are few and mostly the same; the library's own way is cheap enough for them."""
    return {value.template: Template.from_value(value) for value in values}
