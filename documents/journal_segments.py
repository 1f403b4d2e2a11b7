"""The journal is cut into years; of one that is over for 36 months only the head stays (domain 9.2)."""

import hmac
from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import keyring, vault


class JournalSegment(models.Model):
    """A year whose lines were dropped: from where to where they went, and the mac of the last, to which the next fits.

    `seal` shows that it was written here: without the journal's key nobody can make the first years disappear.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.BigIntegerField()
    last_mac = models.CharField(max_length=64)
    dropped_at = models.DateTimeField(default=timezone.now)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("journal segment")
        verbose_name_plural = _("journal segments")
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)

    def sealed(self) -> str:
        """What the seal must be."""
        fields = ["segment", self.year, self.last_number, self.last_mac]
        return hmac.new(keyring.load().journal, vault.canonical(fields), sha256).hexdigest()

    @property
    def is_genuine(self) -> bool:
        return hmac.compare_digest(self.seal, self.sealed())


def last_dropped() -> JournalSegment | None:
    """The newest year that is gone."""
    return JournalSegment.objects.order_by("-last_number").first()
