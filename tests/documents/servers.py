"""Servers of a drill's own, on loopback alone, that it may kill and start again: PostgreSQL, Redis, RabbitMQ.

Each lies in a folder of its own and is gone with the block. Raises NoServer where its program is not installed.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import psycopg
from kombu import Connection
from kombu.exceptions import OperationalError

START_SECONDS = 240
UNPRIVILEGED = "postgres"
"""Who runs PostgreSQL where the tests are run by root, which it refuses."""


class NoServer(Exception):
    """The program is missing on this machine; the message names it."""


class Server(ABC):
    """One process group that listens on a free port."""

    name: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def address(self) -> str:
        """What a client is given to reach it."""

    @property
    @abstractmethod
    def arguments(self) -> list[str]:
        """Its command line."""

    @property
    def variables(self) -> dict[str, str]:
        return dict(os.environ)

    @property
    def user(self) -> str | None:
        """Who runs it; None for whoever runs the test."""
        return None

    def prepare(self) -> None:  # noqa: B027 - most have nothing to prepare
        """Once, before the first start."""

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.begin()
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert time.monotonic() < deadline, f"{self.name} does not answer: {self.said}"
            time.sleep(0.1)

    def begin(self) -> None:
        with (self.folder / "said").open("ab") as said:
            self.process = subprocess.Popen(
                self.arguments,
                env=self.variables,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                user=self.user,
            )

    def answers(self) -> bool:
        return broker_answers(self.address)

    def kill(self) -> None:
        """End it at once, as a power cut would; nothing is written down on the way."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None

    def end(self) -> None:
        """After the drill."""
        self.kill()

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text(errors="replace")[-1500:]


class PostgreSQL(Server):
    """A cluster with the two databases of one installation."""

    name = "postgresql"

    @property
    def programs(self) -> Path:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
        on_path = shutil.which("postgres")
        if not found and on_path is None:
            raise NoServer("postgres is not installed")
        return found[-1].parent if found else Path(str(on_path)).parent

    @property
    def address(self) -> str:
        return self.of("postgres")

    def of(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    @property
    def user(self) -> str | None:
        return UNPRIVILEGED if os.getuid() == 0 else None

    def prepare(self) -> None:
        programs = self.programs
        if self.user:
            shutil.chown(self.folder, self.user)
        subprocess.run(
            [programs / "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
            cwd=self.folder,
            user=self.user,
            check=True,
            capture_output=True,
            timeout=120,
        )

    @property
    def arguments(self) -> list[str]:
        switches = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": ""}
        given = [word for name, value in switches.items() for word in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", "data", *given]

    def answers(self) -> bool:
        try:
            psycopg.connect(self.address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """PostgreSQL's own word for a crash: every process ends at once, and the next start recovers from its log.

        Its processes are in sessions of their own, so that a signal to one group would leave some behind.
        """
        if self.process is None:
            return
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)
        self.process = None


class Redis(Server):
    """Holds all in memory alone: whoever kills it has wiped it."""

    name = "redis"

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def arguments(self) -> list[str]:
        program = shutil.which("redis-server")
        if program is None:
            raise NoServer("redis-server is not installed")
        switches = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        return [program, *switches]


class RabbitMQ(Server):
    """A node of its own name, with a port mapper of its own, so that no other node hears of it."""

    name = "rabbitmq"
    program = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.mapper_port, self.node_port = free_port(), free_port()
        self.mapper: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    @property
    def variables(self) -> dict[str, str]:
        own = {
            "HOME": self.folder,
            "ERL_EPMD_PORT": self.mapper_port,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "drill@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": self.port,
            "RABBITMQ_DIST_PORT": self.node_port,
            "RABBITMQ_MNESIA_BASE": self.folder / "mnesia",
            "RABBITMQ_LOG_BASE": self.folder / "log",
            "RABBITMQ_CONFIG_FILE": self.folder / "none",
            "RABBITMQ_ADVANCED_CONFIG_FILE": self.folder / "none",
            "RABBITMQ_CONF_ENV_FILE": self.folder / "none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self.folder / "plugins",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }
        return {**os.environ, **{name: str(value) for name, value in own.items()}}

    def prepare(self) -> None:
        mapper = shutil.which("epmd")
        if mapper is None or not self.program.exists():
            raise NoServer("rabbitmq-server is not installed")
        self.mapper = subprocess.Popen(
            [mapper, "-port", str(self.mapper_port), "-address", "127.0.0.1"], stdin=subprocess.DEVNULL
        )

    @property
    def arguments(self) -> list[str]:
        return [str(self.program)]

    def end(self) -> None:
        super().end()
        if self.mapper is not None:
            self.mapper.kill()
            self.mapper.wait(30)


@contextmanager
def running(kind: type[Server]) -> Iterator[Server]:
    """A server of this kind, started; ended with all its files at the end. Raises NoServer."""
    folder = Path(tempfile.mkdtemp(prefix=f"gremium-{kind.name}-"))
    server = kind(folder)
    try:
        server.prepare()
        server.start()
        yield server
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


def broker_answers(address: str) -> bool:
    connection = Connection(address, connect_timeout=2)
    try:
        connection.ensure_connection(max_retries=1, timeout=2)
    except (OSError, OperationalError, *connection.connection_errors):
        return False
    finally:
        connection.release()
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _version(program: Path) -> int:
    return int(program.parents[1].name)
