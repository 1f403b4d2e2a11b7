"""Reads a page as a crawler does: its texts with the language each one claims, its links, and what its head tells."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from pages.german_words import VOID
from pages.languages import KNOWN

SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ckb", "ps", "prs", "ur"), "ARABIC"),
    **dict.fromkeys(("ru", "uk", "sr"), "CYRILLIC"),
    **dict.fromkeys(("ti", "am"), "ETHIOPIC"),
}
"""Latin for all others."""

LETTERS = r"(?:[^\W\d_][\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d]*)+"
WORD = re.compile(rf"{LETTERS}(?:[-’']{LETTERS})*")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b(?:[\w-]+\.)+[a-z]{2,}\b(?:/\S*)?")
WITH_FIGURES = re.compile(r"\w*\d\w*")
LETTER = re.compile("[A-Za-z]")
"""Laws count with them in every language: “Art. 6 (1) a”."""
INTERNATIONAL = frozenset({"PDF", "KB", "MB", "QR", "OpenStreetMap", "Esc", "iCal", "WhatsApp", "cookie", "cookies"})
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "und oder nicht ist sind wird werden wurde können müssen für auf bei nach über eine einen einem einer "
        "keine kein Sie Ihre Ihren Ihr uns unser auch wenn dass durch zum zur vom beim bitte noch schon sich",
    )
)
"""German words that no other language of the site writes this way."""

SPOKEN = ("alt", "aria-label", "title", "placeholder")
LOADING = {"script": "src", "img": "src", "source": "src", "video": "src", "audio": "src", "iframe": "src"}
LOADED_LINKS = frozenset({"stylesheet", "icon", "preload", "manifest", "modulepreload", "apple-touch-icon"})


class Text(NamedTuple):
    """`is_plain`: no element may stand inside it, so that no single word of it can be marked."""

    language: str
    words: str
    is_plain: bool = False


@dataclass
class Page:
    """What was read. `alternates` by hreflang; `links` of the body with their fragment; `loaded` without a click."""

    language: str = ""
    direction: str = ""
    title: str = ""
    description: str = ""
    canonical: str = ""
    is_noindex: bool = False
    alternates: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    texts: list[Text] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    """Styles, scripts and handlers written into the page: the policy would block them."""


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or self._language
        if tag not in VOID:
            self.open.append((tag, language))
        if tag == "html":
            self.page.language, self.page.direction = language, given.get("dir", "")
        self._note_head(tag, given, language)
        self._note_links(tag, given)
        self.page.texts += [Text(language, given[name], is_plain=True) for name in SPOKEN if given.get(name)]
        self.page.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if "id" in given:
            self.page.anchors.add(given["id"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        tag = self.open[-1][0] if self.open else ""
        if not data.strip():
            return
        if tag in ("script", "style"):
            self.page.inline.append(f"<{tag}>")
        elif tag == "title":
            self.page.title += data.strip()
        else:
            words = " ".join(data.split())
            self.page.texts.append(Text(self._language, words, is_plain=tag in ("option", "textarea")))

    @property
    def _language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def _note_head(self, tag: str, given: dict[str, str], language: str) -> None:
        if tag == "meta" and given.get("name") == "description":
            self.page.description = given["content"]
            self.page.texts.append(Text(language, given["content"], is_plain=True))
        if tag == "meta" and given.get("name") == "robots":
            self.page.is_noindex = "noindex" in given["content"]
        if tag == "link" and given.get("rel") == "canonical":
            self.page.canonical = given["href"]
        if tag == "link" and given.get("rel") == "alternate" and "hreflang" in given:
            self.page.alternates[given["hreflang"]] = given["href"]

    def _note_links(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("a", "area") and "href" in given:
            self.page.links.append(given["href"])
        if tag == "form" and given.get("action"):
            self.page.links.append(given["action"])
        if tag in LOADING and given.get(LOADING[tag]):
            self.page.loaded.append(given[LOADING[tag]])
        if tag == "link" and LOADED_LINKS & set(given.get("rel", "").split()):
            self.page.loaded.append(given["href"])


def read(html: str) -> Page:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def foreign_words(text: Text, german_words: Collection[str] = ()) -> Iterator[str]:
    """Words that cannot be of the language they are marked with: another script, or plainly German ones.

    A plain text may name German words beside its own, as a translation does: it is foreign where it has no own words.
    """
    script = SCRIPTS.get(text.language, "LATIN")
    plain = WITH_FIGURES.sub(" ", ADDRESS.sub(" ", text.words))
    words = [word for word in WORD.findall(plain) if word not in INTERNATIONAL and not LETTER.fullmatch(word)]
    strange = [word for word in words if _script_of(word) != script]
    if not text.is_plain or len(strange) == len(words):
        yield from strange
    if script == "LATIN" and not text.language.startswith("de"):
        yield from sorted(set(words) & FUNCTION_WORDS)
        if not text.is_plain:
            yield from sorted(word for word in german_words if re.search(rf"\b{re.escape(word)}\b", plain))


def _script_of(word: str) -> str:
    return unicodedata.name(next(sign for sign in word if unicodedata.category(sign)[0] == "L"), "").split()[0]


def unknown_languages(page: Page) -> set[str]:
    """Languages that texts claim and the site does not know; "" where a text has none."""
    return {text.language for text in page.texts} - KNOWN.keys()
