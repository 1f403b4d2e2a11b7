"""Papers on their way to a browser: in pieces, and no further once the reader may no longer read them."""

import errno
import time
from collections.abc import Callable, Iterator

from django.http import StreamingHttpResponse

PIECE_BYTES = 128 * 1024
ASK_EVERY = 1.0
"""Seconds between two questions whether the rest may still be given out, while it is."""


def given_out(pdf: bytes, *, may_go_on: Callable[[], bool]) -> Iterator[memoryview]:
    """The bytes in pieces, without a second copy in memory; on a slow line they stop in the middle where they must."""
    asked, whole = time.monotonic(), memoryview(pdf)
    for start in range(0, len(pdf), PIECE_BYTES):
        if time.monotonic() - asked > ASK_EVERY:
            if not may_go_on():
                raise ConnectionResetError(errno.ECONNRESET, "reading was ended")
            asked = time.monotonic()
        yield whole[start : start + PIECE_BYTES]


def streamed(pdf: bytes, disposition: str, *, may_go_on: Callable[[], bool]) -> StreamingHttpResponse:
    """The answer that gives a PDF out; `disposition` says whether it is shown or kept, and under which name."""
    return StreamingHttpResponse(
        given_out(pdf, may_go_on=may_go_on),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition, "Content-Length": str(len(pdf))},
    )
