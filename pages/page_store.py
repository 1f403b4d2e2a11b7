"""What readers are served again and again, kept until anything public changes.

One token, the generation, is part of every name. A change puts a new token in its place, and all that was kept before
is never asked for again; it runs out by itself. The store is files or Redis (`CACHES["pages"]`), shared by all
processes and bounded in size. Where it is away, full or broken, everything is simply made anew.
"""

import hashlib
import logging
import pickle
import time
import uuid
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

KEPT_SECONDS = 600
"""What no signal tells (a date that passes, a row changed by hand) is right after this time."""

REST_SECONDS = 5.0
GENERATION = "generation"
TROUBLE = (OSError, EOFError, ValueError, AttributeError, zlib.error, pickle.PickleError, RedisError)

Found = TypeVar("Found")
_resting_until = 0.0


def generation() -> str:
    """The token of what is valid now. Read it before the database: then nothing old is kept under a new token."""
    return _reach(lambda: caches["pages"].get(GENERATION), None) or forget_all()


def forget_all() -> str:
    """Something public has changed: nothing kept so far is served again. The new generation."""
    token = uuid.uuid4().hex
    _reach(lambda: caches["pages"].set(GENERATION, token, timeout=None), None, even_resting=True)
    return token


def recall(name: str, token: str) -> Any:
    """What was kept under this name in this generation, or None."""
    return _reach(lambda: caches["pages"].get(_key(name, token)), None)


def keep(name: str, token: str, value: Any, *, seconds: int = KEPT_SECONDS) -> None:
    """Plain data only: another release of the code may read it."""
    _reach(lambda: caches["pages"].set(_key(name, token), value, timeout=seconds), None)


def remembered(name: str, make: Callable[[], Found]) -> Found:
    """Made once a generation. `make` gives plain data that is never None."""
    token = generation()
    found = recall(name, token)
    if found is None:
        found = make()
        keep(name, token, found)
    return found  # type: ignore[no-any-return]


def _key(name: str, token: str) -> str:
    return f"{token}:{hashlib.sha256(name.encode()).hexdigest()}"


def _reach(act: Callable[[], Found], otherwise: Found, *, even_resting: bool = False) -> Found:
    """Ask the store; after trouble it rests for a moment, so that no reader waits for it."""
    global _resting_until
    if time.monotonic() < _resting_until and not even_resting:
        return otherwise
    try:
        return act()
    except TROUBLE as trouble:
        _resting_until = time.monotonic() + REST_SECONDS
        log.warning("the page cache cannot be used: %s", type(trouble).__name__)
        return otherwise
