"""Personal copies: each page visibly marked with the reader's name, the day and the download number, and encrypted."""

import io
from datetime import date
from typing import BinaryIO

import pikepdf

from documents.locking import Finished, PasswordLock, written
from documents.rendering import compile_template, settle_all
from documents.slots import NewEnd, filled, new_end
from documents.words import GERMAN


def marked_copy(pdf: bytes, *, name: str, day: date, number: str, password: str = "") -> bytes:
    """The document marked for one reader, encrypted with AES-256 unless `password` is empty.

    Copying text for screen readers stays permitted; changing pages does not.
    """
    lock = PasswordLock.for_password(password) if password else None
    return b"".join(filled(io.BytesIO(pdf), _marks(name, day, number), lock))


def end_of_copy(file: BinaryIO, *, name: str, day: date, number: str) -> NewEnd:
    """In what the copy without a password differs from the document, which is open for reading from any place."""
    return new_end(file, _marks(name, day, number))


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
