"""Personal copies: each page visibly marked with the reader's name, the day and the download number, and encrypted."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import BinaryIO, Self

import pikepdf

from documents.file_objects import Buffer
from documents.locking import Finished, Measure, PasswordLock, written
from documents.rendering import compile_template, settle_all
from documents.slots import NewEnd, locked, new_end, slotted
from documents.words import GERMAN


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """One reader's copy of the document in `file`, in pieces, and equally long each time it is asked for them.

    Copying text for screen readers stays permitted; changing pages does not.
    """

    file: BinaryIO
    identifier: bytes
    pieces: Callable[[], Iterator[Buffer]]
    measured: Callable[[], Iterator[Buffer]]

    @classmethod
    def of(cls, document: BinaryIO, *, name: str, day: date, number: str, password: str = "") -> Self:
        """Encrypted with AES-256 unless `password` is empty; `document` is open for reading from any place."""
        file, marks = slotted(document), _marks(name, day, number)
        if password:
            lock = PasswordLock.for_password(password)
            with_lock = partial(locked, file, marks)
            return cls(file, lock.identifier, partial(with_lock, lock), partial(with_lock, Measure(lock)))
        end = new_end(file, marks)
        return cls(file, end.identifier, end.__iter__, end.__iter__)

    def __iter__(self) -> Iterator[Buffer]:
        return self.pieces()

    def length(self) -> int:
        """Its bytes. All of the document is read for it."""
        return sum(map(len, self.measured()))


def marked_copy(pdf: bytes, *, name: str, day: date, number: str, password: str = "") -> bytes:
    """One reader's copy of a document that is held in memory, whole."""
    return b"".join(MarkedCopy.of(io.BytesIO(pdf), name=name, day=day, number=number, password=password))


def end_of_copy(file: BinaryIO, *, name: str, day: date, number: str) -> NewEnd:
    """In what the copy without a password differs from the document, which is open for reading from any place."""
    return new_end(slotted(file), _marks(name, day, number))


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
