"""Making a translated page or snippet at once, in a few dozen queries instead of some hundred.

wagtail-localize copies the page, turns it, keeps a revision and publishes that, each step with a save of its own.
"""

from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Locale, Page, Revision
from wagtail.models.copying import _copy
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringTranslation, Translation

from pages.facts import Edition, Statement, StatementKind
from pages.texts import key_of

OF_ONE_PAGE_ALONE = ("id", "path", "depth", "numchild", "url_path", "latest_revision", "live_revision", "index_entries")


def target_of(text: models.Model, locale: Locale) -> Any:
    """The translation as it is stored, or None."""
    return type(text)._default_manager.filter(translation_key=key_of(text), locale=locale).first()


def is_touched(text: models.Model, locale: Locale, target: Any, tool: str) -> bool:
    """Has a person decided anything about this translation? Then no program changes it again.

    A person wrote or checked a part of it, went on with it by hand, published it, took it down or deleted it.
    """
    key, code = key_of(text), locale.language_code
    words = StringTranslation.objects.filter(locale=locale, context__object_id=key).exclude(tool_name=tool)
    ended = Translation.objects.filter(source__object_id=key, target_locale=locale, enabled=False)
    checked = Statement.objects.filter(kind=StatementKind.CHECKED, text=key, language=code)
    if words.exists() or ended.exists() or checked.exists():
        return True
    was_there = Edition.objects.filter(text=key, language=code).exists()
    if target is None or not isinstance(target, Page):
        return was_there and target is None
    is_of_a_person = target.revisions.filter(user__isnull=False).exists()
    return is_of_a_person or target.alias_of_id is not None or (was_there and not target.live)


def new_translation(original: Any, locale: Locale) -> Any:
    """A copy in another language that is not stored yet."""
    translation, _children = _copy(original, exclude_fields=OF_ONE_PAGE_ALONE, update_attrs={"locale": locale})
    translation.translation_key = original.translation_key
    if isinstance(translation, Page) and original.depth == 2:
        translation.slug = f"{original.slug}-{locale.language_code}"  # home pages stand side by side
    return translation


def publish_draft(translation: Any, text: Any, locale: Locale) -> bool:
    """Store it live; False where its parent is not translated, so that it would hang in the air."""
    if translation.pk:
        copy_synchronised_fields(text, translation)
    if not isinstance(translation, Page):
        translation.save()
        return True
    translation.draft_title = translation.title
    translation.live, translation.has_unpublished_changes = True, False
    translation.last_published_at = timezone.now()
    translation.first_published_at = translation.first_published_at or translation.last_published_at
    if translation.pk:
        translation.save()
    elif (parent := _parent_of(text, locale)) is None:
        return False
    else:
        parent.add_child(instance=translation)
    _keep_revision(translation)
    return True


def _keep_revision(page: Page) -> None:
    """So that editors can go on from what is live; written without saving (and indexing) the page once more."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    Page.objects.filter(pk=page.pk).update(
        live_revision=revision, latest_revision=revision, latest_revision_created_at=revision.created_at
    )


def _parent_of(text: Page, locale: Locale) -> Page | None:
    parent = text.get_parent()
    if parent.is_root():
        return parent
    return Page.objects.filter(translation_key=parent.translation_key, locale=locale).first()
