"""Stand-in until branch `pdf` is merged: take that branch's file."""

import io
from dataclasses import dataclass

import pikepdf


def gate_version() -> str:
    return "0"


@dataclass(frozen=True, slots=True)
class Limits:
    accept: tuple[str, ...]
    max_bytes: int
    max_pages: int


@dataclass(frozen=True, slots=True)
class Examined:
    pdf: bytes
    pages: int
    media_type: str
    gate_version: str
    notes: tuple[str, ...]


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = code


def examine(data: bytes, name: str, limits: Limits) -> Examined:
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
    except pikepdf.PdfError:
        raise Refused("unreadable") from None
    return Examined(data, pages, "application/pdf", gate_version(), ())
