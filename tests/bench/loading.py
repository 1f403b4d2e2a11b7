"""``python -m tests.bench.loading ADDRESS SECONDS``: how many answers a second, asked from a process of its own.

A few connections ask again and again, each as soon as its answer is whole. Only this machine is ever asked.
"""

import socket
import sys
import threading
import time
from urllib.parse import urlsplit

CONNECTIONS = 4


class Broken(Exception):
    """The answer was no 200."""


def measure(address: str, seconds: float) -> float:
    """Answers a second. Raises Broken."""
    counts: list[int] = []
    failures: list[BaseException] = []
    until = time.monotonic() + seconds

    def ask() -> None:
        try:
            counts.append(_asked_until(address, until))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _connection in range(CONNECTIONS)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts) / (time.monotonic() - started)


def _asked_until(address: str, until: float) -> int:
    parts = urlsplit(address)
    assert parts.hostname in ("127.0.0.1", "localhost")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    count, connection = 0, None
    while time.monotonic() < until:
        if connection is None:
            connection = socket.create_connection(("127.0.0.1", parts.port or 80), timeout=10)
        connection.sendall(request)
        if not _read(connection):
            connection.close()
            connection = None
        count += 1
    if connection is not None:
        connection.close()
    return count


def _read(connection: socket.socket) -> bool:
    """Read one whole answer; says whether the connection stays open."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (piece := connection.recv(65536)):
            raise Broken("closed")
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    if b" 200 " not in lines[0]:
        raise Broken(lines[0].decode())
    fields = dict(line.split(b": ", 1) for line in lines[1:])
    missing = int(fields[b"content-length"]) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
    return fields.get(b"connection") != b"close"


if __name__ == "__main__":
    measure(sys.argv[1], 0.5)
    print(measure(sys.argv[1], float(sys.argv[2])))
