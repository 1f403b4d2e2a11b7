"""Signs of life: the sweeper asks every queue once a minute, and whichever worker hears it answers.

So one answer shows that sweeper, broker and a worker of that queue work together. Kept in the cache, which all machines
share; they hold a name and a moment, nothing else.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone
from redis.exceptions import RedisError

from documents import jobs
from documents.jobs import Queue

log = logging.getLogger(__name__)
TROUBLE = (DatabaseError, OSError, RedisError)

TASK = "documents.tasks.give_sign_of_life"
SWEEPER = "sweeper"
EVERY_SECONDS = 60.0
SILENT = timedelta(minutes=5)
"""Who gave no sign for so long is not there."""
_KEPT_SECONDS = 24 * 3600


def give(name: str) -> None:
    """A cache that is away is logged and stops nobody: then the sign is missing, and that is told."""
    try:
        cache.set(_key(name), timezone.now(), _KEPT_SECONDS)
    except TROUBLE as trouble:
        log.warning("a sign of life could not be kept (%s)", type(trouble).__name__)


def ask() -> None:
    """Give the sweeper's own sign, and ask every queue for one."""
    give(SWEEPER)
    for queue in Queue:
        jobs.call_worker(TASK, queue=queue.value, expires=EVERY_SECONDS)


def last(name: str) -> datetime | None:
    """When it last gave a sign; None where it gave none for a day, or the cache is away."""
    return _last([name])[name]


def silent(names: Iterable[str] = (SWEEPER, *Queue.values)) -> list[str]:
    """The sweeper or queues from which nothing was heard lately."""
    limit = timezone.now() - SILENT
    return [name for name, moment in _last(list(names)).items() if moment is None or moment < limit]


def _last(names: Sequence[str]) -> dict[str, datetime | None]:
    """The last sign of each, asked for at once."""
    try:
        found = cache.get_many([_key(name) for name in names])
    except TROUBLE as trouble:
        log.warning("signs of life cannot be read (%s)", type(trouble).__name__)
        found = {}
    moments = {name: found.get(_key(name)) for name in names}
    return {name: moment if isinstance(moment, datetime) else None for name, moment in moments.items()}


def _key(name: str) -> str:
    return f"sign-of-life/{name}"
