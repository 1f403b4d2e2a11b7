"""Finding a word by its forms: plural and case endings, beginnings of compounds, the Arabic article.

The databases' own stemming knows one language for a whole index, and ours holds seventeen. So every text is indexed for
beginnings of words (Wagtail's autocomplete), and a word is looked for by the beginnings that its forms have in common.
What stands in the middle of a compound is not found.
"""

import re
from functools import reduce
from typing import Any

from wagtail.search import index
from wagtail.search.query import PlainText, SearchQuery

ENDINGS = ("innen", "en", "er", "es", "em", "e", "n", "s", "ة", "ات", "ان", "ين", "ون")
ARTICLE = re.compile(r"^(?:و|ف)?(?:ال|بال|كال|لل)(?=\w{3})")
WITH_ARTICLE = ("", "ال", "وال", "بال", "لل")
SHORTEST = 4
"""Letters that must be left of a word; shorter beginnings would find half of everything."""

MOST_WORDS = 6
"""Each is looked for in up to five forms, and SQLite reads no longer question; further words are left out."""

MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
"""Vowel signs and the stretching stroke of Arabic, which some type and our texts do not hold."""

KEYBOARDS = {
    **dict.fromkeys(("fa", "prs", "ps", "ckb"), str.maketrans("يىك", "ییک")),
    "ar": str.maketrans("یک", "يك"),
    "tr": str.maketrans("Iİ", "ıi"),
}
"""Letters that look alike on a neighbour's keyboard, and capitals that Unicode makes small otherwise."""

ARABIC = re.compile(r"[\u0600-\u06ff]")


def found_by(*fields: str) -> list[Any]:
    """For `search_fields`: whole words, and beginnings of words."""
    return [kind(field) for field in fields for kind in (index.SearchField, index.AutocompleteField)]


def as_written(typed: str, language: str) -> str:
    """With the letters that texts of this language hold."""
    return MARKS.sub("", typed).translate(KEYBOARDS.get(language, {}))


def beginnings(word: str) -> list[str]:
    """`Duldungen` -> `Duldung`; `الإقامة` -> `إقام` with and without article."""
    if ARABIC.search(word):
        stem = _without_ending(ARTICLE.sub("", word))
        return [f"{article}{stem}" for article in WITH_ARTICLE]
    return [_without_ending(word)]


def looking_for(words: str) -> SearchQuery:
    """A search for texts in which every one of the first words stands in some form, for `autocomplete`."""
    one_by_one = (_in_any_form(word) for word in words.split()[:MOST_WORDS])
    return reduce(lambda first, second: first & second, one_by_one)


def _in_any_form(word: str) -> SearchQuery:
    return reduce(lambda first, second: first | second, map(PlainText, beginnings(word)))


def _without_ending(word: str) -> str:
    ending = next((ending for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) >= SHORTEST), "")
    return word.removesuffix(ending)
