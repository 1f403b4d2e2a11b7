"""What a dossier says, as tests read it: texts of a content by section, and texts of a PDF by page."""

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from typing import Any

import pypdf

from documents.content import Content

POPPLER = shutil.which("pdftotext")
_TEXTS = ("label", "value", "text", "heading", "alternative", "title", "mark", "empty")


def texts(content: Content) -> Iterator[tuple[str, str]]:
    """Every text with the code of its section; D00 is the cover, D13 also every divider."""
    data = content.as_data()
    yield from (("D00", text) for text in _strings(data["cover"]))
    for section in data["sections"]:
        yield from ((section["code"], text) for text in _strings(section["blocks"]))
    yield from (("D13", text) for text in _strings(data["attachments"]))


def text_of(content: Content, *codes: str) -> str:
    """All texts of these sections, or of the whole document."""
    return "\n".join(text for code, text in texts(content) if not codes or code in codes)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, read with poppler where it is installed."""
    if POPPLER:
        read = subprocess.run([POPPLER, "-", "-"], input=pdf, capture_output=True, check=True)
        return read.stdout.decode().split("\f")[:-1]
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Letters and signs alone: without spaces, hyphens of broken lines and invisible signs, ligatures resolved."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\-\u2010\u00ad]", "", "".join(sign for sign in plain if unicodedata.category(sign) != "Cf"))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(value, str) or key in _TEXTS:
                yield from _strings(value)
    elif isinstance(data, list | tuple):
        for one in data:
            yield from _strings(one)
