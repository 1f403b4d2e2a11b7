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
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.gate import VERSION

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 9
WALL_SECONDS = 45.0  # a busy machine may need several times the CPU seconds
_CHILD = Path(__file__).with_name("gate_child.py")
_LARGEST_ANSWER = 400 * 1024 * 1024

_SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty. Please choose the file again, or scan the document once more."),
    "too_large": _("The file is too large. Please scan the document with a lower resolution or split it."),
    "wrong_type": _("This kind of file cannot be read here. Please send a PDF, or a photo as JPEG, PNG or HEIC."),
    "encrypted": _(
        "The file is protected with a password. Please open it, print it as a new PDF without a password, "
        "and upload that."
    ),
    "damaged": _("The file is damaged or incomplete. Please print it as a new PDF, or scan the document once more."),
    "no_pages": _("The file has no pages. Please print the document as a new PDF."),
    "too_many_pages": _("The file has too many pages. Please upload only the pages that matter, or split it."),
    "page_size": _("A page of the file has an impossible size. Please print the document as a new PDF in A4."),
    "too_many_pixels": _("A picture in the file is too large. Please scan or photograph it with a lower resolution."),
    "bomb": _("The file is built in an unusual way and cannot be read safely. Please print it as a new PDF."),
    "elsewhere": _("The file refers to other files that are not here. Please print it as a new PDF."),
    "living_form": _("The file is a form that only one program can show. Please print it as a new PDF."),
    "too_slow": _("The file takes too long to read. Please print it as a new PDF, or scan the document once more."),
}
REFUSALS = tuple(_SENTENCES)
"""All codes with which a file can be refused."""


class Refused(Exception):
    """A file that is not taken. `message` says in one plain sentence or two what is wrong and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The reason in the language that is active now."""
        return str(_SENTENCES[self.code])


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
    """A rebuilt file: a harmless PDF of A4 pages. `notes` are codes of what was changed on the way."""

    pdf: bytes
    pages: int
    media_type: str
    gate_version: str
    notes: tuple[str, ...] = ()


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
            header, pdf = self._ask(data, limits)
        except (OSError, ValueError) as error:
            _kill(self.process)
            raise Refused("too_slow") from error
        finally:
            watch.cancel()
        if "code" in header:
            raise Refused(header["code"] if header["code"] in _SENTENCES else "damaged")
        return Examined(pdf, int(header["pages"]), str(header["media_type"]), gate_version(), tuple(header["notes"]))

    def _ask(self, data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        inlet, outlet = self.process.stdin, self.process.stdout
        assert inlet is not None
        assert outlet is not None
        request = {
            "size": len(data),
            "accept": limits.accept,
            "max_bytes": limits.max_bytes,
            "max_pages": limits.max_pages,
            "memory": MEMORY,
            "seconds": CPU_SECONDS,
        }
        inlet.write(json.dumps(request).encode("ascii") + b"\n")
        inlet.write(data)
        inlet.flush()
        header = json.loads(outlet.readline(65536))
        size = header["size"]
        if size > _LARGEST_ANSWER:
            raise ValueError(size)
        pdf = outlet.read(size)
        if len(pdf) != size:
            raise ValueError(size)
        return header, pdf


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
