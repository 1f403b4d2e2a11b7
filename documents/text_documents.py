"""Text documents at the gate (DOCX, ODT): which one it is, and what of it LibreOffice may see.

They are rebuilt like PDFs: only the parts that draw pages are taken over, whatever leads out of the file or does
something is gone, and what cannot be left out without losing content is refused. Runs in the limited child process.
"""

from dataclasses import dataclass

from documents import odt, packages, word
from documents.packages import Package
from documents.rejection import Rejected

_OLE, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS = (b"[Content_Types].xml", b"_rels/.rels", b"mimetypeapplication/vnd.oasis.opendocument.text")
"""Names that stand first in the archives of these kinds."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document that is safe to be converted; `notes` are codes of what was left out."""

    data: bytes
    media_type: str
    notes: tuple[str, ...]


def clean(data: bytes, *, accept: tuple[str, ...], max_bytes: int) -> Cleaned:
    """Rebuild a text document; `accept` are media types. Raises `Rejected`."""
    if len(data) > max_bytes:
        raise Rejected("too_large")
    if not data.startswith(packages.BEGIN):
        raise Rejected("wrong_type")
    media_type = _kind_of(data)
    if media_type not in accept:
        raise Rejected("text_document" if media_type else "wrong_type")
    made, notes = (odt if media_type == odt.MEDIA_TYPE else word).rebuild(Package(data))
    return Cleaned(made, media_type, tuple(sorted(notes)))


def is_old_kind(data: bytes) -> bool:
    """A document of Word before 2007 or RTF; raises `Rejected` for one that is locked with a password."""
    if data.startswith(_OLE) and _LOCKED in data:
        raise Rejected("encrypted")
    return data.startswith((_OLE, _RTF))


def _kind_of(data: bytes) -> str:
    """The media type by content; empty for any other archive. An archive that cannot be opened is told by its begin."""
    try:
        package = Package(data)
    except Rejected:
        if data[30:].startswith(_BEGINNINGS):
            raise
        return ""
    if odt.is_one(package):
        return odt.MEDIA_TYPE
    return word.MEDIA_TYPE if word.is_one(package) else ""
