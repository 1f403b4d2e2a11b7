"""Enters translations in an installation at once, for the audit: `python -m tests.audit.contents CODE …`.

A launch language gets the shipped ones. A prepared language has none yet, so each German text is written letter by
letter in its script: that says nothing, but it has the glyphs, the lengths and the line breaks of a translation. It
counts as released, and its home page as checked by a person; the interface stays German and is marked so.
"""

import os
import re
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

from wagtail.models import Locale  # noqa: E402

from pages import stating  # noqa: E402
from pages.models import HomePage  # noqa: E402
from pages.shipped import catalogues  # noqa: E402
from pages.shipped.translating import enter_draft, german_texts, load_language, read_catalogue  # noqa: E402

LATIN, ETHIOPIC = "abcdefghijklmnopqrstuvwxyzäöüß", "አበቸደኤፈገሀኢጀከለመነኦፐቀረሰተኡቨወክየዘዐዖዑሰ"
LETTERS = {"ti": str.maketrans(LATIN, ETHIOPIC)}
MARKUP = re.compile(r"(<[^>]+>|&\w+;)")


def enter_stand_ins(code: str) -> None:
    locale, _is_new = Locale.objects.get_or_create(language_code=code)
    texts = {german: _written(german, LETTERS[code]) for german in catalogues.strings()}
    for text in german_texts():
        enter_draft(text, locale, texts)
    stating.release_language(code, by=None)
    stating.confirm_checked(HomePage.objects.get(locale=locale), by=None)


def _written(german: str, letters: dict[int, int]) -> str:
    """In other letters; the markup stays."""
    parts = MARKUP.split(german)
    return "".join(part if number % 2 else part.lower().translate(letters) for number, part in enumerate(parts))


if __name__ == "__main__":
    for code in sys.argv[1:]:
        if read_catalogue(code):
            load_language(code)
        else:
            enter_stand_ins(code)
