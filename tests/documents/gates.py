"""One gate for many tests: a site opens one for each file, which takes half a second and more."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock

import pytest

from documents import intake
from documents.intake import Examined, Limits, open_gate

ONE_FOR_EACH = intake.examine
"""What a site does."""


@contextmanager
def gate_that_stays_open() -> Iterator[None]:
    """All files go through one gate, each in a fork of its own, one after the other.

    The same bytes come out the same: those that came lately are not examined again.
    """
    turn = Lock()
    with open_gate() as gate, pytest.MonkeyPatch.context() as patch:
        known = lru_cache(maxsize=50)(gate.examine)

        def examine(data: bytes, name: str, limits: Limits) -> Examined:
            with turn:
                return known(data, limits)

        patch.setattr(intake, "examine", examine)
        yield
