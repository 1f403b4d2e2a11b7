"""Orders dossiers inside an installation: ``python -m tests.documents.ordering COUNT [WORD …]``; prints JSON.

The words go into an upload, into its name and into the content, for the search for leaks.
"""

import dataclasses
import functools
import io
import json
import os
import sys
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

import pikepdf  # noqa: E402
from django.db import transaction  # noqa: E402

from documents import dossiers, intake, keystore, uploads  # noqa: E402
from documents.actors import Actor  # noqa: E402
from documents.content import Content, Prose, Section  # noqa: E402
from tests.documents.family import family  # noqa: E402

BY = Actor(ref="orderer", organisation_ref="organisation")
LIMITS = intake.Limits(accept=("application/pdf",), max_bytes=25_000_000, max_pages=200)


def pdf(pages: int, text: str = "") -> bytes:
    """A small PDF, of other bytes each time; `text` stands on its first page."""
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    document.pages[0].Contents = document.make_stream(f"BT /F 12 Tf 50 700 Td ({text}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def content(reference: str, words: tuple[str, ...]) -> Content:
    whole = family()
    extra = Section(code="D12", title="Zusatz", blocks=(Prose(text=" ".join(words) or "-"),))
    return dataclasses.replace(whole, reference=reference, sections=(*whole.sections, extra))


@functools.cache
def small_file(words: tuple[str, ...]) -> bytes:
    return pdf(5, " ".join(words))


def order(number: int, words: tuple[str, ...]) -> dict[str, str]:
    subject = uuid4()
    keystore.create_key(subject)
    asked = content(f"T-{number}", words)
    data = small_file(words)
    files: dict[str, list[UUID]] = {
        attachment.key: [
            uploads.accept_upload(
                subject=subject,
                name=f"{' '.join(words) or 'Bescheid'}.pdf",
                data=data,
                limits=LIMITS,
                by=BY,
            ).pk
        ]
        for attachment in asked.attachments
    }
    with transaction.atomic():
        dossier = dossiers.order_dossier(subject=subject, content=asked, uploads=files, by=BY)
    job = dossier.job
    assert job is not None
    return {"dossier": str(dossier.pk), "job": str(job.pk), "subject": str(subject)}


if __name__ == "__main__":
    intake.examine = functools.cache(intake.examine)  # all attachments are alike; the gate takes longest
    print(json.dumps([order(number, tuple(sys.argv[2:])) for number in range(int(sys.argv[1]))]))
