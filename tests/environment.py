"""Loaded before Django (`-p tests.environment`): tests run as a demo installation in a folder of their own."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3


def _place() -> Path | None:
    """Memory, where it has room: nothing of a test has to outlast it, and each file would be waited for on a disk."""
    return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else None


os.environ.setdefault("GREMIUM_DEMO", "1")
os.environ.setdefault("GREMIUM_OCR_LANGUAGES", "")  # text recognition only where a test asks for it
DATA = os.environ["GREMIUM_DATA"] = tempfile.mkdtemp(prefix="gremium-test-", dir=_place())


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
