"""What follows when a text goes live, is taken down or changes its address; however that was done."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail_localize.fields import get_translatable_fields

from pages.editions import record
from pages.sources import sync_source
from pages.texts import german, is_shown, key_of, language_of, text_kinds

WITH_THE_GERMAN = "pages.taken_down_with_german"
"""In the log of a page: it went down because its German text did."""


def listen() -> None:
    """Called once, when the pages are ready."""
    post_save.connect(keep_edition, dispatch_uid="pages.keep_edition")
    page_unpublished.connect(take_down_translations, dispatch_uid="pages.unpublished")
    post_delete.connect(take_down_orphans, dispatch_uid="pages.deleted")
    page_slug_changed.connect(rename_translations, dispatch_uid="pages.renamed")
    post_page_move.connect(move_translations, dispatch_uid="pages.moved")
    page_published.connect(gather_translations, dispatch_uid="pages.gathered")
    page_published.connect(bring_back_translations, dispatch_uid="pages.brought_back")


def keep_edition(
    sender: type[Model], instance: Model, raw: bool = False, update_fields: frozenset[str] | None = None, **_others: Any
) -> None:
    """Write down what a live text says now, and give wagtail-localize today's German."""
    if raw or not _is_text(sender):
        return
    if update_fields is not None:  # a draft is kept this way: what the instance holds is not what is live
        if not update_fields & _content_fields(sender):
            return
        instance = sender._default_manager.get(pk=instance.pk)
    if not is_shown(instance):
        return
    if language_of(instance) == german():
        sync_source(instance)
    record(instance)


def take_down_translations(instance: Page, **_others: Any) -> None:
    """Without its German text a translation is nothing a reader could rely on."""
    if language_of(instance) == german():
        for page in _live_translations(instance):
            page.unpublish(log_action=WITH_THE_GERMAN)


def bring_back_translations(instance: Page, **_others: Any) -> None:
    """Translations that went down with their German text come back with it, with the words that were live."""
    if language_of(instance) != german():
        return
    for page in Page.objects.not_live().filter(translation_key=instance.translation_key).exclude(pk=instance.pk):
        ends = PageLogEntry.objects.filter(page_id=page.pk, action__in=(WITH_THE_GERMAN, "wagtail.unpublish"))
        last = ends.order_by("-timestamp", "-pk").values_list("action", flat=True).first()
        if last == WITH_THE_GERMAN:
            page.specific.save_revision().publish()


def take_down_orphans(sender: type[Model], instance: Model, **_others: Any) -> None:
    """A word of the glossary cannot be taken down: its translations go with it."""
    if not _is_text(sender) or language_of(instance) != german():
        return
    if isinstance(instance, Page):
        take_down_translations(instance)
    else:
        sender._default_manager.filter(translation_key=key_of(instance)).delete()


def rename_translations(instance: Page, **_others: Any) -> None:
    """One path for all languages; Wagtail then makes a redirect from the old address in each of them."""
    if language_of(instance) == german():
        for page in Page.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk):
            if page.slug != instance.slug and page.depth > 2:
                specific = page.specific
                specific.slug = instance.slug
                specific.save(clean=False)


def move_translations(instance: Page, parent_page_after: Page, **_others: Any) -> None:
    """One path for all languages, and Wagtail makes a redirect from each old one.

    A translation whose new parent is not translated stays where it is until that is (`gather_translations`); its
    address would lead nowhere otherwise.
    """
    if language_of(instance) != german():
        return
    parents = {page.locale_id: page for page in Page.objects.filter(translation_key=parent_page_after.translation_key)}
    for page in Page.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk):
        parent = parents.get(page.locale_id)
        if parent is not None and not page.is_child_of(parent):
            page.specific.move(parent, pos="last-child")


def gather_translations(instance: Page, **_others: Any) -> None:
    """Translations of pages that stand below it in German come to it, now that it is there."""
    if language_of(instance) == german():
        return
    source = Page.objects.filter(translation_key=instance.translation_key, locale__language_code=german()).first()
    below = source.get_children().values_list("translation_key", flat=True) if source is not None else []
    for page in Page.objects.filter(translation_key__in=list(below), locale=instance.locale):
        parent = Page.objects.get(pk=instance.pk)
        if not page.is_child_of(parent):
            page.specific.move(parent, pos="last-child")


def _live_translations(german_page: Page) -> list[Page]:
    others = Page.objects.live().filter(translation_key=german_page.translation_key).exclude(pk=german_page.pk)
    return [page.specific for page in others]


def _content_fields(sender: type[Model]) -> set[str]:
    return {field.field_name for field in get_translatable_fields(sender)} | {"live", "alias_of"}


def _is_text(sender: type[Model]) -> bool:
    return sender in text_kinds()
