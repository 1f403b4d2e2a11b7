"""Bundles: finished dossiers of several cases joined behind sheets of their own, for one sitting of their readers.

A bundle is sealed with a key of its own and names the subjects whose dossiers it holds, so that it goes at once when
one of them may not be read any more.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import handing_out, issues, jobs, journal, keystore, sealed_files, vault
from documents.actors import Actor
from documents.dossiers import Copy, Dossier, NotReady, Progress, Step
from documents.handing_out import PlainCopy, ScreenCopy
from documents.journal import Act
from documents.page_numbers import Numbering, Span

COMPILE_TASK = "documents.tasks.compile_bundle"
STEP_WEIGHTS = {"dossiers": 50, "sheets": 15, "join": 25, "seal": 10}
"""The steps of a compilation in order, with their share of the bar in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the agenda; `note` says that it was added or dropped off."""

    text: str
    note: str = ""
    is_dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One dossier in its place, and what the list of cases says of it."""

    dossier: UUID
    subject: UUID
    reference: str
    keywords: str = ""
    deadline: str = ""
    note: str = ""
    mentions: tuple[str, ...] = ()  # references of other cases in the bundle that this dossier speaks of


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleContent:
    """Everything a bundle is made of. Plain text, no markup. `day` is ISO; `note_pages` are empty pages to write on."""

    title: str
    name: str
    confidentiality: str
    day: str
    facts: tuple[tuple[str, str], ...]
    agenda: tuple[Point, ...]
    parts: tuple[Part, ...]
    questions: tuple[str, ...] = ()
    note_pages: int = 2

    def as_data(self) -> dict[str, Any]:
        data = asdict(self)
        for part in data["parts"]:
            part["dossier"], part["subject"] = str(part["dossier"]), str(part["subject"])
        return data

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Self:
        """What `as_data` gave, back from JSON."""
        parts = (
            Part(
                **{
                    **raw,
                    "dossier": UUID(raw["dossier"]),
                    "subject": UUID(raw["subject"]),
                    "mentions": tuple(raw.get("mentions", ())),
                }
            )
            for raw in data["parts"]
        )
        read = {
            "facts": tuple((str(label), str(value)) for label, value in data["facts"]),
            "agenda": tuple(Point(**raw) for raw in data["agenda"]),
            "parts": tuple(parts),
            "questions": tuple(data["questions"]),
        }
        return cls(**{**data, **read})


class BundleQuerySet(models.QuerySet["Bundle"]):
    def of(self, subject: UUID) -> Self:
        """The subject's bundles, the newest first."""
        return self.filter(subject=subject).order_by("-number")

    def given(self) -> Self:
        """Not taken back."""
        return self.filter(revoked_at=None)

    def ready(self) -> Self:
        """Compiled, and not taken back since."""
        return self.exclude(file="").given()

    def holding(self, subject: UUID) -> Self:
        """Those with a dossier of this subject in them."""
        return self.filter(shares__subject=subject).distinct()


class Bundle(models.Model):
    """One compiled version of a bundle. Everything that could tell of a case is sealed."""

    issue_kind: ClassVar[issues.Kind] = issues.Kind.BUNDLE

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.UUIDField(gettext_lazy("subject"), db_index=True)
    number = models.PositiveIntegerField(gettext_lazy("number"))
    order_fingerprint = models.CharField(max_length=64)
    sealed_order = models.BinaryField()
    file = models.CharField(max_length=sealed_files.NAME_LENGTH, blank=True)
    pages = models.PositiveIntegerField(gettext_lazy("pages"), default=0)
    first_pages = models.JSONField(default=list)  # where each dossier begins, in the order of the parts
    sheets = models.JSONField(default=list)  # page numbers: how many in front, first and how many behind, the highest
    created_at = models.DateTimeField(auto_now_add=True)
    built_at = models.DateTimeField(gettext_lazy("compiled at"), null=True)
    revoked_at = models.DateTimeField(gettext_lazy("taken back at"), null=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("bundle")
        verbose_name_plural = gettext_lazy("bundles")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "number"], name="bundle_number_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_revoked(self) -> bool:
        """Taken back: never compiled, read or copied again."""
        return self.revoked_at is not None

    @property
    def is_ready(self) -> bool:
        return bool(self.file) and not self.is_revoked

    @property
    def key(self) -> str:
        """Of its job."""
        return f"bundle/{self.pk}"

    @property
    def file_purpose(self) -> str:
        return f"bundle/{self.pk}/file"

    @property
    def job(self) -> jobs.Job | None:
        return jobs.Job.objects.filter(key=self.key).first()

    def content(self) -> BundleContent:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return BundleContent.of_data(vault.unseal_json(self.subject, f"{self.key}/order", self.sealed_order))

    def dossiers_by_subject(self) -> dict[UUID, UUID]:
        """Which dossiers it held when it was compiled, also after it was taken back; empty where that is not known."""
        return {share.subject: share.dossier for share in self.shares.all() if share.dossier is not None}

    def issue_before(self) -> "Bundle | None":
        """The compiled one before this, taken back or not."""
        earlier = Bundle.objects.of(self.subject).filter(number__lt=self.number)
        return earlier.exclude(built_at=None).exclude(sheets=[]).first()

    def numbering(self) -> Numbering:
        """Of an issue that was compiled."""
        front, back_first, back, highest = self.sheets
        shares = [(share.dossier, Span(share.first_number, share.pages)) for share in self.shares.all()]
        spans = {dossier: span for dossier, span in shares if dossier is not None}
        return Numbering(Span(1, front), Span(back_first, back), spans, highest)

    def keep_result(self, *, file: str, pages: int, first_pages: Sequence[int], numbering: Numbering) -> None:
        """In the caller's transaction. Raises NotReady where it was taken back meanwhile."""
        sheets = [numbering.front.pages, numbering.back.first, numbering.back.pages, numbering.highest]
        kept = (
            Bundle.objects.given()
            .filter(pk=self.pk)
            .update(file=file, pages=pages, first_pages=list(first_pages), sheets=sheets, built_at=timezone.now())
        )
        if not kept:
            raise NotReady(self.pk)
        parts = {part.subject: part.dossier for part in self.content().parts}
        shares = [share for share in self.shares.all() if share.subject in parts]
        for share in shares:
            share.place(parts[share.subject], numbering)
        BundleShare.objects.bulk_update(shares, ["dossier", "first_number", "pages"])

    def progress(self) -> Progress:
        """How far the compilation is; percent never goes back."""
        job = self.job if not self.file else None
        reached: dict[str, list[int]] = job.progress if job else {}
        counts = {step: reached.get(step, [int(self.is_ready), 1]) for step in STEP_WEIGHTS}
        steps = tuple(Step(_step_label(step, done, total), done, total) for step, (done, total) in counts.items())
        if self.is_revoked:
            return Progress(jobs.State.DEAD, 0, steps, str(jobs.REASONS[jobs.WITHDRAWN]))
        if self.is_ready:
            return Progress(jobs.State.DONE, 100, steps, "")
        shares = (STEP_WEIGHTS[step] * done / max(total, 1) for step, (done, total) in counts.items())
        return Progress(job.state if job else jobs.State.DEAD, int(sum(shares)), steps, job.reason_text if job else "")


class BundleShare(models.Model):
    """A bundle holds a dossier of this subject. Once it is compiled: which one, and its page numbers in the bundle.

    The row outlives a bundle that is taken back, and goes with the subject.
    """

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="shares")
    subject = models.UUIDField(db_index=True)
    dossier = models.UUIDField(null=True)
    first_number = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = gettext_lazy("share of a bundle")
        verbose_name_plural = gettext_lazy("shares of bundles")

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.subject}"

    def place(self, dossier: UUID, numbering: Numbering) -> None:
        span = numbering.dossiers[dossier]
        self.dossier, self.first_number, self.pages = dossier, span.first, span.pages


class BundleDownload(models.Model):
    """One copy that was handed out; its number is printed on each of its pages."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="downloads")
    number = models.PositiveIntegerField(gettext_lazy("number"))
    actor_ref = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("download of a bundle")
        verbose_name_plural = gettext_lazy("downloads of bundles")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bundle", "number"], name="bundle_download_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.number}"


@transaction.atomic
def order_bundle(*, subject: UUID, content: BundleContent, by: Actor) -> Bundle:
    """Order a bundle in the caller's transaction; the bell rings once that commits. The same order gives the same."""
    fingerprint = vault.fingerprint(subject, b"bundle order", vault.canonical(content.as_data()))
    newest = Bundle.objects.of(subject).first()
    if newest is not None and newest.order_fingerprint == fingerprint and not newest.is_revoked:
        return newest
    bundle = Bundle(subject=subject, number=newest.number + 1 if newest else 1, order_fingerprint=fingerprint)
    bundle.sealed_order = vault.seal_json(subject, f"{bundle.key}/order", content.as_data())
    bundle.save(force_insert=True)
    BundleShare.objects.bulk_create(BundleShare(bundle=bundle, subject=part.subject) for part in content.parts)
    jobs.order(key=bundle.key, task=COMPILE_TASK, subject=subject, target=bundle.pk)
    return bundle


def read_bundle(bundle: Bundle, *, by: Actor) -> PlainCopy:
    """The PDF without any mark, for whoever prepares the meeting; the journal's line is committed first.

    Never call it inside a transaction. Raises NotReady, FileNotFoundError, vault.SealBroken, keystore.KeyMissing.
    """
    if not bundle.is_ready:  # it may have become so since it was looked up, but then its file is not known here
        raise NotReady(bundle.pk)
    with transaction.atomic(durable=True):
        _require_given_out(bundle)
        _record_download(bundle, "0", by)
    return handing_out.plain_copy(bundle, require_given_out=partial(_require_given_out, bundle))


def take_bundle_copy(bundle: Bundle, *, name: str, password: str, by: Actor) -> Copy:
    """A copy marked with the reader's name, the day and the download's number; encrypted where `password` is set.

    Its journal line is committed before a byte is read. Never call it inside a transaction. Raises as `read_bundle`.
    """
    number = f"{bundle.number}-{_count_download(bundle, by):03d}"
    file_name = f"{bundle.content().name}-{number}.pdf"
    pdf = handing_out.copy_to_keep(
        bundle,
        name=name,
        number=number,
        password=password,
        actor_ref=by.ref,
        require_given_out=partial(_require_given_out, bundle),
    )
    return Copy(number, pdf, file_name)


def open_bundle(bundle: Bundle, *, by: Actor) -> str:
    """Count an opening on screen and write its line, committed at once; returns its number. Raises NotReady."""
    return f"{bundle.number}-{_count_download(bundle, by, act=Act.BUNDLE_VIEWED):03d}"


def bundle_for_screen(bundle: Bundle, *, name: str, number: str) -> ScreenCopy:
    """The copy that `open_bundle` gave this number, read while it is given out. Raises as `read_bundle`."""
    if not bundle.is_ready:
        raise NotReady(bundle.pk)
    require = partial(_require_given_out, bundle)
    return handing_out.copy_for_screen(bundle, name=name, number=number, require_given_out=require)


@transaction.atomic
def revoke_bundles(bundles: Iterable[Bundle], *, by: Actor) -> int:
    """Take bundles back in the caller's transaction: never read or compiled again; returns how many there were.

    Their files go after the commit. Rows stay and know how often each was downloaded.
    """
    given = list(Bundle.objects.select_for_update().given().filter(pk__in=[bundle.pk for bundle in bundles]))
    names = [bundle.file for bundle in given]
    for bundle in given:
        jobs.cancel_one(bundle.key)
        bundle.revoked_at, bundle.file, bundle.sealed_order = timezone.now(), "", b""
        bundle.save(update_fields=["revoked_at", "file", "sealed_order"])
        journal.record(actor=by, act=Act.BUNDLE_REVOKED, subject=bundle.subject, details={"bundle": str(bundle.pk)})
    transaction.on_commit(lambda: sealed_files.remove(*names))
    return len(given)


def _require_given_out(bundle: Bundle) -> None:
    if not Bundle.objects.ready().filter(pk=bundle.pk).exists():
        raise NotReady(bundle.pk)


def _count_download(bundle: Bundle, by: Actor, act: Act = Act.BUNDLE_DOWNLOADED) -> int:
    with transaction.atomic(durable=True):
        if not Bundle.objects.select_for_update().ready().filter(pk=bundle.pk).exists():
            raise NotReady(bundle.pk)
        number = bundle.downloads.count() + 1
        BundleDownload.objects.create(bundle=bundle, number=number, actor_ref=by.ref)
        _record_download(bundle, str(number), by, act)
    return number


def _record_download(bundle: Bundle, number: str, by: Actor, act: Act = Act.BUNDLE_DOWNLOADED) -> None:
    """One line that names the bundle and every case in it."""
    subjects = [bundle.subject, *bundle.shares.values_list("subject", flat=True)]
    code = f"{bundle.number}-{number}"
    journal.record_list(actor=by, act=act, hits=dict.fromkeys(subjects, code))


def _step_label(step: str, done: int, total: int) -> str:
    if step == "dossiers":
        return _("Dossier %(done)s of %(total)s") % {"done": done, "total": total}
    return {
        "sheets": _("Agenda, list of cases and note pages are laid out"),
        "join": _("Agenda and dossiers are joined and numbered"),
        "seal": _("The bundle is sealed and stored"),
    }[step]


def dossiers_of(content: BundleContent) -> Sequence[Dossier]:
    """The compiled dossiers of a bundle in their order. Raises NotReady where one was taken back or is gone."""
    ready = {dossier.pk: dossier for dossier in Dossier.objects.ready().filter(pk__in=_ids(content))}
    if len(ready) != len(content.parts):
        raise NotReady
    return [ready[part.dossier] for part in content.parts]


def holding_dossiers(subject: UUID, dossiers: Container[UUID]) -> list[Bundle]:
    """Bundles with one of these dossiers of a subject; one that cannot be read counts as if it held them."""
    return [one for one in Bundle.objects.given().holding(subject) if _may_hold(one, dossiers)]


def _may_hold(bundle: Bundle, dossiers: Container[UUID]) -> bool:
    try:
        return any(pk in dossiers for pk in _ids(bundle.content()))
    except vault.SealBroken:
        return True


def _ids(content: BundleContent) -> list[UUID]:
    return [part.dossier for part in content.parts]


def shown_day(day: str) -> str:
    """An ISO day as German readers write it; empty stays empty."""
    return f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""


def _file_names() -> Iterator[str]:
    yield from Bundle.objects.ready().values_list("file", flat=True)


sealed_files.register_holder(_file_names)


def _subjects() -> Iterable[UUID]:
    return Bundle.objects.given().values_list("subject", flat=True).distinct()


keystore.register_need(_subjects)
