"""Values that are not written in the Latin alphabet: their language, and lists of them."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

_WRITTEN_IN = {
    "ARABIC": ("ar", frozenset({"ar", "ckb", "fa", "prs", "ps", "sd", "ug", "ur"})),
    "CYRILLIC": ("ru", frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})),
    "ETHIOPIC": ("ti", frozenset({"am", "ti", "tig"})),
    "HEBREW": ("he", frozenset({"he", "yi"})),
    "GREEK": ("el", frozenset({"el"})),
}


def language_of(text: str, spoken: str) -> str:
    """The BCP 47 tag of a value; empty for German and anything in Latin letters.

    The script decides; `spoken`, the person's language, chooses among the languages of that script.
    """
    scripts = Counter(unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha())
    if not scripts:
        return ""
    script = scripts.most_common(1)[0][0]
    if script not in _WRITTEN_IN:
        return ""
    usual, possible = _WRITTEN_IN[script]
    return spoken if spoken in possible else usual


def listed(names: Sequence[str]) -> str:
    """Names one after the other; each on its own line where one runs from right to left, so that none swaps places."""
    runs_left = any(unicodedata.bidirectional(sign) in ("R", "AL") for name in names for sign in name)
    return ("\n" if runs_left else ", ").join(names)
