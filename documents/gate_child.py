"""The limited child process of the gate: reads files from a pipe, answers on a pipe, one fork with limits per file.

Started by `intake` as a script with an empty environment. Frames: a line of JSON, then as many bytes as it says.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

sys.path.insert(0, str(Path(__file__).parents[1]))

from documents.gate import Tamed, tame
from documents.rejection import Rejected


def main() -> None:
    """Serve files until the pipe is closed; each in a fork of its own, so that one cannot harm the next."""
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    while line := inlet.readline(4096):
        request = json.loads(line)
        data = inlet.read(request["size"])
        child = os.fork()
        if child == 0:
            _limit(request)
            os._exit(_answer(outlet, request, data))
        _, status = os.waitpid(child, 0)
        if status:
            code = "too_slow" if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (9, 24) else "damaged"
            _refuse(outlet, code)


def _answer(outlet: BinaryIO, request: dict[str, Any], data: bytes) -> int:
    try:
        tamed = tame(
            data, accept=tuple(request["accept"]), max_bytes=request["max_bytes"], max_pages=request["max_pages"]
        )
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
    for kind, limit in (
        (resource.RLIMIT_AS, request["memory"]),
        (resource.RLIMIT_CPU, request["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    main()
