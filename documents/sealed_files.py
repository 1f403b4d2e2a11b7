"""Sealed files: random names, whole or absent, readable only with the subject's key."""

import io
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import brake, vault

PART = ".part"
"""Ending of a file that is still being written."""

PROBES = "probe"
"""Folder of the files that only ask whether the store can be written to."""

NAME_LENGTH = 43
"""Characters of a name: two for the folder, a slash, forty at random."""

YOUNG = timedelta(hours=1)
"""How long a file may wait for the row that names it."""


class StoreAway(OSError):
    """The store does not answer, or refuses; only the kind of error is told."""


class OrphanedFile(models.Model):
    """A sealed file that no row named in every sweep since then; it is removed after two weeks."""

    name = models.CharField(max_length=80, primary_key=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("orphaned file")
        verbose_name_plural = _("orphaned files")

    def __str__(self) -> str:
        return self.name


class SealedFileSystemStorage(FileSystemStorage):
    """Local files that are whole or absent: written beside, forced to disk, then renamed."""

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + PART)
        part.touch(mode=0o600, exist_ok=False)  # where another process writes the same name, its file stays
        try:
            with part.open("wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return name


class _Sealing(File):  # type: ignore[type-arg]
    """A file that is sealed while it is written away."""

    def __init__(self, sealed: Iterator[bytes]) -> None:
        super().__init__(None)
        self._sealed = sealed

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return self._sealed


def storage() -> Storage:
    return storages["sealed"]


def write(subject: UUID, purpose: str, pieces: bytes | Iterable[bytes | memoryview]) -> str:
    """Seal a file and return its random name. Keep the name in a row, else the file is swept as an orphan."""
    token = secrets.token_hex(20)
    given = (pieces,) if isinstance(pieces, bytes) else pieces
    return storage().save(f"{token[:2]}/{token}", _Sealing(vault.seal_stream(subject, purpose, given)))


def read(subject: UUID, purpose: str, name: str) -> bytes:
    """The whole file. Raises FileNotFoundError, vault.SealBroken, keystore.KeyMissing, keystore.KeyUnreadable."""
    return b"".join(read_chunks(subject, purpose, name))


def read_chunks(subject: UUID, purpose: str, name: str) -> Iterator[bytes]:
    """The file piece by piece, each proved; raises as `read` does, possibly after some pieces."""
    with storage().open(name) as file:
        yield from vault.unseal_stream(subject, purpose, file)


def opened(subject: UUID, purpose: str, name: str) -> io.BufferedReader:
    """The file, to be read here and there without holding it whole; raises as `read` does, also while it is read.

    Whoever opens it closes it.
    """
    file = storage().open(name)
    try:
        return io.BufferedReader(vault.UnsealedFile(subject, purpose, file), vault.CHUNK_BYTES)
    except BaseException:
        file.close()
        raise


def remove(*names: str) -> None:
    """Delete files; a name that is empty or already gone is no error."""
    for name in names:
        if name:
            storage().delete(name)


_holders: list[Callable[[], Iterable[str]]] = []


def register_holder(names: Callable[[], Iterable[str]]) -> None:
    """Let a module say which sealed files its rows name; called once, where the rows are defined."""
    if names not in _holders:
        _holders.append(names)


def known_files() -> set[str]:
    """All sealed files that rows name."""
    return {name for names in _holders for name in names() if name}


def sweep_orphans(*, is_confirmed: bool = False) -> int:
    """Mark what no row names, unfinished files too, and remove what was marked for two weeks; returns how many.

    Raises brake.Braked.
    """
    there = set(all_names())  # before the rows are read: a file may only be named after it was written
    known = known_files()
    limit = (timezone.now() - YOUNG).timestamp()
    marked = OrphanedFile.objects.all()
    plan = brake.plan_round(
        {name for name in there - known if _is_older(name, limit)},
        dict(marked.values_list("name", "since")),
        is_anything_known=bool(known),
        total=len(there),
        is_confirmed=is_confirmed,
    )
    with transaction.atomic():
        marked.filter(name__in=plan.needed_again | plan.due).delete()
        marked.bulk_create([OrphanedFile(name=name) for name in plan.fresh], ignore_conflicts=True)
    remove(*plan.due)
    return len(plan.due)


def all_names() -> Iterator[str]:
    store = storage()
    try:
        folders, _files = store.listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        yield from (f"{folder}/{file}" for file in store.listdir(folder)[1])


def _is_older(name: str, limit: float) -> bool:
    try:
        return storage().get_modified_time(name).timestamp() < limit
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
