"""Papers on their way to a browser: in pieces, and no further once the reader may no longer read them."""

import errno
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import Http404, StreamingHttpResponse

from documents import vault
from documents.handing_out import KeptCopy, PlainCopy, ScreenCopy

OnItsWay = ScreenCopy | KeptCopy | PlainCopy

log = logging.getLogger(__name__)
PIECE_BYTES = 128 * 1024
ASK_EVERY = 1.0
"""Seconds between two questions whether the rest may still be given out, while it is."""


@dataclass(frozen=True, slots=True)
class GivenOut:
    """The bytes in pieces; on a slow line they stop in the middle where they must.

    The answer closes it, whether or not a piece was asked for, and with it what the bytes are read from.
    """

    copy: OnItsWay
    may_go_on: Callable[[], bool]

    def __iter__(self) -> Iterator[memoryview]:
        asked, pieces = time.monotonic(), self._pieces()
        while True:
            if time.monotonic() - asked > ASK_EVERY:
                if not self.may_go_on():
                    raise ConnectionResetError(errno.ECONNRESET, "reading was ended")
                asked = time.monotonic()
            try:
                piece = next(pieces, None)
            except (*vault.UNREADABLE, OSError) as error:  # no middleware hears of it any more
                log.error("something sealed could not be read while it was given out", exc_info=error)
                raise
            if piece is None:
                return
            yield piece

    def _pieces(self) -> Iterator[memoryview]:
        for part in self.copy:
            whole = memoryview(part)
            for start in range(0, len(whole), PIECE_BYTES):
                yield whole[start : start + PIECE_BYTES]

    def close(self) -> None:
        self.copy.close()


def streamed(copy: OnItsWay, disposition: str, *, may_go_on: Callable[[], bool]) -> StreamingHttpResponse:
    """The answer that gives a copy out; `disposition`: is it shown or kept, and under which name."""
    return StreamingHttpResponse(
        GivenOut(copy, may_go_on),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition, "Content-Length": str(copy.length)},
    )


def to_keep(copy: KeptCopy | PlainCopy, file_name: str, *, may_go_on: Callable[[], bool]) -> StreamingHttpResponse:
    """The answer that gives a copy to keep out.

    Raises Http404 where `may_go_on` says no: measuring the copy took a while, and may have outlasted the right to it.
    """
    try:
        if not may_go_on():
            raise Http404
    except BaseException:
        copy.close()
        raise
    return streamed(copy, f'attachment; filename="{file_name}"', may_go_on=may_go_on)
