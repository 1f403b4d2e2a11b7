"""Looks at screens behind the sign-in as a program can: axe, what is wider than the window, what print leaves bare."""

from collections.abc import Iterable
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser

from tests.pages.browsing import ORIGIN, context

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PHONE, SCREEN = 360, 1280
"""Widths in CSS pixels."""
Found = dict[str, list[str]]
"""What stands in the way, by address and rule."""
TOO_WIDE = """() => {
    const wide = (one) => one.getBoundingClientRect().right > innerWidth + 1;
    return document.documentElement.scrollWidth > innerWidth
        ? [...document.querySelectorAll("body *")].filter(wide).map((one) => one.outerHTML.slice(0, 160)).slice(0, 3)
        : [];
}"""
BARE_ON_PAPER = """() => {
    const without = (said, heading) => said.replace(heading.innerText, "");
    const headings = (card) => [...card.querySelectorAll("h2, h3")].filter((one) => one.checkVisibility());
    const isBare = (card) => headings(card).length && !headings(card).reduce(without, card.innerText).trim();
    return [...document.querySelectorAll("main .card")].filter(isBare).map((card) => card.innerText);
}"""


@dataclass
class Reader:
    """Looks at pages in one tab, all of which are to answer with `status`; `seen` counts the pages."""

    browser: Browser
    client: Client
    seen: int = 0
    status: int = 200

    def look(self, addresses: Iterable[str], width: int) -> Found:
        found: Found = {}
        with context(self.browser, width, client=self.client, locale="de-DE") as opened:
            tab = opened.new_page()
            for address in addresses:
                answer = tab.goto(f"{ORIGIN}{address}")
                assert answer is not None, address
                assert (answer.status, tab.url) == (self.status, f"{ORIGIN}{address}"), address
                self.seen += 1
                if wide := tab.evaluate(TOO_WIDE):
                    found[f"{address} wider than {width}"] = wide
                tab.emulate_media(media="print")
                if bare := tab.evaluate(BARE_ON_PAPER):
                    found[f"{address} only a heading on paper"] = bare
                tab.emulate_media(media="screen")
                for violation in Axe().run(tab, options=RULES).response["violations"]:
                    found[f"{address} {violation['id']}"] = [node["html"][:200] for node in violation["nodes"]][:3]
        return found
