"""Dossiers: ordering one, seeing how far it is, reading it, and handing out marked copies."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import handing_out, issues, jobs, journal, keystore, sealed_files, vault
from documents.actors import Actor
from documents.content import Content
from documents.content_reading import read_content
from documents.handing_out import KeptCopy, ScreenCopy
from documents.journal import Act

COMPILE_TASK = "documents.tasks.compile_dossier"

STAND_IN = "placeholder"
"""Status of a part in the manifest; see assembling.Status."""

STEP_WEIGHTS = {"attachments": 40, "render": 30, "assemble": 20, "seal": 10}
"""The steps of a compilation in order, with their share of the bar in percent."""


class NotReady(Exception):
    """The dossier is not compiled yet, or was taken back."""


class DossierQuerySet(models.QuerySet["Dossier"]):
    def of(self, subject: UUID) -> Self:
        """The subject's dossiers, the newest first."""
        return self.filter(subject=subject).order_by("-number")

    def ready(self) -> Self:
        """Compiled, and not taken back since."""
        return self.exclude(file="").filter(revoked_at=None)


@dataclass(frozen=True, slots=True)
class Order:
    """What a dossier is compiled from: its content and, for each attachment's key, the uploads in order."""

    content: Content
    uploads: Mapping[str, tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the progress; the label is a phrase for people."""

    label: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a dossier is. `state` is a jobs.State, `reason` a sentence or empty."""

    state: str
    percent: int
    steps: tuple[Step, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A marked copy for one reader. `file_name` holds the reference, never a name of a person."""

    number: str
    pdf: KeptCopy
    file_name: str


class Dossier(models.Model):
    """One compiled version of a case's papers. Everything that could tell of the case is sealed."""

    issue_kind: ClassVar[issues.Kind] = issues.Kind.DOSSIER

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.UUIDField(gettext_lazy("subject"), db_index=True)
    number = models.PositiveIntegerField(gettext_lazy("number"))  # 1, 2, … within the subject
    order_fingerprint = models.CharField(max_length=64)
    sealed_order = models.BinaryField()
    file = models.CharField(max_length=sealed_files.NAME_LENGTH, blank=True)
    sealed_manifest = models.BinaryField(default=bytes, blank=True)
    pages = models.PositiveIntegerField(gettext_lazy("pages"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    built_at = models.DateTimeField(gettext_lazy("compiled at"), null=True)
    revoked_at = models.DateTimeField(gettext_lazy("taken back at"), null=True)
    dropped_at = models.DateTimeField(gettext_lazy("not kept any longer since"), null=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("dossier")
        verbose_name_plural = gettext_lazy("dossiers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "number"], name="dossier_number_once"),
            models.UniqueConstraint(fields=["subject", "order_fingerprint"], name="dossier_order_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_ready(self) -> bool:
        return bool(self.file) and not self.is_revoked

    @property
    def is_revoked(self) -> bool:
        """Taken back because a consent was withdrawn: never compiled, read or copied again."""
        return self.revoked_at is not None

    @property
    def is_dropped(self) -> bool:
        """Its time was over, so its file is gone; what it was made of is there, and it can be compiled anew."""
        return self.dropped_at is not None

    @property
    def file_purpose(self) -> str:
        return f"dossier/{self.pk}/file"

    @property
    def job_key(self) -> str:
        return f"dossier/{self.pk}"

    @property
    def job(self) -> jobs.Job | None:
        return jobs.Job.objects.filter(key=self.job_key).first()

    def submission_number(self) -> int:
        """Of the version it was made from, without the count of its builds and additions. Raises as `order`."""
        found = re.match(r"\d+", self.order().content.version)
        return int(found.group()) if found else 0

    def order(self) -> Order:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        raw = vault.unseal_json(self.subject, f"dossier/{self.pk}/order", self.sealed_order)
        uploads = {key: tuple(UUID(pk) for pk in pks) for key, pks in raw["uploads"].items()}
        return Order(read_content(raw["content"]), uploads)

    def manifest(self) -> dict[str, Any]:
        """Reference, parts with their status, digests of all inputs; empty until compiled."""
        if not self.is_ready:
            return {}
        raw = vault.unseal_json(self.subject, f"dossier/{self.pk}/manifest", self.sealed_manifest)
        assert isinstance(raw, dict)
        return raw

    @property
    def stand_ins(self) -> int:
        """How many parts are pages that stand in for a file that could not be read."""
        return sum(part["status"] == STAND_IN for part in self.manifest().get("parts", ()))

    def keep_result(self, *, file: str, manifest: Mapping[str, Any], pages: int) -> None:
        self.file, self.pages, self.built_at = file, pages, timezone.now()
        self.sealed_manifest = vault.seal_json(self.subject, f"dossier/{self.pk}/manifest", manifest)
        self.save(update_fields=["file", "pages", "built_at", "sealed_manifest"])

    def progress(self) -> Progress:
        """How far the compilation is; percent never goes back."""
        job = self.job if not self.file else None
        reached: dict[str, list[int]] = job.progress if job else {}
        counts = {step: reached.get(step, [int(self.is_ready), 1]) for step in STEP_WEIGHTS}
        shares = (STEP_WEIGHTS[step] * done / max(total, 1) for step, (done, total) in counts.items())
        steps = tuple(Step(_step_label(step, done, total), done, total) for step, (done, total) in counts.items())
        if self.is_revoked:
            return Progress(jobs.State.DEAD, 0, steps, str(jobs.REASONS[jobs.WITHDRAWN]))
        if self.is_ready:
            return Progress(jobs.State.DONE, 100, steps, "")
        if self.is_dropped:
            return Progress(jobs.State.DEAD, 0, steps, str(jobs.REASONS[jobs.NOT_KEPT]))
        return Progress(job.state if job else jobs.State.DEAD, int(sum(shares)), steps, job.reason_text if job else "")


class Download(models.Model):
    """One copy that was handed out, to keep or on screen; its number is printed on each of its pages."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="downloads")
    number = models.PositiveIntegerField(gettext_lazy("number"))
    actor_ref = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("download")
        verbose_name_plural = gettext_lazy("downloads")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "number"], name="download_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.number}"


@transaction.atomic
def order_dossier(
    *,
    subject: UUID,
    content: Content,
    uploads: Mapping[str, Sequence[UUID]],
    by: Actor,
    priority: int = 0,
) -> Dossier:
    """Order a dossier in the caller's transaction; the job is rung once that commits. The same order gives the same.

    `uploads` names, for each attachment's key, its files in order; `priority` is that of its job.
    """
    return _ordered(subject, _raw(content, uploads), by, priority)


@transaction.atomic
def rebuild_dossier(dossier: Dossier, *, by: Actor) -> Dossier:
    """Order a compiled dossier once more under the next number, because files it lacks may be readable by now.

    The one that is there stays as it was handed out. Asking twice gives the same new one.
    """
    order = dossier.order()
    content = replace(order.content, version=_next_build(order.content.version))
    raw = _raw(content, order.uploads) | {"instead_of": str(dossier.pk)}
    return _ordered(dossier.subject, raw, by, dossier.job.priority if dossier.job else 0)


def _raw(content: Content, uploads: Mapping[str, Sequence[UUID]]) -> dict[str, Any]:
    return {"content": content.as_data(), "uploads": {key: [str(pk) for pk in pks] for key, pks in uploads.items()}}


def _next_build(version: str) -> str:
    """``1`` → ``1.2`` → ``1.3``: the same submission, compiled again."""
    submission, _dot, build = version.partition(".")
    return f"{submission}.{int(build or 1) + 1}"


def _ordered(subject: UUID, raw: dict[str, Any], by: Actor, priority: int) -> Dossier:
    fingerprint = vault.fingerprint(subject, b"dossier order", vault.canonical(raw))
    known = Dossier.objects.filter(subject=subject, order_fingerprint=fingerprint).first()
    if known is not None:
        return known
    last = Dossier.objects.of(subject).first()
    dossier = Dossier(subject=subject, number=last.number + 1 if last else 1, order_fingerprint=fingerprint)
    dossier.sealed_order = vault.seal_json(subject, f"dossier/{dossier.pk}/order", raw)
    dossier.save(force_insert=True)
    journal.record(actor=by, act=Act.DOSSIER_QUEUED, subject=subject, details={"dossier": str(dossier.pk)})
    jobs.order(key=dossier.job_key, task=COMPILE_TASK, subject=subject, target=dossier.pk, priority=priority)
    return dossier


def read_dossier(dossier: Dossier) -> bytes:
    """The compiled PDF without any mark. Whoever serves it writes the journal line first.

    Raises NotReady, FileNotFoundError, vault.SealBroken, keystore.KeyMissing.
    """
    if not dossier.is_ready:
        raise NotReady(dossier.pk)
    try:
        return sealed_files.read(dossier.subject, dossier.file_purpose, dossier.file)
    except FileNotFoundError:
        require_given_out(dossier)
        raise


def require_given_out(dossier: Dossier) -> None:
    """Raise NotReady where the dossier was taken back since it was fetched: to be asked last, before it is served."""
    if not Dossier.objects.ready().filter(pk=dossier.pk).exists():
        raise NotReady(dossier.pk)


def take_copy(dossier: Dossier, *, name: str, password: str, by: Actor) -> Copy:
    """A copy marked with the reader's name, the day and the download's number; encrypted where `password` is set.

    Its journal line is committed before a byte is read: no line, no copy. Never call it inside a transaction.
    Raises NotReady and what `read_dossier` raises.
    """
    number = hand_out(dossier, act=Act.DOSSIER_DOWNLOADED, by=by)
    reference = re.sub(r"[^A-Za-z0-9]+", "-", str(dossier.manifest().get("reference", ""))).strip("-")
    pdf = handing_out.copy_to_keep(
        dossier,
        name=name,
        number=number,
        password=password,
        actor_ref=by.ref,
        require_given_out=partial(require_given_out, dossier),
    )
    return Copy(number, pdf, f"Dossier-{reference}-{number}.pdf" if reference else f"Dossier-{number}.pdf")


def hand_out(dossier: Dossier, *, act: Act, by: Actor) -> str:
    """Count a copy and write its journal line, committed at once: no line, no copy; returns its number (``2-007``).

    Raises NotReady.
    """
    with transaction.atomic(durable=True):
        if not Dossier.objects.select_for_update().ready().filter(pk=dossier.pk).exists():
            raise NotReady(dossier.pk)
        number = dossier.downloads.count() + 1
        Download.objects.create(dossier=dossier, number=number, actor_ref=by.ref)
        details = {"dossier": str(dossier.pk), "number": str(number)}
        journal.record(actor=by, act=act, subject=dossier.subject, details=details)
    return f"{dossier.number}-{number:03d}"


def copy_for_screen(dossier: Dossier, *, name: str, number: str) -> ScreenCopy:
    """The copy that `hand_out` gave this number, marked like one to keep, read while it is given out.

    Raises NotReady and what `read_dossier` raises; what concerns the rest of the file, while it is read.
    """
    if not dossier.is_ready:
        raise NotReady(dossier.pk)
    require = partial(require_given_out, dossier)
    return handing_out.copy_for_screen(dossier, name=name, number=number, require_given_out=require)


def _step_label(step: str, done: int, total: int) -> str:
    if step == "attachments":
        return _("Attachment %(done)s of %(total)s") % {"done": done, "total": total}
    return {
        "render": _("The pages of the application are laid out"),
        "assemble": _("Application and attachments are joined and numbered"),
        "seal": _("The dossier is sealed and stored"),
    }[step]


def _file_names() -> Iterator[str]:
    yield from Dossier.objects.ready().values_list("file", flat=True)


sealed_files.register_holder(_file_names)


def _subjects() -> Iterable[UUID]:
    return Dossier.objects.values_list("subject", flat=True).distinct()


keystore.register_need(_subjects)
