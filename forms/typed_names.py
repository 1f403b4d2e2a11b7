"""From the name of a country or language, as somebody types it, to its code.

Names are understood in German, English and every language of the site, whatever their accents, case and vowel marks.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

from django.conf import settings

from forms import countries, languages
from forms.choices import BETWEEN, second_names


def code_of(text: str, *, is_language: bool) -> str:
    """The code; the text itself where no language of the site knows it. `text` may be a code, or a name in two
    languages as the page writes it."""
    known = languages.names() if is_language else countries.names()
    if not text or text in known:
        return text
    for name in (text, text.partition(BETWEEN)[0]):
        for language in _languages():
            if code := _codes(is_language, language).get(folded(name)):
                return code
    return text


def folded(name: str) -> str:
    """Without case, accents, vowel marks, format characters and what is no letter or digit."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")


def _languages() -> Iterator[str]:
    yield from dict.fromkeys(("de", "en", *(code for code, _name in settings.LANGUAGES)))


@cache
def _codes(is_language: bool, language: str) -> dict[str, str]:
    """Folded name -> code in one language; of two that are called alike the one that the list offers."""
    offered = languages.spoken() if is_language else countries.names()
    known = offered | (languages.names() if is_language else {})
    names = known if language == "de" else second_names(is_language, language)
    found: dict[str, str] = {}
    for code in known:
        if name := names.get(code) or names.get(code.replace("-", "_")):
            found.setdefault(folded(name), code)
    return found
