"""Sealed files are whole or absent, and nothing is left lying about."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents import brake, sealed_files, vault
from documents.sealed_files import OrphanedFile

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A store of this test alone."""
    settings.STORAGES = {
        **settings.STORAGES,
        "sealed": {"BACKEND": "documents.sealed_files.SealedFileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def age(path: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def test_a_file_comes_back_and_its_bytes_do_not_show(subject: UUID, folder: Path) -> None:
    name = sealed_files.write(subject, "p", b"Duldung " * 20_000)

    assert sealed_files.read(subject, "p", name) == b"Duldung " * 20_000
    assert len(name) == sealed_files.NAME_LENGTH
    assert all(b"Duldung" not in path.read_bytes() for path in files_in(folder))


def test_only_the_owner_of_the_process_may_read_a_file(subject: UUID, folder: Path) -> None:
    sealed_files.write(subject, "p", b"x")

    assert {path.stat().st_mode & 0o077 for path in files_in(folder)} == {0}


def test_a_write_that_breaks_off_leaves_nothing(subject: UUID, folder: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"x" * 200_000
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        sealed_files.write(subject, "p", breaking())

    assert files_in(folder) == []


def test_a_file_put_in_anothers_place_is_refused(subject: UUID, folder: Path) -> None:
    first, second = (sealed_files.write(subject, f"upload/{number}/pdf", b"x") for number in (1, 2))
    (folder / first).replace(folder / second)

    with pytest.raises(vault.SealBroken):
        sealed_files.read(subject, "upload/2/pdf", second)


def let_two_weeks_pass() -> None:
    OrphanedFile.objects.update(since=timezone.now() - timedelta(days=14, minutes=1))


def test_old_files_that_no_row_names_are_swept_after_two_weeks_and_young_ones_wait(
    subject: UUID, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, orphan, young = (sealed_files.write(subject, "p", b"x") for _number in range(3))
    part = folder / "ab" / ("c" * 40 + sealed_files.PART)
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"half")
    monkeypatch.setattr(sealed_files, "_holders", [lambda: [kept]])
    for path in (folder / kept, folder / orphan, part):
        age(path, hours=24 * 365)

    assert sealed_files.sweep_orphans() == 0
    let_two_weeks_pass()
    assert sealed_files.sweep_orphans() == 2

    assert {str(path.relative_to(folder)) for path in files_in(folder)} == {kept, young}
    assert not OrphanedFile.objects.exists()


def test_a_file_that_is_named_again_loses_its_mark(
    subject: UUID, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, doubtful = (sealed_files.write(subject, "p", b"x") for _number in range(2))
    age(folder / doubtful, hours=2)
    monkeypatch.setattr(sealed_files, "_holders", [lambda: [kept]])
    sealed_files.sweep_orphans()
    let_two_weeks_pass()
    monkeypatch.setattr(sealed_files, "_holders", [lambda: [kept, doubtful]])
    sealed_files.sweep_orphans()
    monkeypatch.setattr(sealed_files, "_holders", [lambda: [kept]])

    assert sealed_files.sweep_orphans() == 0

    assert (folder / doubtful).exists()


def test_an_empty_database_beside_a_full_folder_deletes_nothing(
    subject: UUID, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        age(folder / sealed_files.write(subject, "p", b"x"), hours=24 * 365)
    monkeypatch.setattr(sealed_files, "_holders", [lambda: []])

    with pytest.raises(brake.Braked):
        sealed_files.sweep_orphans(is_confirmed=True)

    assert len(files_in(folder)) == 3
    assert not OrphanedFile.objects.exists()


def test_removing_what_is_gone_already_is_no_error(subject: UUID) -> None:
    name = sealed_files.write(subject, "p", b"x")

    sealed_files.remove(name, name, "")

    with pytest.raises(FileNotFoundError):
        sealed_files.read(subject, "p", name)


def test_two_that_write_the_same_name_do_not_harm_each_other(folder: Path) -> None:
    part = folder / "probe" / f"one{sealed_files.PART}"
    part.parent.mkdir()
    part.write_bytes(b"of another process")

    with pytest.raises(FileExistsError):
        sealed_files.storage()._save("probe/one", ContentFile(b"x"))  # type: ignore[attr-defined]

    assert part.read_bytes() == b"of another process"
