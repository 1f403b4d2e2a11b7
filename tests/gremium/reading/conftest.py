"""A released case with a dossier of some 300 real pages: forms of the board, scans, a printed book, Arabic."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image

from documents import keystore
from documents.actors import SYSTEM
from documents.content import Attachment, Content
from documents.dossiers import Dossier, order_dossier
from documents.intake import Limits
from documents.tasks import compile_dossier
from documents.uploads import accept_upload
from gremium.cases.models import Case, State, Summary
from gremium.people.models import Organisation
from tests.documents.family import family

BOOK, ARABIC = "009-pdflatex-geotopo_GeoTopo-komprimiert.pdf", "015-arabic_habibi.pdf"
LIMITS = Limits(accept=("application/pdf",), max_bytes=40_000_000, max_pages=200)
REFERENCE = "KX-2026-0007"


def scans(pages: int) -> bytes:
    """As an office scanner makes them: one picture a page."""
    sheets = [Image.effect_noise((413, 584), 40).resize((1240, 1754)).convert("RGB") for _ in range(pages)]
    file = io.BytesIO()
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:], quality=60, resolution=150)
    return file.getvalue()


MakeVersion = Callable[..., Dossier]


@pytest.fixture
def case(north: Organisation) -> Case:
    """Released, without a dossier yet."""
    subject = uuid4()
    keystore.create_key(subject)
    case = Case(subject=subject, reference=REFERENCE, state=State.SCHEDULED, organisation=north)
    case.seal_summary(Summary())
    case.save()
    return case


@pytest.fixture
def compiled(case: Case) -> MakeVersion:
    """A compiled version of the case's dossier, with these attachments: title to file."""

    def compile_version(files: dict[str, bytes] | None = None, *, version: str = "1", **changes: object) -> Dossier:
        uploads: dict[str, list[UUID]] = {}
        attachments = []
        for number, (title, data) in enumerate((files or {}).items(), 1):
            upload = accept_upload(subject=case.pk, name=f"{title}.pdf", data=data, limits=LIMITS, by=SYSTEM)
            uploads[title] = [upload.pk]
            attachments.append(Attachment(key=title, number=number, title=title))
        content = replace(_content(version), attachments=tuple(attachments), **changes)  # type: ignore[arg-type]
        dossier = order_dossier(subject=case.pk, content=content, uploads=uploads, by=SYSTEM)
        assert dossier.job is not None
        compile_dossier(dossier.job.pk)
        dossier.refresh_from_db()
        return dossier

    return compile_version


def _content(version: str) -> Content:
    return replace(family(), reference=REFERENCE, version=version, title=f"Dossier {REFERENCE}", attachments=())


@pytest.fixture
def long_dossier(compiled: MakeVersion, samples: Path) -> Dossier:
    book, arabic = ((samples / "pdf-samples" / name).read_bytes() for name in (BOOK, ARABIC))
    return compiled({"Zeugnisse": scans(54), "Gutachten": book, "Brief": arabic, "Gutachten, zweite Fassung": book})


@pytest.fixture
def short_dossier(compiled: MakeVersion, samples: Path) -> Dossier:
    return compiled({"Brief": (samples / "pdf-samples" / ARABIC).read_bytes()})
