"""Room on the interpreter's stack for the calls of one request.

CPython keeps frames in chunks of 16 KB. It gives a chunk back to the system as soon as the last frame in it has ended,
so that a loop which crosses a chunk's border asks the system for memory at every call (cpython issue 142183; releases
from 2026 on keep one chunk). A page of nested templates does so thousands of times: measured, half of the time of a
step with thirty family members. A frame that is itself larger than a chunk gets one large enough for all calls below.
"""

from collections.abc import Callable
from types import FunctionType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
SLOTS = 33_000
"""Somewhat over 256 KB, so that the chunk has 512 KB: room for a thousand frames. Memory never touched costs none."""


def with_room(call: Callable[P, R]) -> Callable[P, R]:
    """The same callable, with all that it calls in one chunk of the stack."""

    def roomy(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    assert isinstance(roomy, FunctionType)
    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return roomy
