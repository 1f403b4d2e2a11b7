"""Withdrawals of consent as they were declared: what is kept of each, and until when (Art. 7(3) GDPR, domain T18)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import keystore, vault
from documents.retention import kept_for

ERASED_AFTER = kept_for("withdrawn")
"""From a withdrawal to the erasure at the latest (domain 9.2)."""
PROOF_KEPT = kept_for("withdrawal_proof")
"""How long the bare row stays as proof after the erasure (domain 9.2)."""


class Scope(models.TextChoices):
    """How much of a Kurzantrag a withdrawal ends."""

    EVERYTHING = "everything", _("the whole application")
    PERSONS = "persons", _("single persons of the application")
    PURPOSES = "purposes", _("single points of the consent")


class DeclaredBy(models.TextChoices):
    """Who declared it."""

    SELF = "self", _("the person herself or himself")
    REPRESENTATIVE = "representative", _("the holder of custody or the guardian")
    AUTHORISED = "authorised", _("somebody with a power of attorney, for example a lawyer")


class Channel(models.TextChoices):
    """How it was declared; each way counts."""

    IN_PERSON = "in_person", _("in person, in words")
    LETTER = "letter", _("by letter, fax or mail")
    COUNSELLING = "counselling", _("through the counselling centre, for example by phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is declared. `signer` is a ref of `forms.consent.Signer`; no purposes: all of them. `day` is when.

    `language` is the one of the receipt beside German, "" for German alone.
    """

    signer: str
    purposes: tuple[str, ...] = ()
    declared_by: str = DeclaredBy.SELF
    channel: str = Channel.IN_PERSON
    day: date
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is sealed of a withdrawal and goes with the case. `advice` is who can be called.

    `to_check` are labels of questions whose text still names somebody who withdrew.
    """

    signer: str
    declared_by: str
    channel: str
    language: str
    advice: str = ""
    to_check: tuple[str, ...] = ()


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def of(self, subject: UUID) -> Self:
        """The subject's withdrawals, the newest first."""
        return self.filter(subject=subject).order_by("-recorded_at", "-pk")

    def due(self, today: date) -> Self:
        """Those whose erasure is due and was not carried out yet."""
        return self.filter(erase_on__lte=today, erased_at=None)

    def proven_long_enough(self, now: datetime) -> Self:
        return self.filter(erased_at__lte=now - PROOF_KEPT)


class Withdrawal(models.Model):
    """One withdrawal. What stays as proof after the erasure is the bare row: days, points, and which text it was."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.UUIDField(db_index=True, editable=False)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope.choices)
    purposes = models.JSONField(_("points"), default=list)
    was_handed_in = models.BooleanField(_("was handed in"), default=False)
    consent_version = models.CharField(max_length=20, blank=True)
    consent_sha256 = models.CharField(max_length=64, blank=True)
    sealed_details = models.BinaryField(default=bytes)
    declared_on = models.DateField(_("declared on"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by_ref = models.CharField(max_length=40, editable=False)
    left_version = models.PositiveSmallIntegerField(_("version that is left"), default=0)
    """Number of the submission without what was withdrawn: earlier ones are not read any more. 0 where none is left."""
    erase_on = models.DateField(_("is erased on"), null=True)  # null: what was affected is gone already
    erased_at = models.DateTimeField(_("erased at"), null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal of consent")
        verbose_name_plural = _("withdrawals of consent")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def ends_everything(self) -> bool:
        return self.scope == Scope.EVERYTHING

    @property
    def has_receipt(self) -> bool:
        """Until the erasure; then nobody knows any more in which language it was."""
        return bool(self.sealed_details)

    def details(self) -> Details:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        raw: dict[str, Any] = vault.unseal_json(self.subject, self._purpose, bytes(self.sealed_details))
        return Details(**{**raw, "to_check": tuple(raw.get("to_check", ()))})

    def seal_details(self, details: Details) -> None:
        """Seal them into this row; the caller saves it."""
        self.sealed_details = vault.seal_json(self.subject, self._purpose, asdict(details))

    @property
    def _purpose(self) -> str:
        return f"withdrawal/{self.pk}/details"


def _subjects() -> Iterable[UUID]:
    return Withdrawal.objects.exclude(sealed_details=b"").values_list("subject", flat=True).distinct()


keystore.register_need(_subjects)
