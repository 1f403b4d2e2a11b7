"""A real installation in a folder of its own: databases, `gremium up` with its children, and a look at its jobs."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """Paths, environment and processes of one installation. `environment` overrides databases and broker."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    supervisor: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def said(self) -> Path:
        """What the supervisor wrote."""
        return self.folder.parent / f"{self.folder.name}.out"

    @property
    def variables(self) -> dict[str, str]:
        own = {"GREMIUM_DATA": str(self.folder), "GREMIUM_DEMO": "1", "PORT": str(self.port)}
        paths = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
        own |= {"DJANGO_SETTINGS_MODULE": "gremium.settings", "GREMIUM_WEB_PROCESSES": "1", "PYTHONPATH": paths}
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {**kept, **own, **self.environment}

    def run(self, *arguments: str) -> str:
        """Run one Python module in this installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self.variables,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def prepare(self) -> None:
        """Tables without a row, migrated and bound once for all where they are files."""
        if not self.environment.get("DATABASE_URL"):
            self.lay_tables()
            return
        if self.environment.get("KEYS_DATABASE_URL"):
            self.run("tests.documents.migrating")
        else:
            migrated.lay_in_postgresql(self.environment["DATABASE_URL"])
            self.folder.mkdir(mode=0o700)
            shutil.copyfile(migrated.made() / migrated.FILES["keys"], self.folder / migrated.FILES["keys"])
        self.run("gremium.manage", "keys", "bind")

    def lay_tables(self) -> None:
        shutil.copytree(_prepared(), self.folder, dirs_exist_ok=True)

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.said.open("w") as said:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "gremium.manage", "up"],
                env=self.variables,
                cwd=ROOT,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self.wait_until(lambda: self.ask("/healthz") == 200, seconds=120)

    def stop(self) -> str:
        """Stop as an administrator would; returns what the supervisor said."""
        assert self.supervisor is not None
        self.supervisor.send_signal(signal.SIGTERM)
        self.supervisor.wait(30)
        return self.said.read_text()

    def ask(self, path: str) -> int:
        """Status of a GET; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def order(self, dossiers: int, *words: str) -> list[dict[str, Any]]:
        """Order dossiers as the site does; each is a dict with `dossier`, `job` and `subject`."""
        answer = json.loads(self.run("tests.documents.ordering", str(dossiers), *words))
        assert isinstance(answer, list)
        return answer

    def order_beside(self, dossiers: int) -> subprocess.Popen[bytes]:
        """Order without waiting, so that the worker can be watched meanwhile."""
        return subprocess.Popen(
            [sys.executable, "-m", "tests.documents.ordering", str(dossiers)],
            env=self.variables,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database past the site."""
        if address := self.environment.get("DATABASE_URL"):
            with psycopg.connect(address) as connection:
                return connection.execute(query.encode()).fetchall()
        connection = sqlite3.connect(f"file:{self.folder / 'gremium.sqlite3'}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def let_time_pass(self) -> None:
        """What waits for its next attempt is due now. SQLite only."""
        with closing(sqlite3.connect(self.folder / "gremium.sqlite3", timeout=20)) as connection, connection:
            connection.execute("UPDATE documents_job SET due_at = '2000-01-01 00:00:00' WHERE state = 'failed'")

    def states(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT state FROM documents_job ORDER BY id")]

    def child(self, word: str) -> int | None:
        """Process id of the supervisor's own child whose command line has the word."""
        assert self.supervisor is not None
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _parent(entry) == self.supervisor.pid and word in _command(entry):
                return int(entry.name)
        return None

    def kill_group(self, word: str) -> bool:
        """SIGKILL a child with everything it started; says whether there was one."""
        child = self.child(word)
        if child is None:
            return False
        os.killpg(child, signal.SIGKILL)
        return True

    def wait_until(self, condition: Callable[[], bool], seconds: float) -> float:
        """Seconds it took; fails with the logs' ends where it took too long."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            if condition():
                return time.monotonic() - started
            time.sleep(0.02)
        raise AssertionError(f"not within {seconds} s\n{self.last_words()}")

    def last_words(self) -> str:
        logs = [log for log in (self.said, *sorted((self.folder / "logs").glob("*.log"))) if log.exists()]
        return "\n".join(f"--- {log.name}\n{log.read_text()[-1500:]}" for log in logs)


@contextmanager
def running(folder: Path) -> Iterator[Installation]:
    """One in this folder that is prepared and started; stopped behind the block, if it was not before."""
    installation = Installation(folder)
    installation.prepare()
    installation.start()
    try:
        yield installation
    finally:
        installation.stop()


def _prepared() -> Path:
    """The folder of an installation with empty tables that was never started, made once for all."""
    kept = migrated.made() / "installation"
    with migrated.turn("installation"):
        if not kept.exists():
            unfinished = kept.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)
            migrated.lay(unfinished)
            Installation(unfinished).run("gremium.manage", "keys", "bind")
            unfinished.rename(kept)
    return kept


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def _command(entry: Path) -> str:
    try:
        return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
