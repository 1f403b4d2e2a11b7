"""Marked copies for the reader on the screen: read, marked and given out in one pass, with the end of the file first.

A reader needs the end to know what stands where; with it first, a page shows long before the last has come, and nothing
of the length of the document is held in memory.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from django.utils import timezone

from documents import copies, issues
from documents.file_objects import pieces_of
from documents.issues import Issued, Trace
from documents.slots import NewEnd

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
            digest, waiting = hashlib.sha256(), last
            for piece in pieces_of(file, 0, self.begin):
                yield waiting
                digest.update(piece)
                waiting = piece
            digest.update(last)
            self.when_whole(digest.hexdigest())
            yield waiting

    def close(self) -> None:
        self.end.file.close()


def copy_for_screen(file: BinaryIO, of: Issued, *, name: str, number: str, actor_ref: str) -> ScreenCopy:
    """The copy of an open document that bears this name and number (``2-007``); it is remembered from now on."""
    try:
        end = copies.end_of_copy(file, name=name, day=timezone.localdate(), number=number)
    except BaseException:
        file.close()
        raise
    issues.expect_copy(end.identifier, of, number=number, actor_ref=actor_ref)
    complete = partial(issues.complete_copy, of=of, number=number, actor_ref=actor_ref)
    return ScreenCopy(end, lambda sha256: complete(Trace(sha256, end.identifier)))
