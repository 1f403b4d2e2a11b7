"""ClamAV is asked about every upload where its daemon is set (`CLAMD`): `host:port`, or the path of a Unix socket.

The libraries for it on the package index wait for each byte as long as they like, so the few lines of the protocol
(clamd(8): zPING, zVERSION, zINSTREAM) stand here, with one deadline for all of it.
"""

import logging
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.conf import settings

log = logging.getLogger(__name__)

SECONDS = 30.0
"""For a whole file, from the first byte sent to the last one of the answer."""
PROBE_SECONDS = 2.0
CHUNK = 64 * 1024
LONGEST_ANSWER = 1024
OLD_SIGNATURES = timedelta(days=7)
_FOUND = re.compile(rb"stream: (.+) FOUND")


class ScannerAway(Exception):
    """The daemon is set but does not answer, or says something else than a verdict. No word of a file is in it."""


class TooMuch(Exception):
    """The file is larger than the daemon takes (`StreamMaxLength` in its clamd.conf)."""


def is_set() -> bool:
    """Whether uploads are to be scanned on this installation."""
    return bool(settings.CLAMD)


def problem() -> str:
    """Why the setting cannot be understood; empty if it can, or if nothing is set."""
    try:
        _address()
    except ValueError:
        return "GREMIUM_CLAMD is not understood. Set it to host:port or to the path of the daemon's socket."
    return ""


def has_virus(data: bytes) -> bool:
    """The daemon's verdict on these bytes. Raises ScannerAway, TooMuch."""
    answer = _ask(b"INSTREAM", data, SECONDS)
    if answer == b"stream: OK":
        return False
    if found := _FOUND.fullmatch(answer):
        log.warning("a file was refused: the virus scanner found %s", found[1].decode("ascii", "replace"))
        return True
    if b"size limit exceeded" in answer:
        log.error("a file was refused: it is larger than StreamMaxLength of the virus scanner allows")
        raise TooMuch
    raise ScannerAway("The virus scanner gave no verdict.")


def probe() -> None:
    """Raises ScannerAway unless the daemon answers at once."""
    if _ask(b"PING", b"", PROBE_SECONDS) != b"PONG":
        raise ScannerAway("The virus scanner does not answer as it should.")


def signatures_of() -> datetime | None:
    """The day of the daemon's signatures; None where it has none or does not tell. Raises ScannerAway."""
    day = _ask(b"VERSION", b"", PROBE_SECONDS).rpartition(b"/")[2].decode("ascii", "replace")
    try:
        return datetime.strptime(day, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _ask(command: bytes, data: bytes, seconds: float) -> bytes:
    deadline = time.monotonic() + seconds
    try:
        with _connected(deadline) as daemon:
            answer = b""
            try:
                for part in (b"z%b\0" % command, *(_frames(data) if command == b"INSTREAM" else ())):
                    daemon.settimeout(_left(deadline))
                    daemon.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                log.info("the virus scanner stopped listening")  # it has answered already, or the answer stays empty
            while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
                daemon.settimeout(_left(deadline))
                part = daemon.recv(LONGEST_ANSWER)
                if not part:
                    break
                answer += part
    except OSError as error:
        raise ScannerAway(f"The virus scanner does not answer ({type(error).__name__}).") from error
    return answer.rstrip(b"\0")


def _frames(data: bytes) -> Iterator[bytes]:
    """Each chunk with its length before it; a length of zero ends the stream."""
    for start in range(0, len(data), CHUNK):
        part = data[start : start + CHUNK]
        yield len(part).to_bytes(4) + part
    yield bytes(4)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextmanager
def _connected(deadline: float) -> Iterator[socket.socket]:
    try:
        address = _address()
    except ValueError as error:
        raise ScannerAway(problem()) from error
    if isinstance(address, str):
        with socket.socket(socket.AF_UNIX) as daemon:
            daemon.settimeout(_left(deadline))
            daemon.connect(address)
            yield daemon
    else:
        with socket.create_connection(address, timeout=_left(deadline)) as daemon:
            yield daemon


def _address() -> str | tuple[str, int]:
    """A path, or host and port. Raises ValueError."""
    text = settings.CLAMD.removeprefix("unix:").removeprefix("tcp://")
    if not text or text.startswith("/"):
        return str(text)
    host, _colon, port = text.rpartition(":")
    if not host or not 0 < int(port) < 65536:
        raise ValueError(text)
    return host.strip("[]"), int(port)
