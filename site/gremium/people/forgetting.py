"""Sessions that are over, with the address and browser they were opened from, and counts that ran out, are forgotten.

Nothing else removes them: Django and allauth leave rows of sessions that nobody signs out of, and the cache that lies
in the database keeps what ran out until it is full. Addresses are not kept longer than they are needed (domain 9.2).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from documents.jobs import call_worker
from documents.sweeping import round_done

TASK = "gremium.people.tasks.forget_what_is_over"


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="people.forgetting")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    now = timezone.now()
    if Session.objects.filter(expire_date__lt=now).exists() or _has_counts_over(now):
        call_worker(TASK, queue="bulk")


def forget_what_is_over(now: datetime) -> int:
    """Remove ended sessions, what was noted of them, and counts that ran out; returns how many rows went."""
    sessions: int = Session.objects.filter(expire_date__lt=now).delete()[0]
    noted: int = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]
    return sessions + noted + _forget_counts(now)


def _has_counts_over(now: datetime) -> bool:
    return bool(
        _ask_the_cache("SELECT 1 FROM {table} WHERE expires < %s LIMIT 1", now, lambda cursor: cursor.fetchone())
    )


def _forget_counts(now: datetime) -> int:
    return int(_ask_the_cache("DELETE FROM {table} WHERE expires < %s", now, lambda cursor: cursor.rowcount) or 0)


def _ask_the_cache(statement: str, now: datetime, answer: Callable[[CursorWrapper], Any]) -> Any:
    """The answer of the cache's table; None where the cache is none of the database and forgets by itself."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return None
    connection = connections[router.db_for_write(cache.cache_model_class)]
    table = connection.ops.quote_name(cache.cache_model_class._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=table), [connection.ops.adapt_datetimefield_value(now)])
        return answer(cursor)
