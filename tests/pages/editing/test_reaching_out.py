"""The link check against a real server on this machine; only the judgement on its address is taken away."""

import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pages.editing import reaching_out
from pages.editing.reaching_out import Answer, reach


class Pages(BaseHTTPRequestHandler):
    """`/there`, `/only-get`, `/moved` to `/there`, `/round` to itself, `/inside` to an internal address, `/broken`."""

    asked: list[tuple[str, str]]

    def do_HEAD(self) -> None:
        type(self).asked.append((self.command, self.path))
        assert "Cookie" not in self.headers
        moves = {"/moved": "/there", "/round": "/round", "/inside": "http://10.0.0.1/"}
        if self.path in moves:
            self.send_response(302)
            self.send_header("Location", moves[self.path])
        elif self.path == "/only-get" and self.command == "HEAD":
            self.send_response(405)
        elif self.path == "/broken":
            self.send_response(500)
        else:
            self.send_response(200 if self.path in ("/there", "/only-get") else 404)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Nothing in the test's output."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    Pages.asked = []
    running = HTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    monkeypatch.setitem(reaching_out.PORTS, "http", running.server_port)
    is_public = ipaddress.ip_address("1.1.1.1")
    real = ipaddress.ip_address
    monkeypatch.setattr(reaching_out.ipaddress, "ip_address", lambda ip: is_public if ip == "127.0.0.1" else real(ip))
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/there", Answer.REACHED),
        ("/only-get", Answer.REACHED),
        ("/moved", Answer.REACHED),
        ("/missing", Answer.GONE),
        ("/broken", Answer.SILENT),
        ("/round", Answer.SILENT),
        ("/inside", Answer.UNSAFE),
    ],
)
def test_an_address_is_judged_by_what_its_server_answers(server: str, path: str, answer: Answer) -> None:
    assert reach(f"{server}{path}") == answer


def test_a_page_is_fetched_only_where_the_server_refuses_to_tell(server: str) -> None:
    reach(f"{server}/there")
    reach(f"{server}/only-get")

    assert Pages.asked == [("HEAD", "/there"), ("HEAD", "/only-get"), ("GET", "/only-get")]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://192.168.0.1/router",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://93.184.216.34:22/",
        "http://user:secret@93.184.216.34/",
        "file:///etc/passwd",
        "ftp://93.184.216.34/",
        "http:///nothing",
    ],
)
def test_nothing_inside_our_network_is_ever_asked(address: str) -> None:
    assert reach(address) == Answer.UNSAFE


def test_a_server_that_is_not_there_is_silent(server: str) -> None:
    assert reach(f"http://nowhere.invalid:{server.rpartition(':')[2]}/") == Answer.SILENT
