"""Passes: for some minutes, one device without a sign-in may do one thing for one draft.

A code is shown at the desk, as a QR code and to be typed. The first device that brings it exchanges it for a secret of
its own; from then on the code opens nothing. Neither is kept: the row holds their digests (80 and 256 random bits), and
what the pass is for lies sealed under the draft's key.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import vault
from documents.actors import Actor
from forms.drafts import Draft

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of codes: none that can be taken for another when it is read from a screen."""
CODE_LENGTH = 16
GROUP = 4
SIGNER = "signer"
"""What a pass for a sheet is told of its aim: whose sheet it is."""


class Purpose(models.TextChoices):
    """What a device may do."""

    PHOTOS = "photos", _("send photos for one question")
    SHEET = "sheet", _("send photos of one signed consent sheet")


MINUTES = {Purpose.PHOTOS: 15, Purpose.SHEET: 12 * 60}
"""How long a code can be taken at most, from the moment it is shown; that of a printed sheet for a working day."""
MINUTES_IN_USE = 15
"""How long a device may go on at most once it has taken a pass."""
SENDING = (Purpose.PHOTOS, Purpose.SHEET)
"""What a phone does that sends photos, wherever they go."""


class PassInvalid(Exception):
    """The code or secret opens nothing: unknown, used, ended or too old. Which of these, nobody is told."""


class PassQuerySet(models.QuerySet["Pass"]):
    def valid(self, now: datetime) -> Self:
        """Neither ended nor too old, and the draft is still open; a signed sheet may come after handing in."""
        may_come = models.Q(draft__submitted_at=None) | models.Q(purpose=Purpose.SHEET)
        return self.filter(may_come, ended_at=None, expires_at__gt=now, draft__withdrawn_at=None)

    def spent(self, now: datetime) -> Self:
        return self.filter(models.Q(expires_at__lte=now) | ~models.Q(ended_at=None))


class Pass(models.Model):
    """One pass. `code_digest` is emptied when the code is used; `device_digest` is set then."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="passes", verbose_name=_("draft"))
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    code_digest = models.CharField(max_length=64, db_index=True)
    device_digest = models.CharField(max_length=64, blank=True, db_index=True)
    opened_by_ref = models.CharField(max_length=40)
    sealed_aim = models.BinaryField()
    uses = models.PositiveSmallIntegerField(_("uses"), default=0)
    expires_at = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name = _("pass for a device")
        verbose_name_plural = _("passes for devices")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["draft", "purpose"], name="pass_of_draft")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_in_use(self) -> bool:
        """A device has taken it."""
        return bool(self.device_digest)

    @property
    def aim(self) -> dict[str, Any]:
        """What it is for, as `open_pass` was told. Raises vault.SealBroken, keystore.KeyMissing."""
        aim = vault.unseal_json(self.draft_id, self._aim_purpose, self.sealed_aim)
        assert isinstance(aim, dict)
        return aim

    @property
    def opener(self) -> Actor:
        """Who answers for what the device does: the person at the desk."""
        return Actor(ref=self.opened_by_ref, organisation_ref=self.draft.organisation_ref, name=self.aim["by"])

    @property
    def _aim_purpose(self) -> str:
        return f"pass/{self.pk}/aim"


@dataclass(frozen=True, slots=True)
class Opened:
    """A fresh pass and its code, which is known only now."""

    admission: Pass
    code: str


@transaction.atomic
def open_pass(draft: Draft, purpose: Purpose, *, aim: dict[str, Any], by: Actor, minutes: int | None = None) -> Opened:
    """Open a pass; the draft's earlier ones for the same purpose end, and old ones are forgotten.

    `aim` says what exactly it is for, as JSON; it is sealed. `minutes` are those of the purpose by default. Sheets lie
    beside each other: only the earlier pass for the same sheet ends.
    """
    now = timezone.now()
    for earlier in draft.passes.filter(purpose=purpose, ended_at=None):
        if purpose is not Purpose.SHEET or earlier.aim.get(SIGNER) == aim[SIGNER]:
            end_pass(earlier)
    Pass.objects.spent(now - timedelta(days=1)).filter(expires_at__lt=now - timedelta(days=1)).delete()
    code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))
    admission = Pass(draft=draft, purpose=purpose, code_digest=_digest(code), opened_by_ref=by.ref)
    admission.expires_at = now + timedelta(minutes=minutes or MINUTES[purpose])
    admission.sealed_aim = vault.seal_json(draft.pk, admission._aim_purpose, {**aim, "by": by.name})
    admission.save(force_insert=True)
    return Opened(admission, code)


@transaction.atomic
def take_pass(typed: str, *purposes: Purpose) -> tuple[Pass, str]:
    """Exchange a code, as somebody typed it, for the device's own secret: once. Raises PassInvalid."""
    code = "".join(letter for letter in typed.upper() if letter in LETTERS)
    valid = Pass.objects.valid(timezone.now()).select_for_update(of=("self",)).select_related("draft")
    found = valid.filter(purpose__in=purposes, device_digest="", code_digest=_digest(code)).first()
    if found is None or len(code) != CODE_LENGTH:
        raise PassInvalid
    secret = secrets.token_urlsafe(32)
    found.code_digest, found.device_digest = "", _digest(secret)
    found.expires_at = min(found.expires_at, timezone.now() + timedelta(minutes=MINUTES_IN_USE))
    found.save(update_fields=["code_digest", "device_digest", "expires_at"])
    return found, secret


def find_pass(secret: str, *purposes: Purpose) -> Pass:
    """The valid pass that a device holds. Raises PassInvalid."""
    valid = Pass.objects.valid(timezone.now()).select_related("draft", "draft__form_version")
    found = valid.filter(purpose__in=purposes, device_digest=_digest(secret)).first() if secret else None
    if found is None:
        raise PassInvalid
    return found


def last_held(opened_by_ref: str, *, until: datetime) -> datetime | None:
    """When a device last held a pass for photos of this account's desk, of moments not after `until`.

    That is now, or the moment a pass ran out or was ended. Sheets leave the house and are photographed anywhere: what
    their passes do says nothing about the desk.
    """
    taken = Pass.objects.filter(opened_by_ref=opened_by_ref, purpose=Purpose.PHOTOS).exclude(device_digest="")
    held_last = Least("expires_at", Coalesce("ended_at", "expires_at"), models.Value(timezone.now()))
    held = taken.annotate(held_last=held_last).filter(held_last__lte=until)
    found: datetime | None = held.aggregate(at=models.Max("held_last"))["at"]
    return found


def end_pass(admission: Pass) -> None:
    """From now on the device may do nothing more."""
    admission.ended_at = timezone.now()
    admission.save(update_fields=["ended_at"])


def end_passes(subject: UUID) -> None:
    """End all passes for a draft: from the next request on no device sends anything to it."""
    for admission in Pass.objects.filter(draft=subject, ended_at=None):
        end_pass(admission)


def spelled(code: str) -> str:
    """A code in groups, to be read and typed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
