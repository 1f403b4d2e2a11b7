"""German words inside another language's text, marked as German: a screen reader then says them as the office does.

Letters, forms and offices use these words, so translations keep them (“Ausländerbehörde”). In a text of another script
every Latin word is one; in a text of Latin script the words of the glossary are, and what stands in brackets with a
word that only German has: a name (“Ombudsstelle für …”).
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from pages import page_store
from pages.languages import KNOWN
from pages.models import GlossaryTerm

LATIN = frozenset({"de", "de-simple", "en", "fr", "kmr", "so", "sq", "tr"})
GERMAN = frozenset({"de", "de-simple"})
BOARD = ("Bleiberechte fördern",)
NAME_IN_BRACKETS = r"(?<=\()[^()<>]*\b(?:für|und|zur|zum|über)\b[^()<>]*(?=\))"
WORD = r"[A-Za-zÀ-ɏ][\wÀ-ɏ-]*"
RUN = re.compile(rf"{WORD}(?:[ \u00a0„“”\"]+{WORD})*")
INTERNATIONAL = re.compile(r"(?!(?:AZR|BAMF|BGG|DSG|KIM|NRW)$)[A-Z]{2,4}|[A-Za-z]|cookies?|OpenStreetMap|WhatsApp")
"""Abbreviations such as PDF but for those of German offices and laws, the letter of a paragraph, names: no German."""

VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
UNTOUCHED = frozenset({"script", "style", "option", "textarea", "title"})
"""No element may stand inside these."""


def mark_german(html: str, language: str) -> str:
    """The same HTML with `<span lang="de" dir="ltr">` around German words that carry no language yet."""
    if language in GERMAN or language not in KNOWN:
        return html
    return Marker(language, _words_of_glossary(language) if language in LATIN else _latin_words).marked(html)


def _latin_words(text: str) -> str:
    def mark(found: re.Match[str]) -> str:
        words = re.findall(WORD, found[0])
        return found[0] if all(INTERNATIONAL.fullmatch(word) for word in words) else _german(found[0])

    return RUN.sub(mark, text)


def _words_of_glossary(language: str) -> Callable[[str], str]:
    words = page_store.remembered(f"german words {language}", lambda: (*BOARD, *_kept_words(language)))
    longest_first = sorted(words, key=len, reverse=True)
    known = re.compile(rf"{NAME_IN_BRACKETS}|\b(?:{'|'.join(map(re.escape, longest_first))})\b")
    return lambda text: known.sub(lambda found: _german(found[0]), text)


def _kept_words(language: str) -> list[str]:
    """German words of the glossary that are not at the same time words of this language."""
    terms = GlossaryTerm.objects.filter(locale__language_code__in=("de", language))
    rows = terms.values_list("locale__language_code", "german_word", "word")
    own = {word for code, german, word in rows if code == language and german == word}
    return sorted({german for _code, german, _word in rows} - own)


def _german(text: str) -> str:
    return f'<span lang="de" dir="ltr">{text}</span>'


class Marker(HTMLParser):
    """Copies HTML as it is, but for the text of one language."""

    def __init__(self, language: str, mark: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.language, self.mark = language, mark
        self.open: list[tuple[str, str]] = []
        self.copied: list[str] = []

    def marked(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self.copied)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.copied.append(self.get_starttag_text() or "")
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or self._language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.copied.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.copied.append(f"</{tag}>")
        while self.open and self.open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        is_own = self._language == self.language and not any(tag in UNTOUCHED for tag, _language in self.open)
        self.copied.append(self.mark(data) if is_own else data)

    def handle_entityref(self, name: str) -> None:
        self.copied.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.copied.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.copied.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self.copied.append(f"<!--{data}-->")

    @property
    def _language(self) -> str:
        return self.open[-1][1] if self.open else self.language
