"""Backups: the database and the sealed files in one archive, the key store in another, both while the site writes.

Two archives, because they are kept for different times: an erased case is unreadable everywhere once the last copy of
its key is gone (domain 9.2). The key ring is in neither. Beside them lies the list of erased subjects, so that no older
backup brings one back.

Every file that the database names is in the archive: files never change, so they are copied, then the database is held
still, then the files that came meanwhile are copied; where one went in between, the database is copied once more.
"""

import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pyrage
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from documents import archives, binding, database_copies, keystore, scratch, sealed_files
from documents.archives import ENCRYPTED
from documents.keystore import Tombstone
from documents.pseudonyms import code_for

DATA, KEYS = "data", "keys"
NAME = re.compile(r"(?P<stamp>\d{8}T\d{6}Z)\.(?P<kind>data|keys)\.tar(?:\.age)?")
MANIFEST, DATABASE = "manifest.json", "database"
SEALED, MEDIA, BESIDE = "sealed/", "media/", "beside/"
"""Where an archive holds sealed files, the editors' files, and those that lie beside the databases."""
KEPT_BESIDE = ("journal-heads.jsonl", "demo-*")
ERASED = "erased.txt"
LAST = "last-backup.json"
MOST_ROUNDS = 5
BLOCK = 1024 * 1024


class BackupFailed(Exception):
    """The message says in a sentence why there is no backup."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was written: the archives' names, files and rows in them, and how many old archives were removed."""

    archives: tuple[str, ...]
    files: int
    rows: int
    removed: int


def back_up(
    folder: Path, *, kinds: Sequence[str] = (DATA, KEYS), recipients: Sequence[pyrage.x25519.Recipient] = ()
) -> BackedUp:
    """Write new archives into the folder and remove those that are over their time; never inside a transaction.

    Raises BackupFailed, database_copies.CannotCopy, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    ending = ".tar" + (ENCRYPTED if recipients else "")
    acts: dict[str, Callable[[tarfile.TarFile, str], tuple[int, int]]] = {DATA: _write_data, KEYS: _write_keys}
    names, files, rows = [], 0, 0
    for kind in (kind for kind in (DATA, KEYS) if kind in kinds):  # the keys last: no key of the data is missing
        path = folder / f"{stamp}.{kind}{ending}"
        with archives.writing(path, recipients) as tar:
            written = acts[kind](tar, stamp)
        names.append(path.name)
        files, rows = files + written[0], rows + written[1]
    remember_erased(folder, set(Tombstone.objects.values_list("subject", flat=True)))
    _note(folder, kinds, is_encrypted=bool(recipients))
    return BackedUp(tuple(names), files, rows, _remove_old(folder))


def last_backups() -> dict[str, datetime]:
    """When each kind was last backed up from this machine; without those that never were."""
    return {kind: datetime.fromisoformat(raw["at"]) for kind, raw in _notes().items()}


def unencrypted_backups() -> set[str]:
    """The kinds whose last backup was not encrypted."""
    return {kind for kind, raw in _notes().items() if not raw["encrypted"]}


def remember_erased(folder: Path, subjects: set[UUID]) -> None:
    """Put subjects on the folder's list of what was erased; none ever leaves it."""
    lines = sorted(str(subject) for subject in subjects | read_erased(folder))
    part = folder / f"{ERASED}{archives.PART}"
    with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / ERASED)


def read_erased(folder: Path) -> set[UUID]:
    path = folder / ERASED
    return {UUID(line) for line in path.read_text().split()} if path.exists() else set()


def found_in(folder: Path, kind: str) -> dict[str, Path]:
    """The folder's archives of this kind by their stamp, the oldest first."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    matches = ((NAME.fullmatch(path.name), path) for path in paths)
    return {match["stamp"]: path for match, path in matches if match and match["kind"] == kind}


def _write_data(tar: tarfile.TarFile, stamp: str) -> tuple[int, int]:
    copied: set[str] = set()
    with scratch.private_folder() as place:
        for round_number in range(MOST_ROUNDS):
            path = place / str(round_number)
            _add_files(tar, copied)
            with database_copies.held_still("default") as moment:
                database_copies.dump("default", moment, path)
                named, counts = sealed_files.known_files(), database_copies.count_rows("default")
            _add_files(tar, copied)
            lacking = {file for file in named if f"{SEALED}{file}" not in copied}
            if lacking <= _lost(lacking):
                break
        else:
            raise BackupFailed("Files went while they were copied, five times. Please try again.")
        rows = _add_database(tar, path, stamp, counts)
    return len(copied), rows


def _lost(named: set[str]) -> set[str]:
    """Files that rows name and that are gone though the rows still name them: no backup brings them back."""
    still_named = sealed_files.known_files()
    return {file for file in named if file in still_named and not sealed_files.storage().exists(file)}


def _write_keys(tar: tarfile.TarFile, stamp: str) -> tuple[int, int]:
    with scratch.private_folder() as place:
        path = place / KEYS
        with database_copies.held_still("keys") as moment:
            database_copies.dump("keys", moment, path)
            counts, ring_keys = database_copies.count_rows("keys"), sorted(keystore.ring_keys_in_use())
        return 0, _add_database(tar, path, stamp, counts, ring_keys=ring_keys, ring_code=code_for("backup"))


def _add_files(tar: tarfile.TarFile, copied: set[str]) -> None:
    store = sealed_files.storage()
    for name in sealed_files.all_names():
        if not name.endswith(sealed_files.PART) and not name.startswith(sealed_files.PROBES):
            _add_file(tar, f"{SEALED}{name}", copied, partial(store.open, name))
    for name in _media():
        _add_file(tar, f"{MEDIA}{name}", copied, partial(default_storage.open, name))
    for pattern in KEPT_BESIDE:
        for path in sorted(Path(settings.DATA).glob(pattern)):
            _add_file(tar, f"{BESIDE}{path.name}", copied, partial(path.open, "rb"))


def _add_file(tar: tarfile.TarFile, name: str, copied: set[str], opened: Callable[[], Any]) -> None:
    """Add a file unless it is there already; one that goes meanwhile is left out."""
    if name in copied:
        return
    try:
        file = opened()
    except FileNotFoundError:
        return
    with file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        tar.addfile(_entry(name, size), file)
    copied.add(name)


def _media() -> Iterator[str]:
    """The editors' pictures and documents, where they lie in a folder."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    top = Path(default_storage.path(""))
    yield from sorted(str(path.relative_to(top)) for path in top.rglob("*") if path.is_file())


def _add_database(tar: tarfile.TarFile, path: Path, stamp: str, counts: dict[str, int], **facts: Any) -> int:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(BLOCK):
            digest.update(block)
        size = file.tell()
        file.seek(0)
        tar.addfile(_entry(DATABASE, size), file)
    manifest = {
        "stamp": stamp,
        "installation": binding.installation(),
        "databases": {alias: database_copies.vendor(alias) for alias in binding.STORES},
        "sha256": digest.hexdigest(),
        "counts": counts,
        **facts,
    }
    raw = json.dumps(manifest, indent=1).encode()
    tar.addfile(_entry(MANIFEST, len(raw)), io.BytesIO(raw))
    return sum(counts.values())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(timezone.now().timestamp())
    return entry


def _note(folder: Path, kinds: Sequence[str], *, is_encrypted: bool) -> None:
    now = timezone.now().isoformat()
    notes = {**_notes(), **{kind: {"at": now, "folder": str(folder), "encrypted": is_encrypted} for kind in kinds}}
    path = Path(settings.DATA) / LAST
    part = path.with_name(path.name + archives.PART)
    part.write_text(json.dumps(notes))
    part.replace(path)


def _notes() -> dict[str, Any]:
    path = Path(settings.DATA) / LAST
    raw = json.loads(path.read_text()) if path.exists() else {}
    assert isinstance(raw, dict)
    return raw


def _remove_old(folder: Path) -> int:
    """Archives over their time go (`GREMIUM_RETENTION`, in days), never the newest of a kind."""
    count = 0
    for kind in (DATA, KEYS):
        limit = timezone.now() - timedelta(days=settings.GREMIUM_RETENTION[f"backup_{kind}"])
        for stamp, path in list(found_in(folder, kind).items())[:-1]:
            if datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) < limit:
                path.unlink()
                count += 1
    return count
