"""Asking a foreign server whether an address still answers, without being led into our own network.

The name is resolved once, every address it has must be a public one, and the connection goes to that address and no
other; each redirect is judged anew. No cookie, no referrer, no body is read.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

TIMEOUT = 8.0  # seconds for each connection and each answer
MOST_REDIRECTS = 4
NAME = "Gremium link check"
PORTS = {"http": 80, "https": 443}
ASK_AGAIN_WITH_GET = {403, 405, 501}
"""Some servers answer HEAD so although the page is there."""


class Answer(TextChoices):
    REACHED = "reached", _("The address answers.")
    GONE = "gone", _("The page is no longer there.")
    SILENT = "silent", _("The server does not answer.")
    UNSAFE = "unsafe", _("The address leads into an internal network and was not tried.")


@dataclass(frozen=True, slots=True)
class _Target:
    parts: SplitResult
    ip: str

    @property
    def host(self) -> str:
        return self.parts.hostname or ""

    @property
    def port(self) -> int:
        return self.parts.port or PORTS[self.parts.scheme]

    @property
    def path(self) -> str:
        return (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")


class _Unsafe(Exception):
    """The address must not be asked."""


class _Connection(http.client.HTTPConnection):
    """Connects to the address that was judged, whatever the name would resolve to a moment later."""

    def __init__(self, target: _Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT)
        self.target = target

    def connect(self) -> None:
        plain = socket.create_connection((self.target.ip, self.target.port), self.timeout)
        if self.target.parts.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)
        else:
            self.sock = plain


def reach(address: str) -> Answer:
    """Does the address (http or https) answer? HEAD first, GET where a server refuses that."""
    for _redirect in range(MOST_REDIRECTS + 1):
        try:
            target = _judge(address)
            status, location = _ask(target, "HEAD")
            if status in ASK_AGAIN_WITH_GET:
                status, location = _ask(target, "GET")
        except _Unsafe:
            return Answer.UNSAFE
        except (OSError, http.client.HTTPException, UnicodeError):
            return Answer.SILENT
        if not (300 <= status < 400 and location):
            return _verdict(status)
        address = urljoin(address, location)
    return Answer.SILENT


def _verdict(status: int) -> Answer:
    """A server that wants a sign-in or is busy is there; so only what it calls missing counts as gone."""
    if status in (404, 410):
        return Answer.GONE
    return Answer.SILENT if status >= 500 and status != 503 else Answer.REACHED


def _judge(address: str) -> _Target:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _Unsafe from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username or port not in (None, PORTS[parts.scheme]):
        raise _Unsafe
    found = socket.getaddrinfo(parts.hostname, PORTS[parts.scheme], type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(ipaddress.ip_address(ip).is_global for ip in addresses):
        raise _Unsafe
    return _Target(parts, addresses[0])


def _ask(target: _Target, method: str) -> tuple[int, str]:
    connection = _Connection(target)
    try:
        connection.request(method, target.path, headers={"User-Agent": NAME, "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()
