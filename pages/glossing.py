"""Links the first use of each legal word on a page to its explanation; one pass over the finished HTML, no query."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils.html import escape

from pages.models.terms import GlossaryTerm

TAG = re.compile(r"(<[^>]+>)")
TAG_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
PLAIN = frozenset(
    {"a", "button", "form", "h1", "h2", "h3", "h4", "label", "script", "summary", "svg", "table", "title"}
)
"""Where no link may stand, or where it would disturb; besides every element that carries `data-plain`."""
PROPER_NAME = re.compile("„(.+?)“")
BRACKETED = re.compile(r"\s*\([^)]*\)")
ADJECTIVE = re.compile(r"(?:e[smrn]?)$")
NOUN_ENDINGS = "(?:e[ns]?|n|s)?"
ADJECTIVE_ENDINGS = "e[smrn]?"
MARKS = "[\u064b-\u065f\u0670]*"
"""Signs above a last Arabic letter, as Persian binds words: no link may part them from it."""


class Word(NamedTuple):
    anchor: str
    word: str
    german_word: str


class Glossed(NamedTuple):
    """The HTML with its links, and the terms used, in the order of their first use."""

    html: str
    terms: list[GlossaryTerm]


def gloss(html: str, terms: Iterable[GlossaryTerm]) -> Glossed:
    """A translated term is found by its own word, by the German word in brackets, whichever comes first."""
    by_anchor = {term.anchor: term for term in terms}
    if not by_anchor:
        return Glossed(html, [])
    words = tuple(Word(anchor, BRACKETED.sub("", term.word), term.german_word) for anchor, term in by_anchor.items())
    search, used = _search_for(words), dict[str, GlossaryTerm]()

    def link(match: re.Match[str]) -> str:
        if match.lastgroup is None:
            return match[0]
        anchor = words[int(match.lastgroup[1:])].anchor
        if anchor in used:
            return match[0]
        used[anchor] = by_anchor[anchor]
        return f'<a class="word" href="#{anchor}">{match[0]}</a>'

    parts = [search.sub(link, part) if is_text else part for part, is_text in _parts(html)]
    return Glossed("".join(parts), list(used.values()))


def _parts(html: str) -> Iterable[tuple[str, bool]]:
    """The tags and the texts between them; for each whether it is a text that may carry links."""
    is_plain: list[bool] = []  # one entry for each open element
    for part in TAG.split(html):
        name = found[1].lower() if part.startswith("<") and (found := TAG_NAME.match(part)) else ""
        if not name:
            yield part, bool(part) and not any(is_plain) and not part.startswith("<!")
            continue
        if part.startswith("</"):
            is_plain = is_plain[:-1]
        elif name not in VOID and not part.endswith("/>"):
            is_plain.append(name in PLAIN or " data-plain" in part)
        yield part, False


@lru_cache(maxsize=64)
def _search_for(words: tuple[Word, ...]) -> re.Pattern[str]:
    """Longer words first, so that the longest fitting one is taken; before them proper names, which get no link."""
    names = [re.escape(name) for name in PROPER_NAME.findall(settings.WAGTAIL_SITE_NAME)]
    numbered = sorted(enumerate(words), key=lambda entry: -len(entry[1].word))
    choices = (f"(?P<w{number}>{_pattern(word)})" for number, word in numbered)
    return re.compile(rf"(?<![\w-])(?:{'|'.join([*names, *choices])}){MARKS}(?![\w-])")


def _pattern(word: Word) -> str:
    patterns = [_german_pattern(word.german_word)]
    if word.word != word.german_word:
        patterns.append(f"(?i:{re.escape(escape(word.word))})")
    return "|".join(patterns)


def _german_pattern(german: str) -> str:
    """With the endings of German: `Besondere Härte` also finds `besonderer Härten`."""
    *adjectives, noun = german.split()
    bent = [_first_letter_free(ADJECTIVE.sub("", adjective)) + ADJECTIVE_ENDINGS for adjective in adjectives]
    return r"\s+".join([*bent, re.escape(noun) + NOUN_ENDINGS])


def _first_letter_free(stem: str) -> str:
    return f"[{stem[0].upper()}{stem[0].lower()}]{re.escape(stem[1:])}"
