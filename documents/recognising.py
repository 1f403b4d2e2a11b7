"""The job that reads the pages of a file: page by page, each result kept at once, and never in anybody's way."""

import logging
import time
from typing import TYPE_CHECKING

from django.db import transaction

from documents import intake, machine_read, recognition, steps, uploads, vault
from documents.failing import telling_why
from documents.jobs import Job
from documents.uploads import Upload

if TYPE_CHECKING:
    from documents.intake import Gate

log = logging.getLogger(__name__)

BUDGET_SECONDS = 60.0
"""After so long a job makes way, and another one goes on: other files wait too, and the worker gives a sign of life."""


def recognise(job: Job) -> None:
    """Read the pages of the job's file that are pictures and were not read yet. May run again at any point.

    A page that cannot be read has no text, and is not tried again. Raises jobs.JobFailed, jobs.LeaseLost.
    """
    assert job.target is not None
    upload = Upload.objects.filter(pk=job.target, subject=job.subject).first()
    if upload is None or not recognition.is_present():
        return
    with telling_why(job):
        pdf = uploads.read_pdf(upload)
        pages = recognition.picture_pages(pdf)
        if pages:
            with intake.open_gate() as gate:
                _read_pages(job, upload, pdf, pages, gate)


def _read_pages(job: Job, upload: Upload, pdf: bytes, pages: tuple[int, ...], gate: "Gate") -> None:
    begun, is_begun = time.monotonic(), False
    for done, page in enumerate(pages):
        key = recognition.key(upload, page)
        if steps.StepResult.objects.filter(subject=upload.subject, key=key).exists():
            continue
        if is_begun and time.monotonic() - begun > BUDGET_SECONDS:
            recognition.order(upload)
            return
        is_begun = True
        try:
            text = gate.read_page(pdf, page, recognition.languages())
        except intake.Refused as refused:
            log.info("upload %s: a page was not read (%s)", upload.pk, refused.code)
            text = ()
        is_kept = _keep(job, upload, key, text, done + 1, len(pages))
        if gate.process.poll() is not None:  # it took too long, and the gate was ended
            recognition.order(upload)
            return
        if not is_kept:
            return


def _keep(job: Job, upload: Upload, key: str, text: machine_read.PageText, done: int, total: int) -> bool:
    """Keep what was read unless the work was cancelled or the file removed meanwhile; says whether it was kept."""
    with transaction.atomic():
        job.advance("pages", done, total)
        if not Upload.objects.select_for_update().filter(pk=upload.pk).exists():
            return False
        made = steps.Made(vault.canonical(machine_read.as_data(text)), {})
        steps.keep(upload.subject, key, made, about=upload.pk)
    return True
