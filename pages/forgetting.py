"""Whatever changes what readers see empties the page cache: a page, a snippet, a translation, a setting."""

from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource

from pages.page_store import forget_all

SHOWN: tuple[type[models.Model], ...] = (
    *(Page, PageViewRestriction, Site, Locale),
    *(AbstractDocument, AbstractImage, AbstractRendition),
    *(SegmentOverride, StringTranslation, Translation, TranslationSource),
)
"""What readers see, besides the models of this app."""

NOT_SHOWN = frozenset({"finding", "round", "suggestion", "translatorlink"})
"""Models of this app that only editors see: a translator who saves must not empty the cache."""


def forget_after_commit() -> None:
    """Once a transaction. Call it yourself after a change that sends no signal (`update`, `bulk_create`)."""
    if all(waiting[1] is not _forget for waiting in connection.run_on_commit):
        transaction.on_commit(_forget)


def _forget() -> None:
    forget_all()


def _on_save_or_delete(sender: type[models.Model], **details: Any) -> None:
    is_ours = sender._meta.app_label == "pages" and sender._meta.model_name not in NOT_SHOWN
    if is_ours or issubclass(sender, SHOWN):
        forget_after_commit()


def _on_act(**details: Any) -> None:
    forget_after_commit()


def listen() -> None:
    for saved in (post_save, post_delete):
        saved.connect(_on_save_or_delete, dispatch_uid="forget kept pages")
    for act in (page_published, page_unpublished, post_page_move):
        act.connect(_on_act, dispatch_uid="forget kept pages")
