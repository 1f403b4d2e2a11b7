"""Backup and restore on real installations: whole while the site writes, and never a way back for what was erased."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections

from documents import archives, backups, restoring
from documents.restoring import CannotRestore
from tests.documents.grounds import database
from tests.documents.installation import ROOT, Installation

IS_LONG = bool(os.environ.get("GREMIUM_DRILL"))
GROUNDS = ("embedded", "postgresql") if IS_LONG else ("embedded",)


@contextmanager
def databases(ground: str) -> Iterator[Mapping[str, str]]:
    """The environment of an installation with databases of its own."""
    if ground == "embedded":
        yield {}
        return
    with ExitStack() as opened:
        data, keys = (opened.enter_context(contextmanager(database)()) for _store in range(2))
        yield {**data, "KEYS_DATABASE_URL": keys["DATABASE_URL"]}


@pytest.fixture(scope="module", params=GROUNDS)
def ground(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql" and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    return str(request.param)


class Drill:
    """An installation that is backed up, and another that the backup is restored into."""

    def __init__(self, folder: Path, here: Mapping[str, str], there: Mapping[str, str]) -> None:
        self.backups = folder / "backups"
        self.identity = folder / "identity.txt"
        self.here = Installation(folder / "here", here)
        self.there = Installation(folder / "there", there)
        self.here.prepare()
        self.recipient = archives.make_identity(self.identity)

    def back_up(self) -> None:
        self.here.run("gremium.manage", "backup", str(self.backups), "--recipient", self.recipient)

    def restore(self, *options: str) -> str:
        ring = self.there.folder / "keyring.json"
        ring.parent.mkdir(exist_ok=True)
        shutil.copy(self.here.folder / "keyring.json", ring)
        options = (str(self.backups), "--identity", str(self.identity), *options)
        return self.there.run("gremium.manage", "restore", *options)

    def act(self, *arguments: str) -> str:
        return self.here.run("tests.documents.backing_up", *arguments)

    def stamps(self) -> list[str]:
        return sorted(path.name.partition(".")[0] for path in self.backups.glob("*.data.tar.age"))

    @contextmanager
    def being_written(self) -> Iterator[Path]:
        """Rows come and go meanwhile; the file gets a line for each that stays."""
        said = self.backups.parent / "written"
        with said.open("w") as file:
            writer = subprocess.Popen(
                [sys.executable, "-m", "tests.documents.backing_up", "write"],
                env=self.here.variables,
                cwd=ROOT,
                stdout=file,
            )
            try:
                self.here.wait_until(lambda: bool(said.read_text()), 300)
                yield said
            finally:
                writer.kill()
                writer.wait()


@pytest.fixture(scope="module")
def drill(ground: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    with databases(ground) as here, databases(ground) as there:
        yield Drill(tmp_path_factory.mktemp(ground), here, there)


@pytest.mark.drill
def test_a_backup_is_whole_though_the_site_writes_and_brings_back_nothing_erased(drill: Drill) -> None:
    kept, erased = json.loads(drill.act("fill", "6"))[:2]
    with drill.being_written() as said:
        before = len(said.read_text().split())
        drill.back_up()
        after = len(said.read_text().split())
    first = drill.stamps()[-1]
    drill.act("erase", erased)
    drill.back_up()

    told = drill.restore("--at", first)

    assert after - before >= 3, "too little was written while the backup ran"
    found = json.loads(drill.there.run("tests.documents.backing_up", "read"))
    assert found.pop(erased) == "KeyMissing"
    assert set(found.values()) == {"whole"}
    assert kept in found
    assert len(found) >= 5 + before
    assert "Everything is as it was backed up." in told
    assert "Erased again: 0 keys" in told  # the newest key store does not know it any more
    with pytest.raises(AssertionError, match="There are accounts or cases here already"):
        drill.restore()
    if IS_LONG:
        drill.restore("--replace")
        assert erased not in json.loads(drill.there.run("tests.documents.backing_up", "read"))


def test_one_database_for_data_and_keys_is_not_restored_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["keys"], "settings_dict", connections["default"].settings_dict)

    with pytest.raises(CannotRestore, match="the same database"):
        restoring.restore(tmp_path, is_replacing=True)


def small_archive(folder: Path, recipients: list[str]) -> Path:
    path = folder / ("x.data.tar.age" if recipients else "x.data.tar")
    with archives.writing(path, archives.read_recipients(recipients)) as tar:
        for number in range(3):
            entry = tarfile.TarInfo(f"file-{number}")
            entry.size = 200_000
            tar.addfile(entry, io.BytesIO(bytes([number]) * entry.size))
    return path


def read_all(path: Path, identity: Path | None) -> list[bytes]:
    with archives.reading(path, archives.read_identity(identity) if identity else None) as tar:
        return [content.read() for member in tar if (content := tar.extractfile(member)) is not None]


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_an_archive_comes_back_and_is_for_its_owner_alone(tmp_path: Path, is_encrypted: bool) -> None:
    identity = tmp_path / "identity.txt"
    recipient = archives.make_identity(identity)

    path = small_archive(tmp_path, [recipient] if is_encrypted else [])

    assert [len(data) for data in read_all(path, identity)] == [200_000] * 3
    assert (b"\x01" * 1000 in path.read_bytes()) is not is_encrypted
    assert path.stat().st_mode & 0o077 == identity.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("cut", [10, 1_000, 300_000, -1], ids=["head", "start", "middle", "last byte"])
def test_a_cut_archive_is_refused(tmp_path: Path, cut: int) -> None:
    identity = tmp_path / "identity.txt"
    path = small_archive(tmp_path, [archives.make_identity(identity)])
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(archives.ArchiveUnreadable):
        read_all(path, identity)


def test_another_identity_opens_nothing(tmp_path: Path) -> None:
    identity, other = tmp_path / "identity.txt", tmp_path / "other.txt"
    path = small_archive(tmp_path, [archives.make_identity(identity)])
    archives.make_identity(other)

    for wrong in (other, None):
        with pytest.raises(archives.ArchiveUnreadable):
            read_all(path, wrong)


def test_an_archive_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    recipients = archives.read_recipients([archives.make_identity(tmp_path / "identity.txt")])

    with pytest.raises(ZeroDivisionError), archives.writing(tmp_path / "x.data.tar.age", recipients):
        raise ZeroDivisionError

    assert sorted(path.name for path in tmp_path.iterdir()) == ["identity.txt"]


def test_what_was_erased_never_leaves_the_list(tmp_path: Path) -> None:
    first, second = uuid4(), uuid4()

    backups.remember_erased(tmp_path, {first})
    backups.remember_erased(tmp_path, {second})

    assert backups.read_erased(tmp_path) == {first, second}
