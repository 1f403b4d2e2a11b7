"""Tesseract reads the picture of a page, where it is installed: without a way out, with limits of its own.

Picture and answer stay in memory, nothing of them touches a disk. Nothing here imports Django: `run` is called in the
gate's child process, behind whose walls (`confining`) there is no network.
"""

import os
import resource
import shutil
from collections.abc import Iterable
from pathlib import Path

from documents import confining

MEMORY = 512 * 1024 * 1024
"""Bytes of address space. Measured: two languages on a page of 300 dots per inch need less than 300 MB."""
CPU_SECONDS = 60
LARGEST_ANSWER = 8 * 1024 * 1024
OPEN_FILES = 32
PROGRAM = "tesseract"
_ALL_ON_A_PAGE = "3"
"""The page is cut into columns and paragraphs by the program itself."""
_KEPT = Path("/usr")


def program() -> str:
    """The path of Tesseract; empty where it is not installed."""
    return shutil.which(PROGRAM) or ""


def run(program: str, picture: bytes, languages: Iterable[str], *, hidden: Iterable[Path] = ()) -> tuple[str, bytes]:
    """Read a picture; ("", the program's table of words) if it ended well, else a code of `refusals` and nothing."""
    given, answer = _in_memory("picture", picture), _in_memory("words")
    try:
        child = os.fork()
        if child == 0:
            _become(program, languages, given, answer, hidden)
        _, status, used = os.wait4(child, 0)
        if status:
            return "too_slow" if used.ru_utime + used.ru_stime >= CPU_SECONDS - 1 else "damaged", b""
        os.lseek(answer, 0, os.SEEK_SET)
        with os.fdopen(os.dup(answer), "rb") as words:
            return "", words.read(LARGEST_ANSWER)
    finally:
        os.close(given)
        os.close(answer)


def _in_memory(name: str, data: bytes = b"") -> int:
    descriptor = os.memfd_create(name)
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _become(program: str, languages: Iterable[str], given: int, answer: int, hidden: Iterable[Path]) -> None:
    """Never returns: the process turns into Tesseract, or ends."""
    try:
        confining.limit(
            (
                (resource.RLIMIT_AS, MEMORY),
                (resource.RLIMIT_CPU, CPU_SECONDS),
                (resource.RLIMIT_FSIZE, LARGEST_ANSWER),
                (resource.RLIMIT_NOFILE, OPEN_FILES),
            )
        )
        confining.hide(hidden, but=_KEPT)
        confining.drop_powers()
        nothing = os.open(os.devnull, os.O_RDWR)
        for own, stream in ((given, 0), (answer, 1), (nothing, 2)):
            os.dup2(own, stream)
        arguments = [PROGRAM, "stdin", "stdout", "-l", "+".join(languages), "--psm", _ALL_ON_A_PAGE, "tsv"]
        os.execve(program, arguments, {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"})
    finally:
        os._exit(1)
