"""Personal copies: each page visibly marked with the reader's name, the day and the download number, and encrypted."""

import io
from datetime import date

import pikepdf
from pikepdf import Object, Page, Pdf

from documents.locking import written
from documents.rendering import compile_template, settle_all
from documents.stamping import add_drawing, own_resources
from documents.words import GERMAN


def marked_copy(
    pdf: bytes, *, name: str, day: date, number: str, password: str = "", is_first_page_first: bool = False
) -> bytes:
    """The document marked for one reader, encrypted with AES-256 unless `password` is empty.

    Copying text for screen readers stays permitted; changing pages does not. With `is_first_page_first` a reader can
    show the first page before the rest has come.
    """
    with pikepdf.open(io.BytesIO(pdf)) as target:
        portrait, landscape = _marks(target, name, day, number)
        for page in target.pages:
            _mark(target, page, landscape if _is_landscape(page) else portrait)
        return written(target, password, is_first_page_first=is_first_page_first)


def encrypted(pdf: bytes, *, password: str) -> bytes:
    """The document as it is, for nobody in particular, encrypted with AES-256."""
    with pikepdf.open(io.BytesIO(pdf)) as target:
        return written(target, password)


def _marks(target: Pdf, name: str, day: date, number: str) -> tuple[Object, Object]:
    line = GERMAN["copy_line"].format(day=f"{day:%d.%m.%Y}", number=number)
    data = {
        "lang": "de",
        "number": number,
        "name": name,
        "line": line,
        "foot": f"{GERMAN['copy'].format(name=name)} · {line}",
    }
    pdf = compile_template("copy", settle_all(data, None, set()), day.isoformat(), is_tagged=False)
    with pikepdf.open(io.BytesIO(pdf)) as source:
        portrait, landscape = (
            target.make_indirect(target.copy_foreign(page.as_form_xobject())) for page in source.pages
        )
    return portrait, landscape


def _is_landscape(page: Page) -> bool:
    return float(page.mediabox[2]) > float(page.mediabox[3])


def _mark(target: Pdf, page: Page, mark: Object) -> None:
    own_resources(page, {"/XObject": {"/GrCopy": mark}})
    add_drawing(target, page, b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q /GrCopy Do Q EMC")
