"""Small real files of each kind that editors upload."""

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

MPEG_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
"""26 ms of silence: MPEG-1 layer 3, 128 kbit/s, 44.1 kHz."""

FILES = {
    "pdf": b"%PDF-1.7\n%%EOF\n",
    "mp3": MPEG_FRAME * 5800,
    "m4a": b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom\x00\x00\x00\x00",
    "ogg": b"OggS\x00\x02" + bytes(40),
    "opus": b"OggS\x00\x02" + bytes(20) + b"OpusHead" + bytes(20),
    "mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41",
    "webm": b"\x1a\x45\xdf\xa3" + bytes(40),
    "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nHallo\n",
}


def document(extension: str, name: str = "datei", content: bytes | None = None) -> Document:
    content = FILES[extension] if content is None else content
    made = Document(title=name, file=ContentFile(content, f"{name}.{extension}"))
    made._set_document_file_metadata()
    made.save()
    return made
