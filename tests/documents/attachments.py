"""Attachments for an example, and what a compiled document shows of its pages, bookmarks and structure."""

import io
from functools import cache

import pikepdf
import pypdf

from documents import font_programs
from documents.assembling import AttachmentFile, Compiled
from documents.content import Content
from documents.gate import tame
from tests.documents import hostile
from tests.documents.conftest import plain


@cache
def file(pages: int = 2, text: str = "Blatt") -> AttachmentFile:
    font_programs.load()
    tamed = tame(hostile.paper(text, pages=pages), accept=("application/pdf",), max_bytes=1_000_000, max_pages=pages)
    return AttachmentFile(name=f"{text}.pdf", pdf=tamed.pdf, pages=pages)


@cache
def pictured(size: tuple[int, int] = (800, 600)) -> AttachmentFile:
    """A page that is a picture."""
    tamed = tame(hostile.picture(size), accept=("image/jpeg",), max_bytes=1_000_000, max_pages=1)
    return AttachmentFile(name="a.jpg", pdf=tamed.pdf, pages=1)


def files_for(content: Content) -> dict[str, list[AttachmentFile]]:
    return {attachment.key: [file(1 + number)] for number, attachment in enumerate(content.attachments)}


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        return [(item.title, numbers[item.destination[0].objgen]) for item in outline.root]  # type: ignore[index]


def assert_parts_cover_all(compiled: Compiled) -> None:
    pages = [page for part in compiled.parts for page in range(part.first_page, part.first_page + part.pages)]
    assert pages == list(range(1, compiled.pages + 1))
    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        assert len(document.pages) == compiled.pages


def said_on(pdf: bytes, page: int) -> str:
    return plain(pypdf.PdfReader(io.BytesIO(pdf)).pages[page - 1].extract_text())


def in_reading_order(document: pikepdf.Pdf) -> list[tuple[pikepdf.Object, int]]:
    """The elements of the structure that stand on a page of their own naming, as they are read, with that page."""
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
    found, waiting = [], [document.Root.StructTreeRoot.K[0]]  # type: ignore[attr-defined]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting += reversed(list(thing))
        elif isinstance(thing, pikepdf.Dictionary):
            if "/Pg" in thing and "/S" in thing:
                found.append((thing, numbers[thing.Pg.objgen]))
            waiting.append(thing.get("/K"))  # type: ignore[arg-type]
    return found
