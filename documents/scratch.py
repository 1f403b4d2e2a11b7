"""A private folder for a moment: readable by its owner alone, removed in all cases, by the sweeper after a kill."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PREFIX = "private-"
"""Begin of such a folder's name; only folders of this name are swept."""
TRIES = 10


@contextmanager
def private_folder() -> Iterator[Path]:
    """An empty folder on the data folder's disk, mode 0700; gone with everything in it at the end of the block."""
    beside = Path(settings.DATA) / "tmp"
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """A process that was killed a moment ago may still be letting go of what it wrote."""
    for _try in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
    shutil.rmtree(folder)
