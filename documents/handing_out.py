"""Documents on their way to a reader, of which nothing of their length is held in memory, but for marked copies of
documents that were compiled before pages had slots.

On the screen: read, marked and given out in one pass, with the end of the file first. A reader needs it to know what
stands where, and shows a page long before the last has come.

To keep: read twice. The first time tells its length, and finds damage while nothing was given out yet.
"""

import hashlib
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from django.db import DatabaseError
from django.utils import timezone

from documents import copies, issues, sealed_files
from documents.copies import MarkedCopy
from documents.file_objects import Buffer, pieces_of
from documents.issues import Issued, Trace
from documents.slots import NewEnd

log = logging.getLogger(__name__)
BORDER_BYTES = 64 * 1024
"""The reader asks for parts of a file that begin and end at multiples of this."""


@dataclass(frozen=True, slots=True)
class ScreenCopy:
    """The bytes from `begin` to the end, and then those before `begin`, once. Closed behind them, or by who asked.

    `when_whole` is told the SHA-256 (in hex) of the whole copy before the last piece is given out.
    """

    end: NewEnd
    when_whole: Callable[[str], None]

    @property
    def length(self) -> int:
        return self.end.length

    @property
    def begin(self) -> int:
        return self.end.place - self.end.place % BORDER_BYTES

    def __iter__(self) -> Iterator[bytes]:
        with self.end.file as file:
            last = b"".join([*pieces_of(file, self.begin, self.end.place), self.end.data])
            digest, held = hashlib.sha256(), last
            if self.begin:
                yield last
                held = b""
            for piece in pieces_of(file, 0, self.begin):
                if held:
                    yield held
                digest.update(piece)
                held = piece
            digest.update(last)
            _tell(self.when_whole, digest.hexdigest())
            yield held

    def close(self) -> None:
        self.end.file.close()


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """The whole copy of `length` bytes, once. Closed behind them, or by who asked. `when_whole` as for `ScreenCopy`."""

    copy: MarkedCopy
    length: int
    when_whole: Callable[[str], None]

    def __iter__(self) -> Iterator[Buffer]:
        with self.copy.file:
            digest = hashlib.sha256()
            held: Buffer = b""
            for piece in self.copy:
                if held:
                    yield held
                digest.update(piece)
                held = piece
            _tell(self.when_whole, digest.hexdigest())
            yield held

    def close(self) -> None:
        self.copy.file.close()


@dataclass(frozen=True, slots=True)
class PlainCopy:
    """The document as it is, of `length` bytes, without a mark, once. Closed behind them, or by who asked."""

    file: BinaryIO
    length: int

    def __iter__(self) -> Iterator[Buffer]:
        with self.file:
            yield from pieces_of(self.file, 0, self.length)

    def close(self) -> None:
        self.file.close()


def _tell(when_whole: Callable[[str], None], sha256: str) -> None:
    try:
        when_whole(sha256)
    except DatabaseError:  # whoever reads is not to lose the end of it: the copy is known by its identifier
        log.exception("the bytes of a copy could not be remembered")


class Document(Issued, Protocol):
    """What is handed out: a dossier or a bundle that is ready."""

    file: Any
    downloads: Any

    @property
    def file_purpose(self) -> str: ...


def copy_for_screen(document: Document, *, name: str, number: str, require_given_out: Callable[[], None]) -> ScreenCopy:
    """The copy that bears this name and number (``2-007``), under which it was opened; remembered from now on.

    `require_given_out` raises where the document may not be given out any more; it is asked last, and where the file is
    gone. Whatever is raised, the file is closed.
    """
    actor_ref = document.downloads.get(number=int(number.rpartition("-")[2])).actor_ref
    with _open_until_given_out(document, require_given_out) as file:
        end = copies.end_of_copy(file, name=name, day=timezone.localdate(), number=number)
        require_given_out()
        when_whole = _remembered(end.identifier, document, number, actor_ref)
    return ScreenCopy(end, when_whole)


def copy_to_keep(
    document: Document,
    *,
    name: str,
    number: str,
    password: str,
    actor_ref: str,
    require_given_out: Callable[[], None],
) -> KeptCopy:
    """The copy that bears this name and number, encrypted where `password` is set; remembered from now on.

    `require_given_out` as for `copy_for_screen`. Whatever is raised, the file is closed.
    """
    with _open_until_given_out(document, require_given_out) as file:
        copy = MarkedCopy.of(file, name=name, day=timezone.localdate(), number=number, password=password)
        length = copy.length()
        require_given_out()
        when_whole = _remembered(copy.identifier, document, number, actor_ref)
    return KeptCopy(copy, length, when_whole)


def plain_copy(document: Document, *, require_given_out: Callable[[], None]) -> PlainCopy:
    """The document without a mark, for those who work on it; `require_given_out` as for `copy_for_screen`."""
    with _open_until_given_out(document, require_given_out) as file:
        length = sum(map(len, pieces_of(file, 0, file.seek(0, io.SEEK_END))))
        require_given_out()
    return PlainCopy(file, length)


def _remembered(identifier: bytes, document: Document, number: str, actor_ref: str) -> Callable[[str], None]:
    """Remember the copy by its identifier; what is given back is to be told the SHA-256 of its bytes."""
    issues.expect_copy(identifier, document, number=number, actor_ref=actor_ref)

    def complete(sha256: str) -> None:
        issues.complete_copy(Trace(sha256, identifier), document, number=number, actor_ref=actor_ref)

    return complete


@contextmanager
def _open_until_given_out(document: Document, require_given_out: Callable[[], None]) -> Iterator[BinaryIO]:
    """The sealed file, which stays open behind the block unless something is raised there."""
    try:
        file = sealed_files.opened(document.subject, document.file_purpose, document.file)
    except FileNotFoundError:
        require_given_out()
        raise
    try:
        yield file
    except BaseException:
        file.close()
        raise
