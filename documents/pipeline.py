"""Compiling a dossier: attachments, layout, joining, sealing. Each step is kept under a key of its inputs."""

import logging
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from pikepdf import PdfError

from documents import (
    assembling,
    intake,
    issues,
    journal,
    machine_read,
    recognition,
    rendering,
    sealed_files,
    steps,
    uploads,
    vault,
)
from documents.actors import SYSTEM
from documents.assembling import AttachmentFile
from documents.content import Content
from documents.dossiers import Dossier, Order
from documents.failing import telling_why
from documents.jobs import MOST_ATTEMPTS, WITHDRAWN, Job, JobFailed, LeaseLost
from documents.journal import Act
from documents.machine_read import PageText
from documents.rendering import Rendered, SectionPages
from documents.signals import dossier_built
from documents.steps import Stored
from documents.uploads import Upload

log = logging.getLogger(__name__)

RENDER_STEP = "render/2"
ASSEMBLE_STEP = "assemble/7"
"""Raise the number where the code, not the templates, gives other bytes for the same inputs."""

Attachments = dict[str, list[AttachmentFile]]


def compile_dossier(job: Job) -> None:
    """Compile the dossier the job aims at and complete the job in the same transaction. May run again at any point.

    Raises jobs.JobFailed, jobs.LeaseLost.
    """
    assert job.target is not None
    with telling_why(job):
        try:
            _compile(job, Dossier.objects.get(pk=job.target))
        except Dossier.DoesNotExist as error:
            raise JobFailed("key_missing", is_final=True) from error


def note_failure(job: Job) -> None:
    """Write down that a dossier waits for a person."""
    journal.record(actor=SYSTEM, act=Act.DOSSIER_FAILED, subject=job.subject, details={"reason": job.reason})


def _compile(job: Job, dossier: Dossier) -> None:
    if dossier.is_ready:
        return
    if dossier.is_revoked:
        raise JobFailed(WITHDRAWN, is_final=True)
    order = dossier.order()
    attachments = _gather(job, dossier.subject, order)
    content = assembling.tell_unread(order.content, attachments)
    rendered = _rendered(dossier.subject, content, assembling.page_counts(content, attachments))
    job.advance("render", 1, 1)
    made = _assembled(dossier.subject, content, rendered, attachments)
    job.advance("assemble", 1, 1)
    _finish(job, dossier, order, made)


def _gather(job: Job, subject: UUID, order: Order) -> Attachments:
    """Fetch every attachment; one that cannot be read becomes a stand-in, never a gap."""
    total = sum(len(pks) for pks in order.uploads.values())
    gathered: Attachments = {key: [] for key in order.uploads}
    done = 0
    job.advance("attachments", 0 if total else 1, total or 1)
    for key, pks in order.uploads.items():
        for pk in pks:
            gathered[key].append(_fetched(job, subject, pk))
            done += 1
            job.advance("attachments", done, total)
    return gathered


def _fetched(job: Job, subject: UUID, pk: UUID) -> AttachmentFile:
    """One upload's pages. A file or scanner that is away is waited for; the last attempt makes do with a stand-in.

    Where the whole store is away nothing stands in for it: the job stops after its last attempt.
    """
    upload = Upload.objects.of(subject).filter(pk=pk).first()
    if upload is None:
        return AttachmentFile("", problem=_("This file was removed before the dossier was compiled."))
    try:
        name = upload.display_name
        if upload.gate_version != intake.gate_version() and intake.can_read(upload.media_type):
            _gate_again(upload)
        pdf = uploads.stored_pdf(upload)
        return AttachmentFile(name, pdf, upload.pages, gate=upload.gate_version, texts=_texts(upload, pdf))
    except intake.Refused as refused:
        if refused.code == "scanner_away" and job.attempts < MOST_ATTEMPTS:
            raise JobFailed("scanner_away") from refused
        return AttachmentFile(name, problem=refused.message)
    except FileNotFoundError as error:
        if job.attempts < MOST_ATTEMPTS:
            raise JobFailed("storage_away") from error
    except vault.SealBroken:
        log.warning("upload %s: its seal is broken", pk)
    return AttachmentFile("", problem=_("This file can no longer be read from the store."))


def _texts(upload: Upload, pdf: assembling.Stored) -> dict[int, PageText]:
    """What was read by machine so far; what was not is ordered, for the next build: nothing waits for it here."""
    if not recognition.languages():
        return {}
    try:
        pages = recognition.picture_pages(pdf.read())
    except PdfError:
        return {}  # the joining finds that out, and says so
    if pages and not recognition.is_complete(upload, pages):
        recognition.order(upload)
    return recognition.found(upload, pages)


def _gate_again(upload: Upload) -> None:
    """Send the original through a gate that has become newer since the upload."""
    limits = intake.Limits(accept=(upload.media_type,), max_bytes=upload.size, max_pages=_most_pages(upload))
    examined = intake.examine(uploads.read_original(upload), upload.display_name, limits)
    uploads.replace_pdf(upload, examined)
    journal.record(
        actor=SYSTEM, act=Act.ATTACHMENT_SANITISED, subject=upload.subject, details={"upload": str(upload.pk)}
    )


def _most_pages(upload: Upload) -> int:
    """A text document may break its pages in another place than it did before."""
    return intake.MOST_PAGES if upload.media_type in intake.TEXT_DOCUMENTS else max(upload.pages, 1)


def _rendered(subject: UUID, content: Content, page_counts: dict[str, int]) -> Rendered:
    key = steps.key_of(
        subject, RENDER_STEP, rendering.look(), vault.canonical(content.as_data()), vault.canonical(page_counts)
    )
    made = steps.find(subject, key)
    if made is None:
        rendered = rendering.render(content, page_counts)
        facts = asdict(rendered)
        steps.keep(subject, key, steps.Made(facts.pop("pdf"), facts))
        return rendered
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in made.facts.items()}
    facts["sections"] = tuple(SectionPages(**raw) for raw in facts["sections"])
    return Rendered(pdf=made.data, **facts)


def _assembled(subject: UUID, content: Content, rendered: Rendered, attachments: Attachments) -> Stored:
    """The whole document, never in memory as a whole; its facts are those of `Assembled`."""
    said = (attachment.description.encode() for attachment in content.attachments)
    key = steps.key_of(subject, ASSEMBLE_STEP, rendered.pdf, *said, *_digests(attachments))
    found = steps.find_stored(subject, key)
    if found is not None:
        return found
    write = partial(steps.write, subject, key)
    assembled, file = assembling.assemble_into(write, rendered, attachments, content)
    return steps.keep_file(subject, key, file, asdict(assembled))


def _digests(attachments: Attachments) -> Iterator[bytes]:
    for key, files in attachments.items():
        yield key.encode()
        for file in files:
            yield file.name.encode()
            yield (file.sha256 or "").encode()
            yield file.problem.encode()
            yield machine_read.digest(file.texts).encode()


def _finish(job: Job, dossier: Dossier, order: Order, made: Stored) -> None:
    file = sealed_files.write(dossier.subject, dossier.file_purpose, made.pieces())
    facts = made.facts
    manifest = {
        **facts["manifest"],
        "reference": order.content.reference,
        "version": order.content.version,
        "sha256": facts["sha256"],
        "pages": facts["pages"],
        "parts": facts["parts"],
    }
    try:
        job.advance("seal", 1, 1)
        with transaction.atomic():
            job.complete()
            dossier.keep_result(file=file, manifest=manifest, pages=facts["pages"])
            issues.register(issues.Trace(facts["sha256"], bytes.fromhex(facts["identifier"])), dossier)
            journal.record(
                actor=SYSTEM, act=Act.DOSSIER_BUILT, subject=dossier.subject, details={"dossier": str(dossier.pk)}
            )
            dossier_built.send(Dossier, subject=dossier.subject)
    except LeaseLost:
        sealed_files.remove(file)
        raise
