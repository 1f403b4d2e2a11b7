"""The catalogues of page texts, `locale/<language>/pages.po`: kept in step with the shipped German texts.

The strings come from wagtail-localize's own extraction, so that they match what it looks up.
"""

from functools import cache
from pathlib import Path

import polib
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

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
    path = po_path(base, language)
    old = {entry.msgid: entry for entry in polib.pofile(str(path), wrapwidth=WIDTH)} if path.exists() else {}
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for string, slugs in strings().items():
        entry = old.get(string) or polib.POEntry(msgid=string)
        entry.occurrences = [(slug, "") for slug in slugs]
        new.append(entry)
    text = str(new)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    gone = [entry.msgid for entry in old.values() if entry.msgid not in strings() and entry.msgstr]
    return [
        f"locale/{language}/pages.po: updated",
        *(f"locale/{language}/pages.po: dropped {msgid!r}" for msgid in gone),
    ]


def problems(base: Path, language: str) -> list[str]:
    """Where a catalogue is stale. An untranslated string is no problem here: its page stays in German and says so."""
    path = po_path(base, language)
    if not path.exists():
        return [f"{language}: no catalogue of page texts; run `gremium catalogues`"]
    known = {entry.msgid for entry in polib.pofile(str(path)) if not entry.obsolete}
    return sorted(
        [f"{language}: page text missing: {string!r}" for string in strings().keys() - known]
        + [f"{language}: page text no longer used: {string!r}" for string in known - strings().keys()]
    )


def po_path(base: Path, language: str) -> Path:
    return base / "locale" / language / "pages.po"
