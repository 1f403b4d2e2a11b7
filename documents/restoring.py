"""Restoring a backup: files, database, key store, and then everything that was erased since is erased again.

The key store always comes from its newest archive, also where the data are older: a key that was destroyed stays
destroyed. The list of erased subjects beside the archives and the tombstones that are still here count, too.
"""

import json
import re
import tarfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import pyrage
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import DatabaseError

from documents import archives, backups, binding, database_copies, journal, keyring, keystore, scratch, sealed_files
from documents.actors import SYSTEM
from documents.archives import ArchiveUnreadable
from documents.journal import Act
from documents.keystore import CaseKey, Tombstone
from documents.pseudonyms import code_for

SEALED_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")
BESIDE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


class CannotRestore(Exception):
    """Nothing was changed, or the message says what was; it tells what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """From which archives, what came, and what is not as it was backed up."""

    data: str
    keys: str
    files: int
    rows: int
    erased_again: int
    differing_tables: tuple[str, ...]
    missing_files: int


@dataclass(slots=True)
class _Unpacked:
    """What one archive held; files of the stores are put there while it is read."""

    manifest: dict[str, Any]
    database: Path
    files: int


def restore(
    folder: Path,
    *,
    keys_folder: Path | None = None,
    stamp: str = "",
    identity: pyrage.x25519.Identity | None = None,
    is_replacing: bool = False,
) -> Restored:
    """Bring an installation back; nothing may run on it meanwhile. `stamp` chooses older data than the newest.

    Raises CannotRestore, archives.ArchiveUnreadable, database_copies.CannotCopy, keyring.KeyRingUnsafe, OSError.
    """
    _require_two_databases()
    if not is_replacing and _holds_something():
        raise CannotRestore("There are accounts or cases here already. To put the backup in their place: --replace")
    data, keys = _chosen(folder, backups.DATA, stamp), _chosen(keys_folder or folder, backups.KEYS, "")
    erased = backups.read_erased(folder) | backups.read_erased(keys_folder or folder) | _tombstones_here()
    with scratch.private_folder() as place:
        key_store = _unpack(keys, identity, place / "keys")
        _require_ring(key_store.manifest)
        database = _unpack(data, identity, place / "data")
        _require_pair(database.manifest, key_store.manifest)
        database_copies.load("default", database.database)
        database_copies.load("keys", key_store.database)
    differing = (*_differing("default", database.manifest), *_differing("keys", key_store.manifest))
    _bring_up_to_date()
    count = _erase_again(erased)
    _forget_moments_of_before()
    named = sealed_files.known_files()
    details = {"data": database.manifest["stamp"], "keys": key_store.manifest["stamp"]}
    subject = UUID(database.manifest["installation"]) if database.manifest["installation"] else journal.NO_ACCOUNT
    journal.record(actor=SYSTEM, act=Act.BACKUP_RESTORED, subject=subject, details=details)
    return Restored(
        data=data.name,
        keys=keys.name,
        files=database.files,
        rows=sum(database.manifest["counts"].values()) + sum(key_store.manifest["counts"].values()),
        erased_again=count,
        differing_tables=differing,
        missing_files=sum(not sealed_files.storage().exists(name) for name in named),
    )


def _require_two_databases() -> None:
    """Each store is put in the place of everything in its database, so the second would take the first one's place."""
    if database_copies.place("default") == database_copies.place("keys"):
        raise CannotRestore(
            "DATABASE_URL and KEYS_DATABASE_URL name the same database. Give each one of its own. Nothing was changed."
        )


def _holds_something() -> bool:
    """Whether somebody worked here; a database without tables, or only prepared, holds nothing."""
    try:
        return CaseKey.objects.exists() or bool(keystore.known_subjects()) or get_user_model().objects.exists()
    except DatabaseError:
        return False


def _tombstones_here() -> set[UUID]:
    try:
        return set(Tombstone.objects.values_list("subject", flat=True))
    except DatabaseError:
        return set()


def _chosen(folder: Path, kind: str, stamp: str) -> Path:
    there = backups.found_in(folder, kind)
    if stamp and stamp in there:
        return there[stamp]
    if stamp or not there:
        known = ", ".join(there) or "none"
        raise CannotRestore(f"{folder} holds no such backup of the {kind}. There are: {known}.")
    return there[max(there)]


def _require_ring(manifest: dict[str, Any]) -> None:
    """Refuse before anything is changed: without its ring a key store opens nothing."""
    if not Path(settings.KEYRING).exists():
        raise CannotRestore(f"Put the key ring of the backed-up installation to {settings.KEYRING} first.")
    if not set(manifest["ring_keys"]) <= keyring.load().keys.keys() or manifest["ring_code"] != code_for("backup"):
        raise CannotRestore(
            f"The key ring at {settings.KEYRING} does not open this backup. Put the ring of the backed-up "
            "installation there. Nothing was changed."
        )


def _require_pair(data: dict[str, Any], keys: dict[str, Any]) -> None:
    if data["installation"] != keys["installation"]:
        raise CannotRestore("Data and key store come from different installations. The databases were not changed.")
    here = {alias: database_copies.vendor(alias) for alias in binding.STORES}
    for manifest, alias in ((data, "default"), (keys, "keys")):
        if manifest["databases"][alias] != here[alias]:
            raise CannotRestore(
                f"The backup is of {manifest['databases'][alias]}, here is {here[alias]}. Set DATABASE_URL and "
                "KEYS_DATABASE_URL to databases of the same kind. The databases were not changed."
            )


def _unpack(path: Path, identity: pyrage.x25519.Identity | None, place: Path) -> _Unpacked:
    """Put the archive's files into the stores, its database into `place`. Raises ArchiveUnreadable."""
    found = _Unpacked({}, place, 0)
    with archives.reading(path, identity) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                raise ArchiveUnreadable(f"{path.name} holds something that is no file.")
            if member.name == backups.MANIFEST:
                found.manifest = json.load(content)
            elif member.name == backups.DATABASE:
                _write(place, content)
            else:
                _put(member, content)
                found.files += 1
    if not found.manifest or _digest(place) != found.manifest["sha256"]:
        raise ArchiveUnreadable(f"{path.name} is not whole.")
    return found


def _put(member: tarfile.TarInfo, content: IO[bytes]) -> None:
    folder, _slash, name = member.name.partition("/")
    match f"{folder}/":
        case backups.SEALED if SEALED_NAME.fullmatch(name):
            _store(sealed_files.storage(), name, content)
        case backups.MEDIA if ".." not in Path(name).parts and not Path(name).is_absolute():
            _store(default_storage, name, content)
        case backups.BESIDE if BESIDE_NAME.fullmatch(name):
            _write(Path(settings.DATA) / name, content)
        case _:
            raise ArchiveUnreadable("The archive holds a file that does not belong into a backup.")


def _store(store: Storage, name: str, content: IO[bytes]) -> None:
    store.delete(name)
    store.save(name, File(content, name))


def _write(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    with path.open("wb") as file:
        while block := content.read(backups.BLOCK):
            file.write(block)


def _digest(path: Path) -> str:
    digest = sha256()
    if path.exists():
        with path.open("rb") as file:
            while block := file.read(backups.BLOCK):
                digest.update(block)
    return digest.hexdigest()


def _differing(alias: str, manifest: dict[str, Any]) -> tuple[str, ...]:
    counts = database_copies.count_rows(alias)
    return tuple(table for table, count in manifest["counts"].items() if counts.get(table) != count)


def _bring_up_to_date() -> None:
    """A backup may be older than the code that is here."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("migrate", "documents", database="keys", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _erase_again(subjects: Iterable[UUID]) -> int:
    """Put the tombstones of all that was erased since, and destroy their keys once more; returns how many had come."""
    Tombstone.objects.bulk_create([Tombstone(subject=subject) for subject in subjects], ignore_conflicts=True)
    return keystore.replay_tombstones()


def _forget_moments_of_before() -> None:
    """Nobody stays signed in from then, and nothing is shown that was kept for quickness."""
    Session.objects.all().delete()
    for alias in ("default", "pages"):
        caches[alias].clear()
    with suppress(FileNotFoundError):
        (Path(settings.DATA) / "prepared").unlink()  # static files, texts and search are made anew at the next start
