"""`gremium up`: web, worker and sweeper under one roof; what dies is started again.

Runs without Django's registry, so that a start does not load the site once more than needed.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documents import keyring, tesseract
from gremium import preparing, profile

TICK_SECONDS = 0.2
SHORTEST_WAIT = 0.5
LONGEST_WAIT = 8.0
"""A child is started again within 10 s, whatever it does."""

STABLE_SECONDS = 30.0
"""A child that lived this long starts again without delay."""

STOP_SECONDS = 10.0
WEB_PATIENCE = 8.0
LARGEST_LOG = 10_000_000
BEHIND = 10
"""Niceness of what nobody waits for: a tenth of the processor where others want it, so that it can still be stopped."""
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class CannotStart(Exception):
    """Something stands in the way; the message says what to do."""


@dataclass
class Child:
    """One supervised process and everything it starts, as a process group of its own."""

    name: str
    arguments: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    wait: float = field(default=SHORTEST_WAIT)
    niceness: int = 0

    def start(self, environment: dict[str, str]) -> None:
        _rotate(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
                preexec_fn=partial(_begin, self.niceness),
            )
        self.started_at = time.monotonic()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """Clear away what the dead process left running, and set the time of its return."""
        self.kill()
        lived = time.monotonic() - self.started_at
        self.wait = SHORTEST_WAIT if lived > STABLE_SECONDS else min(self.wait * 2, LONGEST_WAIT)
        self.start_after = time.monotonic() + self.wait
        self.process = None

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End the whole group at once."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


class Supervisor:
    """Starts the children, starts them again, and stops them all at SIGTERM or SIGINT."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.data = Path(settings.DATA)
        self.port = int(os.environ.get("PORT", "8000"))
        self.say = say
        self.is_stopping = False
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "gremium.settings",
            "GREMIUM_DATA": str(self.data),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "TMPDIR": str(self.data / "tmp"),
        }
        logs = self.data / "logs"
        self.children = [
            Child("web", web_arguments(self.port), logs / "web.log"),
            *_workers(logs),
            Child("sweeper", ["-m", "gremium.manage", "sweep"], logs / "sweeper.log"),
        ]

    def run(self) -> None:
        """Until told to stop. Raises CannotStart."""
        for folder in ("logs", "tmp"):
            (self.data / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        with only_one(self.data / "supervisor.lock"):
            _require_free(self.port)
            _require_safety()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._stop)
            try:
                self._start_web_first()
                while not self.is_stopping:
                    self._look_after()
                    time.sleep(TICK_SECONDS)
            finally:
                self._end_all()

    def _start_web_first(self) -> None:
        """The web process alone has the processor until it answers: people wait for it."""
        web = self.children[0]
        web.start(self.environment)
        patience = time.monotonic() + WEB_PATIENCE
        while not self.is_stopping and time.monotonic() < patience and not web.has_died():
            if _answers(self.port):
                self.say(_demo_accounts() + f"Gremium runs at http://localhost:{self.port}/ - stop it with Ctrl+C.")
                return
            time.sleep(0.1)

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.has_died():
                child.bury()
                self.say(f"{child.name} ended and is started again; see {child.log}")
            if child.process is None and now >= child.start_after:
                child.start(self.environment)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end_all(self) -> None:
        """Ask kindly, wait, then insist: a job that is cut off comes back by its lease."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(deadline - time.monotonic(), 0.1))
                except subprocess.TimeoutExpired:
                    self.say(f"{child.name} did not stop in time and is ended.")
            child.kill()
        self.say("Gremium has stopped.")


def main(*, is_preparing: bool = False) -> None:
    """Run the supervisor until it is stopped; exits 2 with a plain message where it cannot start.

    With `is_preparing` the installation is first prepared for the code that is here, where it is not yet.
    """
    if is_preparing and not preparing.is_current():
        done = subprocess.run([sys.executable, "-m", "gremium.manage", "prepare"])
        if done.returncode:
            sys.exit(done.returncode)
    try:
        Supervisor(_say).run()
    except (CannotStart, keyring.KeyRingUnsafe, ImproperlyConfigured) as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(2)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def web_arguments(port: int, application: str = "gremium.wsgi:application") -> list[str]:
    """How the web server is started, after `python`."""
    bind = os.environ.get("GREMIUM_BIND", "127.0.0.1")
    processes = os.environ.get("GREMIUM_WEB_PROCESSES", "2")
    return [
        *("-m", "gunicorn", application, "--preload"),
        *("--bind", f"{bind}:{port}", "--worker-class", "gthread", "--workers", processes, "--threads", "8"),
        *("--timeout", "120", "--graceful-timeout", "8", "--keep-alive", "5"),
        *("--max-requests", "20000", "--max-requests-jitter", "2000", "--no-control-socket"),
        *("--logger-class", "gremium.web_logs.QuietLogger"),
    ]


def _workers(logs: Path) -> list[Child]:
    """One worker; where pages are read by machine, that has a worker of its own, which stands back behind all."""
    queues = os.environ.get("GREMIUM_WORKER_QUEUES", "interactive,bulk,ocr").split(",")
    others = [queue for queue in queues if queue != "ocr"]
    if not (settings.OCR_LANGUAGES and tesseract.program() and others and "ocr" in queues):
        return [Child("worker", _worker_arguments(queues), logs / "worker.log")]
    reader = Child("reader", _worker_arguments(["ocr"], "reader"), logs / "reader.log", niceness=BEHIND)
    return [Child("worker", _worker_arguments(others), logs / "worker.log"), reader]


def _worker_arguments(queues: Iterable[str], name: str = "gremium") -> list[str]:
    return [
        *("-m", "celery", "-A", "gremium.celery", "worker", "--loglevel", "INFO", "-Q", ",".join(queues)),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        *("--hostname", f"{name}-{os.getpid()}@%h"),
    ]


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file for as long as the block lasts; the system frees it even after kill -9. Raises CannotStart."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"Another Gremium already runs on {path.parent}. Stop it first, or set GREMIUM_DATA and PORT."
            ) from None
        yield


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("GREMIUM_BIND", "127.0.0.1"), port))
        except OSError:
            raise CannotStart(f"Port {port} is taken. Choose another: PORT={port + 1} gremium up") from None


def _require_safety() -> None:
    keyring.load()
    profile.require_safe()


def _demo_accounts() -> str:
    """What `gremium demo` left to be printed at each start; nothing outside demo mode."""
    path = settings.DATA / "demo-accounts"
    return path.read_text() if settings.DEMO and path.exists() else ""


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.settimeout(5)
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def _begin(niceness: int) -> None:
    os.nice(niceness)
    _die_with_parent()


def _die_with_parent() -> None:
    """If the supervisor is killed, the system tells its children to stop (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)
