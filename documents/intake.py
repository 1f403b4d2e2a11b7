"""Uploads come in here: a limited child process rebuilds them; what cannot be taken is refused in plain words."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from documents import refusals
from documents.gate import VERSION

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 9
WALL_SECONDS = 45.0  # a busy machine may need several times the CPU seconds
_CHILD = Path(__file__).with_name("gate_child.py")
LARGEST_RESULT = 48 * 1024 * 1024
"""Bytes a rebuilt file may have: the process that asks holds it in memory beside the original."""


class Refused(Exception):
    """A file that is not taken. `message` says in one plain sentence or two what is wrong and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The reason in the language that is active now."""
        return refusals.sentence(self.code)


class GateBroken(Exception):
    """The gate's own process could not be started: a defect of the installation, not of a file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken: media types, bytes and pages a file."""

    accept: tuple[str, ...]
    max_bytes: int
    max_pages: int = 200


@dataclass(frozen=True, slots=True)
class Examined:
    """A rebuilt file: a harmless PDF of A4 pages. `notes` are codes of what was changed or noticed on the way.

    `preview` is a small JPEG of a picture; empty for everything else.
    """

    pdf: bytes
    pages: int
    media_type: str
    gate_version: str
    notes: tuple[str, ...] = ()
    preview: bytes = b""


def gate_version() -> str:
    """Names the gate and the libraries that draw its result; another value means: examine again."""
    return f"{VERSION}/pikepdf-{version('pikepdf')}/pillow-{version('pillow')}/heif-{version('pillow-heif')}"


def examine(data: bytes, name: str, limits: Limits) -> Examined:
    """Rebuild one file in a limited child process; raises `Refused`. `name` is never used to tell the type."""
    with open_gate() as gate:
        return gate.examine(data, limits)


class Gate:
    """A running child process that takes one file after the other; each has its own limits."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def examine(self, data: bytes, limits: Limits) -> Examined:
        """Rebuild one file; raises `Refused`."""
        if not data:
            raise Refused("empty")
        if len(data) > limits.max_bytes:
            raise Refused("too_large")
        watch = threading.Timer(WALL_SECONDS, _kill, [self.process])
        watch.start()
        try:
            header, pdf, preview = self._ask(data, limits)
        except (OSError, ValueError) as error:
            _kill(self.process)
            raise Refused("too_slow") from error
        finally:
            watch.cancel()
        if "code" in header:
            raise Refused(header["code"] if header["code"] in refusals.CODES else "damaged")
        return Examined(
            pdf=pdf,
            pages=int(header["pages"]),
            media_type=str(header["media_type"]),
            gate_version=gate_version(),
            notes=tuple(header["notes"]),
            preview=preview,
        )

    def _ask(self, data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes, bytes]:
        inlet, outlet = self.process.stdin, self.process.stdout
        assert inlet is not None
        assert outlet is not None
        request = {
            "size": len(data),
            "accept": limits.accept,
            "max_bytes": limits.max_bytes,
            "max_pages": limits.max_pages,
            "largest_result": LARGEST_RESULT,
            "memory": MEMORY,
            "seconds": CPU_SECONDS,
        }
        inlet.write(json.dumps(request).encode("ascii") + b"\n")
        inlet.write(data)
        inlet.flush()
        header = json.loads(outlet.readline(65536))
        return header, _read(outlet, header["size"]), _read(outlet, header["preview_size"])


def _read(outlet: IO[bytes], size: int) -> bytes:
    if size > LARGEST_RESULT:
        raise ValueError(size)
    data = outlet.read(size)
    if len(data) != size:
        raise ValueError(size)
    return data


@contextmanager
def open_gate() -> Iterator[Gate]:
    """A gate for several files; its process and everything it started end with the block."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        yield Gate(process)
    finally:
        _kill(process)
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and its forks at once; they hold nothing worth saving."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
