"""Is this installation prepared for the code that is here?

Answered from files alone, without starting Django, so that a second start stays quick. `gremium prepare` does the work
and leaves the stamp.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("documents", "forms", "pages", "site/gremium", "site/gremium/*")
WATCHED = (
    "requirements.txt",
    "site/gremium/settings.py",
    "site/gremium/stores.py",
    "locale/*/LC_MESSAGES/*.po",
    "locale/*/form.po",
    *(f"{floor}/migrations/*.py" for floor in FLOORS),
    *(f"{floor}/shipped/**/*.*" for floor in FLOORS),
    *(f"{floor}/static/**/*.*" for floor in FLOORS),
    "site/gremium/cases/demo/cases.yaml",
)
"""What a start depends on: a change here means that databases, catalogues or static files are prepared anew."""


def data_folder() -> Path:
    return Path(os.environ.get("GREMIUM_DATA", ROOT / "var")).resolve()


def watched_files() -> Iterator[Path]:
    for pattern in WATCHED:
        yield from sorted(path for path in ROOT.glob(pattern) if path.is_file())


def fingerprint() -> str:
    """SHA-256 over names, sizes and times of the watched files and over the mode of the installation."""
    digest = hashlib.sha256(os.environ.get("GREMIUM_DEMO", "").encode())
    for path in watched_files():
        status = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def stamp() -> Path:
    return data_folder() / "prepared"


def is_current() -> bool:
    path = stamp()
    return path.exists() and path.read_text() == fingerprint()
