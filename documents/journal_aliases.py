"""Who acted, under another name each month: the journal's lines keep an alias that only a secret of the month explains.

The same holds for the organisation somebody acted for: where it has one case manager, its name is hers.

Lines may not be changed, so a name in them could never be forgotten. A month's secret goes 24 months after the month
(domain 9.2); from then on its lines still tell what happened, but not by whom. Nothing is written for anybody's first
act of a month, so that time does not tell known accounts from unknown ones.
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents import keyring
from documents.actors import SYSTEM

MONTHS_KEPT = 24
PLAIN = frozenset({SYSTEM.ref, ""})
"""References behind which there is no person."""


class JournalMonth(models.Model):
    """`month` is its first day, in UTC. The secret works only together with the journal's key on the key ring."""

    month = models.DateField(primary_key=True)
    secret = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("month of the journal")
        verbose_name_plural = _("months of the journal")
        ordering = ("month",)

    def __str__(self) -> str:
        return self.month.isoformat()

    def alias_of(self, ref: str) -> str:
        digest = hmac.new(keyring.load().journal, b"alias" + bytes(self.secret) + ref.encode(), sha256).digest()
        return str(UUID(bytes=digest[:16], version=4))


def alias_of(ref: str, at: datetime) -> str:
    """The alias of this reference in the month of `at`."""
    return aliases_at(at, ref)[0]


def aliases_at(at: datetime, *refs: str, secret: bytes | None = None) -> list[str]:
    """The aliases of these references in the month of `at`: one query, or none where nobody stands behind them.

    `secret` is that of the month where it was read along with something else.
    """
    if PLAIN.issuperset(refs):
        return list(refs)
    month = JournalMonth(month=_first_day(at), secret=secret) if secret else _month_of(at)
    return [ref if ref in PLAIN else month.alias_of(ref) for ref in refs]


def secret_at(at: datetime) -> models.Subquery:
    """The secret of the month of `at`, for whoever reads a line anyway; NULL before anybody acted in it."""
    return models.Subquery(JournalMonth.objects.filter(month=_first_day(at)).values("secret"))


def _month_of(at: datetime) -> JournalMonth:
    return JournalMonth.objects.get_or_create(month=_first_day(at), defaults={"secret": secrets.token_bytes(32)})[0]


def _first_day(at: datetime) -> date:
    return at.astimezone(UTC).date().replace(day=1)


def aliases_of(ref: str) -> list[str]:
    """All aliases of this reference that can still be told."""
    return [ref] if ref in PLAIN else [month.alias_of(ref) for month in JournalMonth.objects.all()]


def refs_behind(aliases: Iterable[str], refs: Iterable[str]) -> dict[str, str]:
    """Which of these references stands behind which alias, as far as can still be told; one query."""
    asked, known = set(aliases), list(refs)
    found = {alias: alias for alias in asked & PLAIN}
    if asked - PLAIN:
        pairs = ((month.alias_of(ref), ref) for month in JournalMonth.objects.all() for ref in known)
        found |= {alias: ref for alias, ref in pairs if alias in asked}
    return found


def forget_old_months(today: date) -> int:
    """Remove the secrets of months that ended 24 months ago; returns how many."""
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    first_kept = date(months // 12, months % 12 + 1, 1)
    return JournalMonth.objects.filter(month__lt=first_kept).delete()[0]
