"""One person at a browser of her own: signs in with password and code, follows links, presses buttons, sees pages."""

import os
import re
from dataclasses import dataclass, field
from itertools import count

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from gremium.people.models import User
from tests.gremium.conftest import PASSWORD, code_of

WIDTHS = (360, 1280)
PICTURES = os.environ.get("CASE_PICTURES", "")
"""A folder: each page that is passed is photographed there at both widths."""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATIENCE = 600
"""Tenths of a second until a paper has to be there."""
_number = count(1)


@dataclass
class Person:
    """What stands in her way is an error of the test: a page that is wider than a phone, a complaint of the browser."""

    user: User
    page: Page
    complaints: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("page", lambda page: self._listen(page))
        self._listen(self.page)

    def sign_in(self) -> None:
        """Type the password, then the code of the authenticator app."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("E-Mail").fill(self.user.email)
        self.page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        self.press("Weiter", "sign-in")
        assert "/accounts/2fa/" in self.page.url, "a password alone opens a door"
        self.page.locator("[name=code]").fill(code_of(self.user))
        self.press("Anmelden", "desk")

    def open(self, path: str, picture: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        self.look(picture)

    def is_refused(self, path: str) -> bool:
        """Whether the address gives this person what a missing page gives."""
        answer = self.page.request.get(path, max_redirects=0)
        return answer.status == 404

    def follow(self, name: str | re.Pattern[str], picture: str, *, within: str = "main") -> None:
        """Follow a link by its words, as they stand on the page."""
        with self.page.expect_event("load"):
            self.page.locator(within).get_by_role("link", name=name).first.click()
        self.look(picture)

    def pick(self, reference: str, picture: str) -> None:
        """Follow the link that is a case's reference and nothing else, as lists have it."""
        self.follow(re.compile(rf"^\s*{reference}\s*$"), picture)

    def press(self, name: str, picture: str, *, within: str = "main") -> None:
        """Press a button by its words, which leads to a page."""
        with self.page.expect_event("load"):
            self.page.locator(within).get_by_role("button", name=name, exact=True).click()
        self.look(picture)

    def go(self, area: str, picture: str) -> None:
        """Into one of the work areas in the head of each page."""
        with self.page.expect_event("load"):
            self.page.locator(".site-header nav").get_by_role("link", name=area, exact=True).click()
        self.look(picture)

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            place = self.page.locator(f'main [name="{name}"]')
            if place.first.evaluate("element => element.tagName") == "SELECT":
                place.select_option(text)
            else:
                place.fill(text)

    def tick(self, name: str, value: str = "") -> None:
        with_value = f'[value="{value}"]' if value else ""
        self.page.check(f'main [name="{name}"]{with_value}')

    def takes(self, name: str) -> bool:
        """Press a button that gives a paper, in this tab or in a new one; whether a PDF came."""
        before = len(self.papers)
        self.page.locator("main").get_by_role("button", name=name).first.click()
        for _tenth in range(PATIENCE):
            if len(self.papers) > before:
                return True
            self.page.wait_for_timeout(100)
        return False

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_nothing_of(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)

    def look(self, picture: str) -> None:
        number = next(_number)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if PICTURES:
                name = f"{number:03}-{self.user.display_name.lower()}-{picture}-{width}.png"
                self.page.screenshot(path=f"{PICTURES}/{name}", full_page=True)
            if self.page.evaluate(TOO_WIDE) > 0:
                self.complaints.append(f"{self.page.url} is wider than {width}")

    def _listen(self, page: Page) -> None:
        page.on("console", lambda said: self._hear(said))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self._note(answer))

    def _hear(self, said: ConsoleMessage) -> None:
        """A paper in a tab of its own asks for an icon that only pages name."""
        if said.type == "error" and not said.location["url"].endswith("/favicon.ico"):
            self.complaints.append(f"{said.text} {said.location['url']}")

    def _note(self, answer: Response) -> None:
        if answer.status >= 400:
            self.complaints.append(f"{answer.status} {answer.url}")
        if answer.headers.get("content-type") == "application/pdf":
            self.papers.append(answer.url)


def at_a_browser(chromium: Browser, user: User, address: str) -> Person:
    context = chromium.new_context(base_url=address, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    person = Person(user, context.new_page())
    person.sign_in()
    return person
