"""What the database's files still hold of keys that were erased or wrapped anew: made to go, not waited for.

A deleted row is only out of sight. SQLite keeps the page that held it in its write-ahead log, PostgreSQL in the
table's file. PostgreSQL's own log is the operator's: how long its files are kept, no client of it decides.
"""

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

STORE = "keys"
TABLE = "documents_casekey"
PATIENCE = 500
"""Milliseconds for readers that are in the way; the sweeper tries again each minute."""

_rewritten_at = -1
"""How many rows of PostgreSQL's table had ever been altered or deleted when this process last rewrote it."""


def forget() -> bool:
    """Remove old pages of the key store from its files; says whether nothing was in the way."""
    connection = connections[STORE]
    if connection.in_atomic_block:
        return True
    return _cut_log(connection) if connection.vendor == "sqlite" else _rewrite(connection)


def forget_if_any() -> bool:
    """The same, for a round each minute: PostgreSQL's table is only rewritten where rows were altered since."""
    global _rewritten_at
    connection = connections[STORE]
    if connection.vendor == "sqlite":
        return forget()
    altered = _altered(connection)
    if altered == _rewritten_at:
        return True
    is_done = forget()
    if is_done:
        _rewritten_at = altered
    return is_done


def _cut_log(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy = bool(cursor.fetchone()[0])
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
    return not is_busy


def _rewrite(connection: BaseDatabaseWrapper) -> bool:
    """Lay the table down anew in another file; the old one is emptied in the same moment.

    Not by VACUUM FULL: it keeps deleted rows for as long as any older transaction of the server runs, and an erasure
    is one. A change of type takes along what is there now, and nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE}")
        try:
            cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN wrapped TYPE bytea USING wrapped || ''::bytea")
        except OperationalError:  # somebody reads: the lock was not had in time
            return False
        finally:
            cursor.execute("RESET lock_timeout")
    return True


def _altered(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT n_tup_upd + n_tup_del FROM pg_stat_user_tables WHERE relname = %s", [TABLE])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
