"""What counts as a text: a public page, or a translatable snippet; one text has a German original and translations."""

from functools import cache
from typing import cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.models import Page, TranslatableMixin


def german() -> str:
    return str(settings.LANGUAGE_CODE)


def key_of(instance: Model) -> UUID:
    return cast(UUID, getattr(instance, "translation_key"))  # noqa: B009 - pages and snippets share no typed base


def language_of(instance: Model) -> str:
    return str(getattr(instance, "locale").language_code)  # noqa: B009


def is_shown(instance: Model) -> bool:
    """Is it live, and a text of its own? The copy of another page under a foreign address is none."""
    if isinstance(instance, Page) and instance.alias_of_id is not None:
        return False
    return bool(getattr(instance, "live", True))


@cache
def text_kinds() -> frozenset[type[Model]]:
    """The kinds of public pages and the translatable snippets; not the rows inside one."""
    models = apps.get_app_config("pages").get_models()
    return frozenset(model for model in models if issubclass(model, TranslatableMixin) and not _is_row(model))


def snippet_kinds() -> list[type[Model]]:
    return [kind for kind in text_kinds() if not issubclass(kind, Page)]


def _is_row(model: type[Model]) -> bool:
    return any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
