"""Pages of rebuilt files as pictures that a machine can read; drawn in the limited child process of `intake` alone.

PDFium draws (BSD and Apache licences, inside the package `pypdfium2`). It is loaded for the first page that needs it;
its build has no scripts and no XFA forms.
"""

from documents.rejection import Rejected
from documents.sheet import LONG

READING_DOTS = 300
"""Dots per inch, as Tesseract likes its pages."""


def load() -> None:
    """Bring PDFium into memory; a process that sees no disk can then use it."""
    import pypdfium2  # noqa: F401


def paint(pdf: bytes, number: int) -> tuple[bytes, float]:
    """A page (from 0) of a rebuilt file as a grey picture for reading (PGM), and its height in points.

    Raises `Rejected`.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        page = PdfDocument(pdf)[number]
        if max(page.get_size()) > LONG + 1:
            raise Rejected("page_size")
        picture = page.render(scale=READING_DOTS / 72, grayscale=True).to_pil()
        return b"P5 %d %d 255\n" % picture.size + picture.convert("L").tobytes(), page.get_size()[1]
    except (PdfiumError, IndexError) as error:
        raise Rejected("damaged") from error
