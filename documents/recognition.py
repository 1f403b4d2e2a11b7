"""Text recognition: which files want it, under which key its result is kept, and the job that does it.

A page that is a picture has no text to search or to hear. Where Tesseract is installed and languages are set
(`GREMIUM_OCR_LANGUAGES`), a job on the queue `ocr` reads such pages of a file as soon as it is handed in; nothing waits
for it. A dossier takes the text that is there when it is compiled: usually it is, since a form takes longer to fill
than a page to read. Where it was not, the next build has it; no issue is made for its sake, because each one is handed
out and counted.

Texts are step results: sealed under the case's key, found by an HMAC of the file's digest, gone with the file, with a
consent that is withdrawn, and with the case.
"""

import io
import json
import subprocess
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pikepdf
from django.conf import settings

from documents import jobs, machine_read, steps, tesseract
from documents.jobs import Job, Queue, State
from documents.machine_read import PageText
from documents.tagging import has_text

if TYPE_CHECKING:
    from documents.uploads import Upload

VERSION = "2"
"""Raised with every change of what is read from a page; kept texts are then read anew."""
TASK = "documents.tasks.recognise_upload"


def languages() -> tuple[str, ...]:
    """Tesseract's names of the languages that are set, the most likely first."""
    return tuple(settings.OCR_LANGUAGES)


def is_present() -> bool:
    """Whether pages can be read on this machine."""
    return bool(languages() and tesseract.program())


def known_languages() -> set[str]:
    """Tesseract's names of the languages that are installed; empty where it does not answer."""
    try:
        told = subprocess.run([tesseract.PROGRAM, "--list-langs"], capture_output=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return set()
    return set(told.stdout.decode("ascii", "ignore").split("\n")[1:]) - {"", "osd"}


def picture_pages(pdf: bytes) -> tuple[int, ...]:
    """The pages of a rebuilt file, from 0, that have no text of their own. Raises pikepdf.PdfError."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        return tuple(number for number, page in enumerate(source.pages) if not has_text(page))


def key(upload: "Upload", page: int) -> str:
    """Under which the text of a page is kept; its file as it came, how it was rebuilt and turned, and our version."""
    how = f"recognise/{VERSION}/{'+'.join(languages())}/{upload.gate_version}/{upload.turn}/{page}"
    return steps.key_of(upload.subject, how, upload.fingerprint.encode())


def order(upload: "Upload") -> None:
    """Order the reading of a file in the caller's transaction, where pages can be read here and none waits for it yet.

    What a job finds done already it leaves alone.
    """
    given = Job.objects.filter(subject=upload.subject, target=upload.pk, queue=Queue.OCR)
    if is_present() and not given.filter(state__in=(State.NEW, State.FAILED)).exists():
        key = f"ocr/{upload.pk}/{given.count() + 1}"
        jobs.order(key=key, task=TASK, subject=upload.subject, target=upload.pk, queue=Queue.OCR)


def found(upload: "Upload", pages: Iterable[int]) -> dict[int, PageText]:
    """The texts that are there by now, by page from 0; pages on which nothing could be read are left out."""
    kept = {page: steps.find(upload.subject, key(upload, page)) for page in pages}
    texts = {page: machine_read.from_data(json.loads(made.data)) for page, made in kept.items() if made is not None}
    return {page: text for page, text in texts.items() if text}


def is_complete(upload: "Upload", pages: Iterable[int]) -> bool:
    """Whether all these pages were read, or tried."""
    keys = {key(upload, page) for page in pages}
    return steps.StepResult.objects.filter(subject=upload.subject, key__in=keys).count() == len(keys)
