"""The German texts for translators follow the live form version by themselves."""

from typing import Any

from django.conf import settings
from django.db import connections
from wagtail.models import Locale

from forms.self_check import SelfCheck
from forms.versions import FORM_KEY, FormVersion
from pages.models import SelfCheckTexts, block_id


def live_self_check() -> SelfCheck | None:
    """The self-check of the form version new drafts begin with; None where it has none."""
    try:
        return FormVersion.objects.current(FORM_KEY).definition.self_check
    except FormVersion.DoesNotExist:
        return None


def german_texts_of(check: SelfCheck, german: Locale) -> SelfCheckTexts:
    """Not stored yet."""
    return SelfCheckTexts(
        locale=german,
        texts=[
            {"type": place.partition(".")[0], "value": text, "id": block_id(place)} for place, text in check.texts()
        ],
    )


def mirror_self_check() -> SelfCheckTexts | None:
    """Make the German texts those of the live form version; None where there is nothing to mirror."""
    check = live_self_check()
    german = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).first()
    if check is None or german is None:
        return None
    wanted = german_texts_of(check, german)
    kept = SelfCheckTexts.objects.filter(locale=german).first()
    if kept is None:
        wanted.save()
        return wanted
    if list(kept.texts.raw_data) != list(wanted.texts.raw_data):
        kept.texts = wanted.texts
        kept.save()
    return kept


def follow(using: str = "default", instance: FormVersion | None = None, **_signal: Any) -> None:
    """Listens to new form versions, and to the end of a migration for those that were there before."""
    is_other_form = instance is not None and instance.key != FORM_KEY
    tables = connections[using].introspection.table_names()
    if not is_other_form and {SelfCheckTexts._meta.db_table, FormVersion._meta.db_table} <= set(tables):
        mirror_self_check()
