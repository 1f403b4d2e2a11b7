"""Tests with real transactions leave each database as they found it, whatever order the tests run in.

Django would empty every table, with what migrations stored in them. On SQLite the database is copied into memory before
such a test and laid back after it; on another database Django's own way stays.
"""

import sqlite3
from typing import Any

from django.db import connections
from django.test import TransactionTestCase
from wagtail.models import Site

_kept: dict[str, sqlite3.Connection] = {}
_empty = TransactionTestCase._fixture_teardown


def install() -> None:
    TransactionTestCase._fixture_setup = classmethod(_take)  # type: ignore[assignment]
    TransactionTestCase._fixture_teardown = _lay_back  # type: ignore[method-assign]


def _take(cls: Any) -> None:
    for alias in cls._databases_names(include_mirrors=False):
        if connections[alias].vendor == "sqlite":
            connections[alias].ensure_connection()
            _kept[alias] = sqlite3.connect(":memory:")
            connections[alias].connection.backup(_kept[alias])


def _lay_back(case: Any) -> None:
    if not _kept:
        _empty(case)
        return
    while _kept:
        alias, kept = _kept.popitem()
        connections[alias].ensure_connection()
        kept.backup(connections[alias].connection)
        kept.close()
    Site.clear_site_root_paths_cache()
