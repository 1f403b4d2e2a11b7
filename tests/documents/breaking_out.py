"""The gate's child process with a burglar inside: each "file" is the name of something that no file may do.

Started in the place of `documents/gate_child.py`. What works is answered as a page count of 1, what fails as a refusal.
"""

import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from documents import gate_child
from documents.gate import PDF, Tamed
from documents.rejection import Rejected


def take_memory() -> None:
    held = [bytearray(b"x" * 50_000_000) for _ in range(16)]
    assert len(held) == 16


def work_a_second() -> None:
    while time.process_time() < 1.5:
        pass


def sleep_a_second() -> None:
    time.sleep(1)


def do_nothing() -> None:
    pass


def write_file() -> None:
    descriptor = os.memfd_create("kept")
    os.write(descriptor, b"kept")


def open_many() -> None:
    held = [os.pipe() for _ in range(20)]
    assert len(held) == 20


def read_disk() -> None:
    Path("/etc/passwd").read_bytes()


def reach_host() -> None:
    """Without a network not even the loopback is up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"x", ("127.0.0.1", 9))


def end_others() -> None:
    """Whoever started the gate; behind the wall it is the first process there is."""
    os.kill(os.getppid(), 0)
    assert os.getppid() != 1


def change_root() -> None:
    os.chroot("/")


ACTS: dict[str, Callable[[], None]] = {
    act.__name__: act
    for act in (
        take_memory, work_a_second, sleep_a_second, do_nothing, write_file, open_many, read_disk, reach_host,
        end_others, change_root,
    )
}  # fmt: skip


def tame(data: bytes, **limits: Any) -> Tamed:
    try:
        ACTS[data.decode()]()
    except (OSError, AssertionError) as error:
        raise Rejected("elsewhere") from error
    return Tamed(b"done", 1, PDF)


if __name__ == "__main__":
    gate_child.tame = tame
    gate_child.main()
