"""Marked copies for the reader on the screen: read, marked and given out in one pass, with the end of the file first.

A reader needs the end to know what stands where; with it first, a page shows long before the last has come, and nothing
of the length of the document is held in memory.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.db import DatabaseError
from django.utils import timezone

from documents import copies, issues, sealed_files
from documents.file_objects import pieces_of
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
            try:
                self.when_whole(digest.hexdigest())
            except DatabaseError:  # whoever reads is not to lose the end of it: the copy is known by its identifier
                log.exception("the bytes of a copy on the screen could not be remembered")
            yield held

    def close(self) -> None:
        self.end.file.close()


class Document(Issued, Protocol):
    """What is shown: a dossier or a bundle that is ready."""

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
    try:
        file = sealed_files.opened(document.subject, document.file_purpose, document.file)
    except FileNotFoundError:
        require_given_out()
        raise
    try:
        end = copies.end_of_copy(file, name=name, day=timezone.localdate(), number=number)
        require_given_out()
        issues.expect_copy(end.identifier, document, number=number, actor_ref=actor_ref)
    except BaseException:
        file.close()
        raise
    complete = partial(issues.complete_copy, of=document, number=number, actor_ref=actor_ref)
    return ScreenCopy(end, lambda sha256: complete(Trace(sha256, end.identifier)))
