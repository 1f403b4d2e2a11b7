"""What the check of links and phone numbers found in a live text; rewritten each time the text is checked."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FindingKind(models.TextChoices):
    MISSING_PAGE = "page", _("Link to a page that is not there")
    MISSING_FILE = "file", _("Link to a file that is not there")
    DEAD_LINK = "gone", _("Address of another site that does not answer")
    UNSAFE_LINK = "unsafe", _("Address inside an internal network")
    MALFORMED_PHONE = "malformed", _("Phone number that cannot be right")
    UNKNOWN_PHONE = "unknown", _("Phone number that is no office's or contact's")
    OTHER_PHONE = "other", _("Other phone numbers than in the German text")

    @property
    def is_phone(self) -> bool:
        return self in (self.MALFORMED_PHONE, self.UNKNOWN_PHONE, self.OTHER_PHONE)


class Finding(models.Model):
    """`text` and `language` name the text, `title` and `edit_url` show it; `detail` is the address or number."""

    text = models.UUIDField(_("text"))
    language = models.CharField(_("language"), max_length=12)
    title = models.CharField(_("title"), max_length=255)
    edit_url = models.CharField(max_length=255)
    kind = models.CharField(_("kind"), max_length=12, choices=FindingKind.choices)
    detail = models.CharField(_("what"), max_length=500)
    at = models.DateTimeField(_("found at"), default=timezone.now)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar[list[str]] = ["kind", "title", "language", "detail"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["text", "language"], name="findings_of_a_text")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.detail}"


class Round(models.Model):
    """When a duty that comes round each week was last done: one row for each duty and week, so none is done twice."""

    duty = models.CharField(max_length=12)
    week = models.CharField(max_length=8)  # ISO, such as 2026-W05
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("weekly round")
        verbose_name_plural = _("weekly rounds")
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["duty", "week"], name="one_round_a_week")]

    def __str__(self) -> str:
        return f"{self.duty} {self.week}"
