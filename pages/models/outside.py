"""Translations made outside the CMS: the links given to translators, and what came in and waits for an editor."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

USUAL_DAYS = 7
MOST_DAYS = 30


class Origin(models.TextChoices):
    LINK = "link", _("by a translator's link")
    FILE = "file", _("from a file (PO)")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def about(self, text: uuid.UUID, language: str) -> Self:
        return self.filter(text=text, language=language)


class Suggestion(models.Model):
    """One translated piece that an editor has not taken over yet; nothing of it is public.

    `path` and `mark` name the German piece it translates (see `pages.pieces`); `data` is kept as in `editing.wording`.
    """

    text = models.UUIDField(_("text"))
    language = models.CharField(_("language"), max_length=12)
    path = models.CharField(max_length=500)
    mark = models.CharField(max_length=32)
    data = models.TextField(_("translation"))
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices)
    at = models.DateTimeField(_("at"), auto_now=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["text", "language", "path", "mark"], name="one_suggestion_a_piece")
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.language} {self.path}"


def _a_week_from_now() -> Any:
    return timezone.now() + timedelta(days=USUAL_DAYS)


class TranslatorLinkQuerySet(models.QuerySet["TranslatorLink"]):
    def about(self, text: uuid.UUID, language: str) -> Self:
        return self.filter(text=text, language=language).order_by("-made_at")

    def usable(self) -> Self:
        return self.filter(expires_at__gt=timezone.now(), withdrawn_at=None, handed_in_at=None)


class TranslatorLink(models.Model):
    """Leave to translate one text into one language without an account; it names nobody."""

    number = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.UUIDField(_("text"))
    language = models.CharField(_("language"), max_length=12)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("valid until"), default=_a_week_from_now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    objects = TranslatorLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("translator's link")
        verbose_name_plural = _("translators' links")

    def __str__(self) -> str:
        return f"{self.text} {self.language} {self.expires_at:%Y-%m-%d}"

    @property
    def is_usable(self) -> bool:
        return self.withdrawn_at is None and self.handed_in_at is None and self.expires_at > timezone.now()
