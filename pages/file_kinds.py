"""The files an editor may put on public pages: which kinds, how large, and what they really contain."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
HEAD = 512
"""Bytes that tell what a file is."""


def _begins(*marks: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda head: head[at:].startswith(marks)


def _is_captions(head: bytes) -> bool:
    return re.match(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)", head) is not None


def _is_mpeg(head: bytes) -> bool:
    """An ID3 tag, or a frame header: eleven bits set, then a layer that is not reserved."""
    return head.startswith(b"ID3") or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 in (0xE2, 0xE4, 0xE6))


@dataclass(frozen=True, slots=True)
class FileKind:
    """`largest` is in bytes; `is_like` judges the first bytes of a file."""

    content_type: str
    largest: int
    is_like: Callable[[bytes], bool]


KINDS = {
    "pdf": FileKind("application/pdf", 10 * MEGABYTE, _begins(b"%PDF-")),
    "mp3": FileKind("audio/mpeg", 20 * MEGABYTE, _is_mpeg),
    "m4a": FileKind("audio/mp4", 20 * MEGABYTE, _begins(b"ftyp", at=4)),
    "ogg": FileKind("audio/ogg", 20 * MEGABYTE, _begins(b"OggS")),
    "opus": FileKind("audio/ogg", 20 * MEGABYTE, _begins(b"OggS")),
    "mp4": FileKind("video/mp4", 60 * MEGABYTE, _begins(b"ftyp", at=4)),
    "webm": FileKind("video/webm", 60 * MEGABYTE, _begins(b"\x1a\x45\xdf\xa3")),
    "vtt": FileKind("text/vtt", MEGABYTE, _is_captions),
}
AUDIO = ("mp3", "m4a", "ogg", "opus")
VIDEO = ("mp4", "webm")
CAPTIONS = ("vtt",)
LARGEST = max(kind.largest for kind in KINDS.values())


def extension_of(name: str) -> str:
    return PurePath(name).suffix.removeprefix(".").lower()


def check_file(file: File) -> None:  # type: ignore[type-arg]
    """Raises ValidationError where a file is not what its name says, or larger than its kind may be."""
    extension = extension_of(file.name or "")
    kind = KINDS.get(extension)
    if kind is None:
        raise ValidationError(_("Allowed are files of these kinds: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    if file.size > kind.largest:
        raise ValidationError(
            _("A file of the kind %(kind)s may have at most %(size)s.")
            % {"kind": extension, "size": filesizeformat(kind.largest)}
        )
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not kind.is_like(head):
        raise ValidationError(
            _("This file is called %(kind)s but contains something else. Save it anew as %(kind)s.")
            % {"kind": extension}
        )
