"""A real Chromium: the one of this machine, or the one that Playwright has fetched."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


class NoChromium(Exception):
    """There is none on this machine."""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start one, and end it. Raises NoChromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        if program is None and Path(playwright.chromium.executable_path).exists():
            program = playwright.chromium.executable_path
        if program is None:
            raise NoChromium("no Chromium on this machine")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
