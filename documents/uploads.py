"""Files that people hand in: examined at once, sealed at once, both as they came and as the dossier will show them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents import intake, journal, keystore, noticed, recognition, sealed_files, steps, turning, vault
from documents.actors import SYSTEM, Actor
from documents.journal import Act

UNNAMED_AFTER = timedelta(hours=1)
UNNAMED_UNTIL = timedelta(days=2)
"""When an upload that nothing names is removed; later the sweeper does not look any more, to keep its rounds short."""


class NoRoom(Exception):
    """The subject already holds as much as it may; `code` and `facts` say so in `refusals`."""

    def __init__(self, code: str, facts: Mapping[str, int]) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Stock:
    """How many uploads a subject holds, and their size in bytes as they came."""

    number: int
    size: int


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, subject: UUID) -> Self:
        return self.filter(subject=subject).order_by("created_at", "pk").defer("sealed_preview")

    def files(self) -> list[str]:
        return [name for pair in self.values_list("original_file", "pdf_file") for name in pair]

    def left_lying(self, now: datetime) -> Self:
        """Old enough to be named by now, and not yet so old that they were looked at often enough."""
        return self.filter(created_at__lt=now - UNNAMED_AFTER, created_at__gt=now - UNNAMED_UNTIL)

    def stock(self) -> Stock:
        sums = self.order_by().aggregate(number=models.Count("pk"), size=models.Sum("size"))
        return Stock(sums["number"], sums["size"] or 0)


class Upload(models.Model):
    """One file. Its name may tell who it is about, so it is sealed like the bytes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.UUIDField(_("subject"), db_index=True)
    sealed_name = models.BinaryField()
    original_file = models.CharField(max_length=sealed_files.NAME_LENGTH)  # sealed, as it came
    pdf_file = models.CharField(max_length=sealed_files.NAME_LENGTH)  # sealed, as the gate rebuilt it
    gate_version = models.CharField(max_length=120)
    media_type = models.CharField(_("media type"), max_length=80)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"))
    notes = models.JSONField(default=list)  # codes of what the gate changed or noticed
    turn = models.PositiveSmallIntegerField(_("turned by degrees"), default=0)  # clockwise, whenever it is shown
    sealed_preview = models.BinaryField(default=bytes)  # a small JPEG; empty if it is no picture
    fingerprint = models.CharField(max_length=64, db_index=True)  # of the original, under the case's key
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "created_at"], name="upload_subject_created")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def display_name(self) -> str:
        """The file's name as the person knows it. Raises vault.SealBroken, keystore.KeyMissing."""
        return vault.unseal(self.subject, f"upload/{self.pk}/name", self.sealed_name).decode()

    @property
    def has_preview(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def remarks(self) -> list[Promise]:
        """What people should know about it, as sentences."""
        return noticed.told(self.notes)

    @property
    def original_purpose(self) -> str:
        return f"upload/{self.pk}/original"

    @property
    def pdf_purpose(self) -> str:
        """Names the gate's version too: a file rebuilt by another gate is another file."""
        return f"upload/{self.pk}/pdf/{self.gate_version}"


def accept_upload(*, subject: UUID, name: str, data: bytes, limits: intake.Limits, by: Actor) -> Upload:
    """Examine a file, seal it and keep it. The subject must have a key.

    Raises intake.Refused, whose message says what the person can do.
    """
    upload = seal_upload(subject=subject, name=name, data=data, limits=limits, by=by)
    keep_upload(upload, by=by)
    return upload


def seal_upload(*, subject: UUID, name: str, data: bytes, limits: intake.Limits, by: Actor) -> Upload:
    """Examine a file and seal it, original and rebuilt PDF; no row yet. That may take a while, so hold no lock.

    `keep_upload` or `drop_sealed` has to follow; files of neither are swept as orphans. Raises intake.Refused.
    """
    try:
        examined = intake.examine(data, name, limits)
    except intake.Refused as refused:
        journal.record(actor=by, act=Act.ATTACHMENT_REJECTED, subject=subject, details={"code": refused.code})
        raise
    upload = Upload(
        subject=subject,
        gate_version=examined.gate_version,
        media_type=examined.media_type,
        size=len(data),
        pages=examined.pages,
        notes=list(examined.notes),
    )
    upload.sealed_name = vault.seal(subject, f"upload/{upload.pk}/name", name.encode())
    if examined.preview:
        upload.sealed_preview = vault.seal(subject, f"upload/{upload.pk}/preview", examined.preview)
    upload.fingerprint = vault.fingerprint(subject, data)
    upload.original_file = sealed_files.write(subject, upload.original_purpose, data)
    upload.pdf_file = sealed_files.write(subject, upload.pdf_purpose, examined.pdf)
    return upload


@transaction.atomic
def keep_upload(upload: Upload, *, by: Actor) -> None:
    """Give a sealed upload its row, in the transaction that also names it."""
    upload.save(force_insert=True)
    recognition.order(upload)
    journal.record(actor=by, act=Act.ATTACHMENT_UPLOADED, subject=upload.subject, details={"upload": str(upload.pk)})


def drop_sealed(upload: Upload) -> None:
    """Remove the files of an upload that was sealed and never kept."""
    sealed_files.remove(upload.original_file, upload.pdf_file)


@transaction.atomic
def remove_upload(upload: Upload, by: Actor) -> None:
    """Delete an upload; its files go once the transaction has committed."""
    journal.record(actor=by, act=Act.ATTACHMENT_DELETED, subject=upload.subject, details={"upload": str(upload.pk)})
    transaction.on_commit(partial(sealed_files.remove, upload.original_file, upload.pdf_file))
    steps.forget(upload.subject, upload.pk)
    upload.delete()


def turn_upload(upload: Upload) -> None:
    """Turn a file by a quarter, clockwise. Only the fact is kept: what came and what the gate made stay as they are."""
    upload.turn = (upload.turn + turning.QUARTER) % turning.WHOLE
    with transaction.atomic():
        upload.save(update_fields=["turn"])
        recognition.order(upload)


_naming: list[Callable[[UUID], Collection[str] | None]] = []


def register_naming(named: Callable[[UUID], Collection[str] | None]) -> None:
    """Let a floor say which uploads of a subject it names, by id; None where it cannot tell. Called once, at start."""
    if named not in _naming:
        _naming.append(named)


def named_somewhere(subject: UUID) -> set[str]:
    """Ids of the subject's uploads that any floor names, as far as they can tell."""
    return {one for named in _naming for one in named(subject) or ()}


def sweep_unnamed() -> int:
    """Remove uploads that no floor names though they are old enough; where no floor can tell, they stay."""
    removed = 0
    old = Upload.objects.left_lying(timezone.now())
    for subject in old.order_by().values_list("subject", flat=True).distinct():
        told = [names for named in _naming if (names := named(subject)) is not None]
        for upload in old.of(subject) if told else ():
            if not any(str(upload.pk) in names for names in told):
                remove_upload(upload, SYSTEM)
                removed += 1
    return removed


def require_room(
    subject: UUID, *, size: int, most_files: int, most_bytes: int, beside: Collection[Upload] = ()
) -> None:
    """Refuse one more file of `size` bytes where number or total size would be passed. Raises NoRoom.

    `beside` are sealed uploads without a row that will be kept too.
    """
    kept = Upload.objects.of(subject).stock()
    stock = Stock(kept.number + len(beside), kept.size + sum(upload.size for upload in beside))
    if stock.number >= most_files:
        raise NoRoom("too_many", {"most": most_files})
    if stock.size + size > most_bytes:
        raise NoRoom("too_large_together", {"most": most_bytes // 1_000_000})


def read_pdf(upload: Upload) -> bytes:
    """The PDF as the gate rebuilt it, turned as people wished.

    Raises FileNotFoundError, vault.SealBroken, keystore.KeyMissing.
    """
    return turning.turned(sealed_files.read(upload.subject, upload.pdf_purpose, upload.pdf_file), upload.turn)


@dataclass(frozen=True, slots=True)
class StoredPdf:
    """What `read_pdf` gives, read again each time and held nowhere."""

    upload: Upload
    sha256: str

    def read(self) -> bytes:
        return read_pdf(self.upload)


def stored_pdf(upload: Upload) -> StoredPdf:
    """Read once to its end, so that it is sound. Raises as `read_pdf`."""
    return StoredPdf(upload, sha256(read_pdf(upload)).hexdigest())


def read_preview(upload: Upload) -> bytes:
    """A small JPEG of a picture, not turned; empty if it is none. Raises vault.SealBroken, keystore.KeyMissing."""
    if not upload.sealed_preview:
        return b""
    return vault.unseal(upload.subject, f"upload/{upload.pk}/preview", upload.sealed_preview)


def read_original(upload: Upload) -> bytes:
    """The file as it came, for the gate alone; never serve it. Raises as `read_pdf`."""
    return sealed_files.read(upload.subject, upload.original_purpose, upload.original_file)


def replace_pdf(upload: Upload, examined: intake.Examined) -> None:
    """Keep what a newer gate made of the original; the older file goes after the commit."""
    old = upload.pdf_file
    upload.gate_version, upload.pages = examined.gate_version, examined.pages
    upload.pdf_file = sealed_files.write(upload.subject, upload.pdf_purpose, examined.pdf)
    with transaction.atomic():
        upload.save(update_fields=["gate_version", "pages", "pdf_file"])
        transaction.on_commit(partial(sealed_files.remove, old))


def _file_names() -> list[str]:
    return Upload.objects.all().files()


sealed_files.register_holder(_file_names)


def _subjects() -> Iterable[UUID]:
    return Upload.objects.values_list("subject", flat=True).distinct()


keystore.register_need(_subjects)
