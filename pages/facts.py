"""What happened to a text, kept line by line: nothing here is ever changed, and no state is stored.

`pages.translations` computes every state from these lines and from what is live.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest(self, texts: Iterable[UUID], languages: Iterable[str]) -> Self:
        """The last edition of each text in each language; one query."""
        asked = Edition.objects.filter(text__in=list(texts), language__in=list(languages))
        return self.filter(pk__in=asked.values("text", "language").annotate(last=Max("pk")).values("last"))


class Edition(models.Model):
    """What one text said in one language from one moment on, piece by piece, as fingerprints.

    `marks`: path -> [name, number, fingerprints, is words]. `sources`: path -> fingerprints of the German that counts
    for it: in a translation the German it was made from, in the German text itself what it last *meant* (a minor edit
    changes the marks but not this).
    """

    text = models.UUIDField(_("text"))
    language = models.CharField(_("language"), max_length=12)
    since = models.DateTimeField(_("since"), default=timezone.now)
    marks = models.JSONField(_("pieces"))
    sources = models.JSONField(_("sources"))
    marks_digest = models.CharField(max_length=32)
    sources_digest = models.CharField(max_length=32)
    left_german = models.JSONField(_("parts left in German"), default=list)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes: ClassVar[list[Any]] = [models.Index(fields=["text", "language", "-id"], name="edition_newest")]

    def __str__(self) -> str:
        return f"{self.text} {self.language} {self.since:%Y-%m-%d}"


class StatementKind(models.TextChoices):
    CHECKED = "checked", _("checked by a person")
    MINOR_EDIT = "minor", _("small change: translations stay as they are")
    LEGAL_CHANGE = "legal", _("legal change: old translations are marked")


class Statement(models.Model):
    """What a person stated about a text. A check holds for exactly the two editions whose digests it names."""

    kind = models.CharField(_("kind"), max_length=8, choices=StatementKind.choices)
    text = models.UUIDField(_("text"), db_index=True)
    language = models.CharField(_("language"), max_length=12, blank=True)  # empty: the German text and so all others
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    marks_digest = models.CharField(max_length=32, blank=True)
    german_digest = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self) -> str:
        return f"{self.kind} {self.text} {self.language} {self.at:%Y-%m-%d}"


class LanguageRelease(models.Model):
    """From this moment on the production profile shows a language, or no longer does; the last line counts."""

    language = models.CharField(_("language"), max_length=12, db_index=True)
    is_released = models.BooleanField(_("released"), default=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("language release")
        verbose_name_plural = _("language releases")

    def __str__(self) -> str:
        return f"{self.language} {'released' if self.is_released else 'withdrawn'} {self.at:%Y-%m-%d}"
