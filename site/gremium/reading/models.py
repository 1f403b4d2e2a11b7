"""Which version of what a member last read: numbers alone, nothing of what stands in it."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gremium.people.models import User


class LastReadQuerySet(models.QuerySet["LastRead"]):
    def by(self, member: User, kind: str) -> Self:
        return self.filter(member=member, kind=kind)

    def of(self, member: User, kind: str, key: UUID) -> "LastRead | None":
        return self.by(member, kind).filter(key=key).first()


class LastRead(models.Model):
    """One row a member and document. `earlier` is the version read before `version`, 0 where there was none.

    `counted` names the version that `new_pages` and `changed_pages` were counted for, so that a desk need not unseal
    two dossiers each time; None says that they cannot be counted, because the version that was read is gone.
    """

    member = models.ForeignKey(User, models.CASCADE, related_name="readings", verbose_name=_("member"))
    kind = models.CharField(max_length=20)
    key = models.UUIDField()
    version = models.PositiveIntegerField(_("version"))
    earlier = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(_("read at"), default=timezone.now)
    counted = models.PositiveIntegerField(default=0)
    new_pages = models.PositiveIntegerField(null=True)
    changed_pages = models.PositiveIntegerField(null=True)

    objects = LastReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("last reading")
        verbose_name_plural = _("last readings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "kind", "key"], name="last_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.version}"

    def note(self, version: int) -> None:
        """Write down that this version was opened now; opening the same again keeps what it is compared with."""
        if self.version != version:
            self.earlier, self.version, self.counted = self.version, version, 0
        self.read_at = timezone.now()
        self.save()

    def waits_for(self, newest: int) -> bool:
        """There is a newer version than was read, and what is new in it has not been counted."""
        return newest not in (self.version, self.counted)
