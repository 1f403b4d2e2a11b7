"""A screen for every template that readers can meet, in every language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page as Tab
from wagtail.models import Page

from pages.addresses import address_of
from tests.pages.browsing import ORIGIN
from tests.pages.self_check.answering import SHEETS

NOT_TRANSLATED = "impressum"
"""This page readers of other languages find as help in its place; the privacy page shows the template of both."""
VIEWS = {
    "languages": "/",
    "offline": "/{}/offline/",
    "search": "/{}/suche/",
    "search hits": "/{}/suche/?q=Duldung",
    "search without hits": "/{}/suche/?q=qqqq",
    "self-check": "/{}/pruefen/",
    "offices narrowed": "/{}/beratung/?sprache=ar",
    "no such page": "/{}/gibt-es-nicht/",
}
Answers = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Screen:
    """`answers`: what is sent to the self-check first; None where nothing is sent."""

    template: str
    path: str
    answers: Answers | None = field(default=None, hash=False)

    def html(self) -> bytes:
        client = Client()
        response = client.get(self.path) if self.answers is None else client.post(self.path, self.answers)
        assert isinstance(response, HttpResponse)
        return response.content

    def open(self, tab: Tab) -> None:
        """As a reader gets there."""
        tab.goto(f"{ORIGIN}{self.path}")
        if self.answers is None:
            return
        for name, values in self.answers.items():
            for value in [values] if isinstance(values, str) else values:
                tab.check(f"[name={name}][value={value}]")
        with tab.expect_navigation():
            tab.click("form .actions button")


def screens(language: str) -> list[Screen]:
    """One of each template; takes a page of the language away, so that the help in its place is one of them."""
    Page.objects.filter(slug=NOT_TRANSLATED, locale__language_code=language).exclude(
        locale__language_code="de"
    ).delete()
    return [
        *_kinds_of_pages(language),
        *(Screen(name, view.format(language)) for name, view in VIEWS.items()),
        Screen("self-check, answers missing", f"/{language}/pruefen/", {}),
        Screen("self-check, result", f"/{language}/pruefen/", SHEETS["E1"]),
        Screen("self-check, warning", f"/{language}/pruefen/", {**SHEETS["E3"], "q7": "ja"}),
        *([Screen("not translated", f"/{language}/{NOT_TRANSLATED}/")] if language != "de" else []),
    ]


def _kinds_of_pages(language: str) -> Iterator[Screen]:
    german = Page.objects.live().filter(locale__language_code="de", depth__gt=1).order_by("path")
    first = {page.specific_class.__name__: page for page in reversed(german.exclude(slug=NOT_TRANSLATED))}
    return (Screen(name, address_of(page.url_path, language)) for name, page in sorted(first.items()))
