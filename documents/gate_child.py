"""The limited child process of the gate: reads files from a pipe, answers on a pipe, one fork with limits per file.

A text document takes three steps: it is cleaned here, converted in a folder that `intake` made, and its PDF comes back
like any other. So does a form with values that nobody drew: they are found, set in a fork of their own, and laid in.
A file that needs letters lent to it ends its fork with a status of its own: they are loaded where the disk is still
seen, once, and the file is read again in another fork.

Started by `intake` as a script with an empty environment, behind all walls of `confining` that the system allows.
Frames: a line of JSON, then as many bytes as it says.
"""

import codecs
import importlib
import io
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

sys.path.insert(0, str(Path(__file__).parents[1]))

from pikepdf import Encryption, Pdf
from PIL import Image

from documents import confining, converting, font_programs, page_pictures, tesseract
from documents.form_values import Drawings, Undrawn
from documents.gate import HEIC, JPEG, PNG, Tamed, sniff, tame
from documents.rejection import Rejected
from documents.text_documents import clean
from documents.wanting import Wanting

_CODECS = ("ascii", "latin-1", "cp437", "cp1252", "mac-roman", "utf-8-sig", "utf-16", "utf-16-be", "utf-32")
_OUT_OF_MEMORY, _WANTS_FONTS = 2, 3
"""Exit statuses."""


def main() -> None:
    """Build the walls and serve behind them, in a process of its own; this one stays in front of them as a keeper.

    Asked to end, or left alone, it ends whatever is behind them and sees it out.
    """
    confining.end_with_parent(signal.SIGTERM)
    walls = confining.wall_off()
    server = os.fork()
    if server == 0:
        os.setpgid(0, 0)
        serve(walls)
        os._exit(0)
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(server, signal.SIGKILL))
    os.waitpid(server, 0)


def _load_what_comes_late(data: bytes) -> None:
    """A fork sees no disk: whatever libraries load at first use has to be there before."""
    if sniff(data) in (JPEG, PNG, HEIC):
        Image.init()
    with Pdf.new() as paper:
        paper.save(io.BytesIO(), encryption=Encryption(owner="-"))  # opens qpdf's source of random numbers
    for name in _CODECS:
        codecs.lookup(name)


def serve(walls: tuple[str, ...]) -> None:
    """Serve files until the pipe is closed; each in a fork of its own, so that one cannot harm the next."""
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    while line := inlet.readline(4096):
        request = json.loads(line)
        data = inlet.read(request["size"])
        if request["act"] == "convert":
            _send(outlet, {"code": _convert(request)})
            continue
        if request["act"] == "read":
            _send(outlet, *_read(request, data))
            continue
        if request["act"] == "paint":
            page_pictures.load()
        _load_what_comes_late(data)
        status = _fork(inlet, outlet, request, data, walls)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _WANTS_FONTS:
            font_programs.load()
            status = _fork(inlet, outlet, request, data, walls)
        if status:
            _refuse(outlet, _died_of(status))


def _fork(inlet: BinaryIO, outlet: BinaryIO, request: dict[str, Any], data: bytes, walls: tuple[str, ...]) -> int:
    """Answer in a process of its own; returns what the system says of its end."""
    child = os.fork()
    if child == 0:
        inlet.close()
        _limit(request)
        try:
            if request["act"] == "draw":
                os._exit(_draw(outlet, request, data))
            if confining.lock_in():
                walls = (*walls, "disk")
            os._exit(_answer(outlet, request, data, walls))
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)  # not even the refusal could be written
    return os.waitpid(child, 0)[1]


def _draw(outlet: BinaryIO, request: dict[str, Any], wishes: bytes) -> int:
    """Set values of a form: fonts and templates are read from the disk, what is `hidden` there is not seen."""
    form_drawings = importlib.import_module("documents.form_drawings")  # it is large, and few files need it
    confining.hide([Path(path) for path in request["hidden"]], but=form_drawings.rendering.TEMPLATES)
    confining.drop_powers()
    try:
        drawn = form_drawings.drawn(wishes)
    except form_drawings.NotDrawable:
        _refuse(outlet, "living_form")
    else:
        _send(outlet, {}, drawn)
    return 0


def _died_of(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "too_slow" if os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGXCPU) else "damaged"
    return "bomb" if os.WEXITSTATUS(status) == _OUT_OF_MEMORY else "damaged"


def _convert(request: dict[str, Any]) -> str:
    hidden = [Path(path) for path in request["hidden"]]
    return converting.run(request["program"], Path(request["folder"]), request["media_type"], hidden=hidden)


def _read(request: dict[str, Any], picture: bytes) -> tuple[dict[str, Any], bytes]:
    hidden = [Path(path) for path in request["hidden"]]
    code, table = tesseract.run(request["program"], picture, request["languages"], hidden=hidden)
    return {"code": code}, table


def _answer(outlet: BinaryIO, request: dict[str, Any], data: bytes, walls: tuple[str, ...]) -> int:
    if request["act"] == "tell":
        _send(outlet, {"walls": walls})
        return 0
    try:
        if request["act"] == "paint":
            picture, height = page_pictures.paint(data, request["page"])
            _send(outlet, {"height": height, "dots_per_inch": page_pictures.READING_DOTS}, picture)
            return 0
        accept, max_bytes = tuple(request["accept"]), request["max_bytes"]
        drawings = None
        if "digest" in request:
            data, drawings = data[: request["file"]], Drawings(data[request["file"] :], request["digest"])
        if request["act"] == "clean":
            cleaned = clean(data, accept=accept, max_bytes=max_bytes)
            tamed = Tamed(cleaned.data, 0, cleaned.media_type, cleaned.notes)
        else:
            pages = request["max_pages"]
            tamed = tame(data, accept=accept, max_bytes=max_bytes, max_pages=pages, drawings=drawings)
    except Wanting:
        return _WANTS_FONTS
    except Undrawn as undrawn:
        _send(outlet, {"code": undrawn.code}, undrawn.wishes)
    except Rejected as rejected:
        _refuse(outlet, rejected.code)
    except (MemoryError, RecursionError):
        _refuse(outlet, "bomb")
    else:
        _hand_back(outlet, tamed, request["largest_result"])
    return 0


def _hand_back(outlet: BinaryIO, tamed: Tamed, largest: int) -> None:
    if len(tamed.pdf) > largest:
        _refuse(outlet, "bomb")
        return
    header = {"pages": tamed.pages, "media_type": tamed.media_type, "notes": tamed.notes}
    _send(outlet, header, tamed.pdf, tamed.preview)


def _refuse(outlet: BinaryIO, code: str) -> None:
    _send(outlet, {"code": code})


def _send(outlet: BinaryIO, header: dict[str, Any], data: bytes = b"", preview: bytes = b"") -> None:
    sizes = {"size": len(data), "preview_size": len(preview)}
    outlet.write(json.dumps({**header, **sizes}).encode("ascii") + b"\n")
    outlet.write(data)
    outlet.write(preview)
    outlet.flush()


def _limit(request: dict[str, Any]) -> None:
    confining.limit(
        (
            (resource.RLIMIT_AS, request["memory"]),
            (resource.RLIMIT_CPU, request["seconds"]),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, request["open_files"]),
        )
    )


if __name__ == "__main__":
    main()
