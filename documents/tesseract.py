"""Tesseract reads the picture of a page, where it is installed: without a way out, with limits of its own.

Picture and answer stay in memory, nothing of them touches a disk. Nothing here imports Django: `run` is called in the
gate's child process, behind whose walls (`confining`) there is no network.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from documents import confining

BOUNDS = confining.Bounds(memory=512 * 1024 * 1024, cpu_seconds=60, largest_file=8 * 1024 * 1024, open_files=32)
"""Memory as measured: two languages on a page of 300 dots per inch need less than 300 MB."""
PROGRAM = "tesseract"
_ALL_ON_A_PAGE = "1"
"""The program itself finds out which way the page lies, and cuts it into columns and paragraphs."""
_KEPT = Path("/usr")
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def program() -> str:
    """The path of Tesseract; empty where it is not installed."""
    return shutil.which(PROGRAM) or ""


def run(program: str, picture: bytes, languages: Iterable[str], *, hidden: Iterable[Path] = ()) -> tuple[str, bytes]:
    """Read a picture; ("", the program's table of words) if it ended well, else a code of `refusals` and nothing."""
    given, answer = _in_memory("picture", picture), _in_memory("words")
    try:
        arguments = [PROGRAM, "stdin", "stdout", "-l", "+".join(languages), "--psm", _ALL_ON_A_PAGE, "tsv"]
        ended = confining.run(
            program, arguments, _ENVIRONMENT, bounds=BOUNDS, hidden=hidden, folder=_KEPT, given=given, answer=answer
        )
        if ended:
            return ended, b""
        os.lseek(answer, 0, os.SEEK_SET)
        with os.fdopen(os.dup(answer), "rb") as words:
            return "", words.read(BOUNDS.largest_file)
    finally:
        os.close(given)
        os.close(answer)


def _in_memory(name: str, data: bytes = b"") -> int:
    descriptor = os.memfd_create(name)
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
