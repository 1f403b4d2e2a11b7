"""The database as it was at one moment, to be laid back after a test with real transactions has emptied its tables."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Site


class Snapshot:
    """Copies of a whole SQLite file. Inside a transaction, and on another database, there is none."""

    def __init__(self) -> None:
        self._file: Path | None = None

    def take(self) -> None:
        if self._is_possible:
            self._file = Path(tempfile.mkdtemp(prefix="gremium-test-pages-")) / "default.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self._file)])

    def lay_back(self) -> bool:
        """Whether there was one to lay back."""
        if self._file is None or not self._is_possible:
            return False
        connection.ensure_connection()
        with closing(sqlite3.connect(self._file)) as kept:
            kept.backup(connection.connection)
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()
        return True

    @property
    def _is_possible(self) -> bool:
        return connection.vendor == "sqlite" and not connection.in_atomic_block
