"""A page that comes in two parts, as on a slow line, shows every question in a real Chromium."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.forms.browser import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
BETWEEN = 0.15  # seconds from one part to the next: Chromium shows what it has after a few hundredths
LEFT_OUT = """() => [...document.querySelectorAll("select, textarea, input:not([type=hidden])")]
  .filter((one) => one.parentElement.checkVisibility() && !one.checkVisibility())
  .map((one) => one.name)"""


class SlowLine:
    """A server that gives one page out, and waits after a number of its bytes."""

    def __init__(self) -> None:
        line = self
        self.html = b""
        self.cut = 0

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(line.html[: line.cut])
                self.wfile.flush()
                sleep(BETWEEN)
                self.wfile.write(line.html[line.cut :])

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, page: Page, html: str, cut: int) -> None:
        self.html = html.encode()
        self.cut = len(html[:cut].encode())
        page.goto(f"http://127.0.0.1:{self.server.server_port}/")


@pytest.fixture
def slow_line() -> Iterator[SlowLine]:
    line = SlowLine()
    yield line
    line.server.shutdown()
    line.server.server_close()


@pytest.fixture
def attachments(browser: Browser) -> Browser:
    return browser.reach("anlagen")


def test_no_list_of_options_is_left_out_that_comes_in_two_parts(
    attachments: Browser, tab: Page, chromium: Chromium, slow_line: SlowLine
) -> None:
    html = tab.context.request.get(attachments.path).text()
    styles = "".join(
        f"<style>{tab.context.request.get(path).text()}</style>"
        for path in re.findall('<link rel="stylesheet" href="([^"]+)"', html)
    )
    html = re.sub("<link[^>]+>|<script[^>]+></script>", "", html).replace("</head>", styles + "</head>")
    cuts = [select.end() for select in re.finditer("<select[^>]+name=[^>]+>(<option[^>]*>[^<]+</option>){2}", html)]
    assert len(cuts) > 5
    page = chromium.new_page()
    left_out = {}
    for cut in cuts:
        slow_line.show(page, html, cut)
        if missing := page.evaluate(LEFT_OUT):
            left_out[cut] = missing
    page.close()

    assert not left_out
