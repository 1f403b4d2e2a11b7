"""Signed consent sheets that come after handing in: dated additions beside the submission, which stays as it is."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import journal, vault
from documents.actors import Actor
from documents.journal import Act
from documents.uploads import Upload, keep_upload, remove_upload
from forms.consent import Signer
from forms.drafts import Draft


@dataclass(frozen=True, slots=True)
class Whose:
    """Who signed: a ref of `forms.consent.Signer`, and the name where the ref names nobody of the application."""

    signer: str
    name: str = ""

    @classmethod
    def of(cls, signer: Signer, name: str) -> "Whose":
        return cls(signer.ref, "" if not signer.asks_name else name)


class LateSheetQuerySet(models.QuerySet["LateSheet"]):
    def of(self, draft: Draft) -> Self:
        return self.filter(draft=draft).order_by("added_at", "pk")

    def with_signers(self) -> Iterator[tuple["LateSheet", "Whose | None"]]:
        """Each sheet with whose it is; None where its own row is broken. Raises keystore.KeyMissing."""
        for sheet in self:
            try:
                yield sheet, sheet.whose
            except vault.SealBroken:
                yield sheet, None

    def upload_ids(self) -> set[str]:
        return {str(pk) for pk in self.values_list("upload_id", flat=True)}


class LateSheet(models.Model):
    """One file of a signed sheet. Whose it is, is sealed with the case's key; the row goes with the draft's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="late_sheets", verbose_name=_("draft"))
    upload_id = models.UUIDField(unique=True, editable=False)
    consent_version = models.CharField(_("version of the consent text"), max_length=20)
    sealed_whose = models.BinaryField()
    added_by_ref = models.CharField(max_length=40, editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = LateSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed sheet added later")
        verbose_name_plural = _("signed sheets added later")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["draft", "added_at"], name="late_sheet_of_draft")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def whose(self) -> Whose:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return Whose(**vault.unseal_json(self.draft_id, self._purpose, bytes(self.sealed_whose)))

    def seal_whose(self, whose: Whose) -> None:
        self.sealed_whose = vault.seal_json(self.draft_id, self._purpose, asdict(whose))

    @property
    def _purpose(self) -> str:
        return f"late_sheet/{self.pk}/whose"


def add_late_sheet(draft: Draft, upload: Upload, whose: Whose, *, version: str, by: Actor) -> LateSheet:
    """Keep a sealed upload as a signed sheet, in the caller's transaction; `version` is that of the signed text."""
    keep_upload(upload, by=by)
    sheet = LateSheet(draft=draft, upload_id=upload.pk, consent_version=version, added_by_ref=by.ref)
    sheet.seal_whose(whose)
    sheet.save(force_insert=True)
    details = {"sheet": "late", "upload": str(upload.pk), "version": version}
    journal.record(actor=by, act=Act.CONSENT_RECORDED, subject=draft.pk, details=details)
    return sheet


def remove_sheets_of_others(draft: Draft, known: Iterable[Whose], *, by: Actor) -> None:
    """Remove the sheets of all who are not among those known, with their files (Art. 17 GDPR).

    One of which nobody can tell whose it is may be hers who withdrew, and is of no use: it goes too.
    """
    kept = set(known)
    for sheet, whose in LateSheet.objects.of(draft).with_signers():
        if whose not in kept:
            _remove(sheet, by)


@transaction.atomic
def remove_late_sheet(sheet: LateSheet, *, reason: str, by: Actor) -> None:
    """Remove a sheet that was filed wrongly, with its file; `reason` is a code. What was handed in is never removed."""
    details = {"sheet": "late", "upload": str(sheet.upload_id), "reason": reason}
    journal.record(actor=by, act=Act.CONSENT_SHEET_REMOVED, subject=sheet.draft_id, details=details)
    _remove(sheet, by)


def _remove(sheet: LateSheet, by: Actor) -> None:
    for upload in Upload.objects.of(sheet.draft_id).filter(pk=sheet.upload_id):
        remove_upload(upload, by)
    sheet.delete()


def is_there(draft: Draft, upload: Upload, whose: Whose) -> bool:
    """Whether the same file lies among this signer's sheets already."""
    same = Upload.objects.of(draft.pk).filter(fingerprint=upload.fingerprint).values("pk")
    known = LateSheet.objects.of(draft).filter(upload_id__in=same).with_signers()
    return any(found == whose for _sheet, found in known)


def late_uploads(subject: UUID) -> set[str]:
    """Ids of the files that are signed sheets added later."""
    return LateSheet.objects.filter(draft_id=subject).upload_ids()
