"""A real Chromium: the one of this machine, or the one that Playwright has fetched."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, sync_playwright
from playwright.sync_api import TimeoutError as TimedOut

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]

SEEN = """(it) => {
  const chain = [];
  for (let one = it; one; one = one.parentElement) {
    const [style, box] = [getComputedStyle(one), one.getBoundingClientRect()];
    chain.push([one.localName, one.id, style.display, style.visibility, one.checkVisibility(), box.width, box.height]);
  }
  return { state: document.readyState, shown: document.visibilityState, sheets: document.styleSheets.length, chain };
}"""


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


def choose_option(select: Locator, value: str) -> None:
    """Choose an option. A busy Chromium may leave a page undrawn: then it is drawn once by force, and tried again.

    Raises AssertionError with what Chromium says about the element and all that is around it.
    """
    try:
        select.select_option(value)
    except TimedOut as reason:
        seen = select.evaluate(SEEN)
        select.page.screenshot()
        try:
            select.select_option(value)
        except TimedOut:
            raise AssertionError(f"{select} cannot be reached: {seen}, then {select.evaluate(SEEN)}") from reason
