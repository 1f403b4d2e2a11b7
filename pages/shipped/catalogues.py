"""The catalogues of page texts, `locale/<language>/pages.po`: kept in step with the shipped German texts.

The strings come from wagtail-localize's own extraction, so that they match what it looks up.
"""

from functools import cache
from pathlib import Path

import polib
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from forms import po_files
from pages.languages import KNOWN
from pages.shipped.german import german_texts

LANGUAGES = [code for code in KNOWN if code != "de"]
WIDTH = 110  # characters of a line


@cache
def strings() -> dict[str, list[str]]:
    """Each German string in the order of the pages, with the slugs of the pages it stands on."""
    found: dict[str, list[str]] = {}
    for slug, text in german_texts():
        for segment in extract_segments(text):
            if isinstance(segment, StringSegmentValue):
                places = found.setdefault(segment.string.data, [])
                places += [slug] if slug not in places else []
    return found


def update(base: Path, language: str) -> list[str]:
    """Bring one catalogue up to date; tells in sentences what changed. Translations of strings in use are kept."""
    texts = (
        polib.POEntry(msgid=string, occurrences=[(slug, "") for slug in slugs]) for string, slugs in strings().items()
    )
    return po_files.renew(base, po_path(base, language), texts, language=language, width=WIDTH)


def problems(base: Path, language: str) -> list[str]:
    """Where a catalogue is stale. An untranslated string is no problem here: its page stays in German and says so."""
    path = po_path(base, language)
    return po_files.out_of_step(path, strings(), language=language, what="page text", whole="page texts")


def po_path(base: Path, language: str) -> Path:
    return base / "locale" / language / "pages.po"
