"""Uploads come in here: ClamAV looks at them where it is set, a limited child process rebuilds them; what cannot be
taken is refused in plain words.

A text document is cleaned there, turned into a PDF by LibreOffice where that is installed, and rebuilt as any PDF is.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import UnionType
from typing import IO, Any

from django.conf import settings

from documents import confining, converting, machine_read, packages, refusals, tesseract, viruses
from documents.fonts import FOLDERS
from documents.form_values import Drawings, Undrawn, digest
from documents.gate import PDF, VERSION
from documents.machine_read import PageText
from documents.scratch import private_folder

log = logging.getLogger(__name__)

MEMORY = 512 * 1024 * 1024
DRAWING_MEMORY = 768 * 1024 * 1024
"""Bytes of addresses, a third of them fonts, for setting the values of a form."""
CPU_SECONDS = 9
OPEN_FILES, DRAWING_FILES = 16, 256
WALL_SECONDS = 45.0  # a busy machine may need several times the CPU seconds
KEEPER_SECONDS = 5.0
READING_SECONDS = 180.0
"""For one page that is read by machine: nobody waits for it, and whoever does it stands back behind all others."""
_CHILD = Path(__file__).with_name("gate_child.py")
MOST_PAGES = 200
TEXT_DOCUMENTS = converting.KINDS
"""Media types that are taken only where LibreOffice is installed."""
_ONE_AT_A_TIME = threading.Lock()
"""LibreOffice needs some hundred megabytes; a process starts it once at a time."""
_KINDS: dict[str, type | UnionType] = {
    **dict.fromkeys(("size", "preview_size", "pages"), int),
    **dict.fromkeys(("height", "dots_per_inch"), int | float),
    **dict.fromkeys(("code", "media_type"), str),
    **dict.fromkeys(("notes", "walls"), list),
}
_TAMED = {"pages", "media_type", "notes"}
_ANSWERS = {"tame": _TAMED, "clean": _TAMED, "paint": {"height", "dots_per_inch"}, "tell": {"walls"}}
"""What the child tells beside the bytes it gives, by what it was asked."""
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


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken: media types, bytes and pages a file."""

    accept: tuple[str, ...]
    max_bytes: int
    max_pages: int = MOST_PAGES


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
    libraries = ("pikepdf", "pillow", "pillow-heif", "typst", "pypdfium2", "fonttools", "fontpkg-noto-sans")
    return "/".join((VERSION, *(f"{library}-{version(library)}" for library in libraries)))


def can_read(media_type: str) -> bool:
    """Whether files of this kind can be examined on this machine."""
    return media_type not in TEXT_DOCUMENTS or bool(converting.program())


def lacking_walls() -> list[str]:
    """What the gate's process shares with the rest, because this system allows no namespaces; empty if nothing."""
    with open_gate() as gate:
        standing = gate.walls()
    return [name for name in (*confining.WALLS, "disk") if name not in standing]


def examine(data: bytes, name: str, limits: Limits) -> Examined:
    """Rebuild one file in a limited child process; raises `Refused`. `name` is never used to tell the type."""
    with open_gate() as gate:
        return gate.examine(data, limits)


class Gate:
    """A running child process that takes one file after the other; each has its own limits."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def examine(self, data: bytes, limits: Limits) -> Examined:
        """Rebuild one file, after the virus scanner where one is set; raises `Refused`, OSError if the disk is full."""
        if not data:
            raise Refused("empty")
        if len(data) > limits.max_bytes:
            raise Refused("too_large")
        scan(data)
        if data.startswith(packages.BEGIN):
            return self._examine_text(data, limits)
        with self._watched():
            return self._tamed(data, limits)

    def _examine_text(self, data: bytes, limits: Limits) -> Examined:
        """Clean a text document, convert it, and rebuild the PDF; without LibreOffice it is refused at once."""
        office = converting.program()
        known = [kind for kind in limits.accept if can_read(kind)]
        with self._watched():
            header, cleaned, _none = self._ask(data, act="clean", accept=known, max_bytes=limits.max_bytes)
        media_type = str(header["media_type"])
        with _turn(), private_folder() as folder:
            converting.prepare(folder, cleaned, media_type, fonts=FOLDERS)
            with self._watched():
                hidden = [str(settings.DATA), str(settings.KEYRING)]
                self._ask(b"", act="convert", program=office, folder=str(folder), media_type=media_type, hidden=hidden)
                pdf = converting.made(folder).read_bytes()
        with self._watched():
            examined = self._tamed(pdf, replace(limits, accept=(PDF,), max_bytes=LARGEST_RESULT))
        return replace(examined, media_type=media_type, notes=(*header["notes"], *examined.notes))

    def read_page(self, pdf: bytes, page: int, languages: Sequence[str]) -> PageText:
        """What Tesseract reads on a page (from 0) of a rebuilt file; raises `Refused`.

        The page is drawn in one limited child process and read in another; both see nothing but it.
        """
        with self._watched(READING_SECONDS):
            header, picture, _none = self._ask(pdf, act="paint", page=page)
            hidden = [str(settings.DATA), str(settings.KEYRING)]
            told = {"program": tesseract.program(), "languages": list(languages), "hidden": hidden}
            _header, table, _nothing = self._ask(picture, act="read", **told)
        return machine_read.read_table(table, height=header["height"], dots_per_inch=header["dots_per_inch"])

    def walls(self) -> tuple[str, ...]:
        """Which of `confining.WALLS` and ``disk`` stand around each file."""
        with self._watched():
            header, _none, _nothing = self._ask(b"", act="tell")
        return tuple(header["walls"])

    def _tamed(self, data: bytes, limits: Limits) -> Examined:
        asked: dict[str, Any] = {"act": "tame", "accept": limits.accept}
        asked |= {"max_bytes": limits.max_bytes, "max_pages": limits.max_pages}
        try:
            header, pdf, preview = self._ask(data, **asked)
        except Undrawn as undrawn:
            drawings = self._drawings(undrawn.wishes)
            asked |= {"file": len(data), "digest": drawings.digest}
            header, pdf, preview = self._ask(data, drawings.pdf, **asked)
        return Examined(
            pdf=pdf,
            pages=int(header["pages"]),
            media_type=str(header["media_type"]),
            gate_version=gate_version(),
            notes=tuple(header["notes"]),
            preview=preview,
        )

    def _drawings(self, wishes: bytes) -> Drawings:
        """Set in a limited child process: values may be hostile. Raises `Refused`."""
        hidden = [str(settings.DATA), str(settings.KEYRING)]
        try:
            told = {"act": "draw", "hidden": hidden, "memory": DRAWING_MEMORY, "open_files": DRAWING_FILES}
            _header, pdf, _none = self._ask(wishes, **told)
        except Refused as error:
            raise Refused("living_form") from error
        return Drawings(pdf, digest(wishes))

    @contextmanager
    def _watched(self, seconds: float | None = None) -> Iterator[None]:
        """End the child, its forks and what they started if the block takes too long."""
        watch = threading.Timer(seconds or WALL_SECONDS, _kill, [self.process])
        watch.start()
        try:
            yield
        except (OSError, ValueError) as error:
            _kill(self.process)
            raise Refused("too_slow") from error
        finally:
            watch.cancel()

    def _ask(self, *data: bytes, **request: Any) -> tuple[dict[str, Any], bytes, bytes]:
        inlet, outlet = self.process.stdin, self.process.stdout
        assert inlet is not None
        assert outlet is not None
        limits = {"largest_result": LARGEST_RESULT, "memory": MEMORY, "seconds": CPU_SECONDS, "open_files": OPEN_FILES}
        inlet.write(json.dumps({"size": sum(map(len, data)), **limits, **request}).encode("ascii") + b"\n")
        for piece in data:
            inlet.write(piece)
        inlet.flush()
        header = _header(outlet.readline(65536), _ANSWERS.get(request["act"], set()))
        answer = header, _read(outlet, header["size"]), _read(outlet, header["preview_size"])
        if header.get("code") == "undrawn" and request["act"] == "tame" and "digest" not in request:
            raise Undrawn(answer[1])
        if header.get("code"):
            raise Refused(header["code"] if header["code"] in refusals.CODES else "damaged")
        return answer


def scan(data: bytes) -> None:
    """No verdict, no entry: a scanner that is set and away lets nothing through. Raises Refused."""
    if not viruses.is_set():
        return
    try:
        if viruses.has_virus(data):
            raise Refused("virus")
    except viruses.TooMuch as error:
        raise Refused("too_large") from error
    except viruses.ScannerAway as error:
        log.error("a file was refused: %s", error)
        raise Refused("scanner_away") from error


@contextmanager
def _turn() -> Iterator[None]:
    if not _ONE_AT_A_TIME.acquire(timeout=WALL_SECONDS):
        raise Refused("not_stored")
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


def _header(line: bytes, wanted: set[str]) -> dict[str, Any]:
    """What an answer begins with; raises ValueError for what no child says unless somebody has taken it over."""
    try:
        header = json.loads(line)
    except RecursionError as error:
        raise ValueError("no answer") from error
    if not isinstance(header, dict) or not all(isinstance(header.get(name), int) for name in ("size", "preview_size")):
        raise ValueError("no answer")
    if not all(isinstance(value, _KINDS.get(name, type(None))) for name, value in header.items()):
        raise ValueError("no answer")
    if not all(isinstance(one, str) for name in ("notes", "walls") for one in header.get(name, ())):
        raise ValueError("no answer")
    if not header.get("code") and not wanted <= set(header):
        raise ValueError("no answer")
    return header


def _read(outlet: IO[bytes], size: int) -> bytes:
    if not 0 <= size <= LARGEST_RESULT:
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
            with suppress(OSError):  # what the child no longer takes is still on its way to it
                pipe.close()
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and its forks at once; they hold nothing worth saving."""
    process.terminate()
    try:
        process.wait(KEEPER_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
