"""Personal copies: each page visibly marked with the reader's name, the day and the download number, and encrypted."""

import io
from datetime import date

import pikepdf

from documents.locking import Finished, PasswordLock, written
from documents.rendering import compile_template, settle_all
from documents.slots import fill, filled
from documents.words import GERMAN


def marked_copy(
    pdf: bytes, *, name: str, day: date, number: str, password: str = "", is_first_page_first: bool = False
) -> bytes:
    """The document marked for one reader, encrypted with AES-256 unless `password` is empty.

    Copying text for screen readers stays permitted; changing pages does not. With `is_first_page_first` a reader can
    show the first page before the rest has come.
    """
    if is_first_page_first:
        assert not password
        with pikepdf.open(io.BytesIO(pdf)) as target:
            fill(target, _marks(name, day, number))
            return written(target, is_first_page_first=True)
    return b"".join(filled(pdf, _marks(name, day, number), PasswordLock.for_password(password) if password else None))


def encrypted(pdf: bytes, *, password: str) -> bytes:
    """The document as it is, for nobody in particular, encrypted with AES-256."""
    with pikepdf.open(io.BytesIO(pdf)) as target:
        return b"".join(Finished(written(target), password))


def _marks(name: str, day: date, number: str) -> bytes:
    line = GERMAN["copy_line"].format(day=f"{day:%d.%m.%Y}", number=number)
    data = {
        "lang": "de",
        "number": number,
        "name": name,
        "line": line,
        "foot": f"{GERMAN['copy'].format(name=name)} · {line}",
    }
    return compile_template("copy", settle_all(data, None, set()), day.isoformat(), is_tagged=False)
