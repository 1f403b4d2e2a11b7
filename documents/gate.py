"""The gate: foreign bytes in, a harmless PDF of A4 pages out. Runs only in the limited child process of `intake`.

Nothing here imports Django or touches the disk. What cannot be tamed raises `Rejected` with a code that
`intake` turns into a sentence.
"""

from dataclasses import dataclass

from documents import images, papers, text_documents
from documents.form_values import Drawings
from documents.rejection import Rejected

VERSION = "9"
"""Raised with every change of what the gate lets through or how pages look: stored results are then made anew."""

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
HEIC = "image/heic"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


@dataclass(frozen=True, slots=True)
class Tamed:
    """The rebuilt file; `notes` are codes of what was changed or noticed, such as ``repaired`` or ``blurred``."""

    pdf: bytes
    pages: int
    media_type: str
    notes: tuple[str, ...] = ()
    preview: bytes = b""


def tame(
    data: bytes, *, accept: tuple[str, ...], max_bytes: int, max_pages: int, drawings: Drawings | None = None
) -> Tamed:
    """Rebuild one file as plain A4 pages; raises `Rejected`, and `Undrawn` for a form that lacks `drawings`."""
    if not data:
        raise Rejected("empty")
    if len(data) > max_bytes:
        raise Rejected("too_large")
    media_type = sniff(data)
    if media_type not in accept:
        raise Rejected("text_document" if text_documents.is_old_kind(data) else "wrong_type")
    if media_type == PDF:
        pdf, pages, notes = papers.rebuild(data, max_pages, drawings)
        return Tamed(pdf, pages, media_type, notes)
    photo = images.to_page(data, media_type)
    return Tamed(photo.pdf, 1, media_type, photo.notes, photo.preview)


def sniff(data: bytes) -> str:
    """The media type by content; empty if it is none of the four that are taken."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC
    return PDF if b"%PDF-" in data[:1024] else ""
