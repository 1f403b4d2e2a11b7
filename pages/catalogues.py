"""The interface catalogues in `locale/`: found in the code, kept as `.po`, compiled at set-up; no gettext tools needed.

German holds every string. The other languages hold the public strings alone, and those that the person concerned reads
beside a case manager: the signed-in areas speak German or English (whose strings are the msgids themselves).
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation import templatize

from pages.languages import KNOWN

SOURCES = ("documents", "forms", "pages", "site/gremium")
PUBLIC = (
    "documents/noticed.py",  # read beside a case manager, or on a phone
    "documents/refusals.py",
    "forms/file_cards.py",
    "forms/messages.py",
    "forms/paper_words.py",
    "forms/phone.py",
    "forms/withdrawal_words.py",
    "forms/templates/forms/person/",
    "forms/templates/forms/phone",
    "pages/changes.py",
    "pages/chrome.py",
    "pages/handouts/",
    "pages/lines.py",
    "pages/office_facts.py",
    "pages/offline/",
    "pages/templates/",
    "pages/templatetags/",
    "site/gremium/theme/templates/",
)
NOT_PUBLIC = (
    "pages/templates/pages/editing/",
    "pages/templates/wagtailadmin/",
    "site/gremium/theme/templates/desk.html",
    "site/gremium/theme/templates/403",
)
COMPLETE_WITHOUT_ENTRIES = frozenset({"de-simple", "en"})  # fall back to German, and to the msgid
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Key:
    """What identifies a string in a catalogue."""

    msgid: str
    plural: str = ""
    context: str = ""


@dataclass
class Message:
    key: Key
    files: set[str] = field(default_factory=set)

    @property
    def is_public(self) -> bool:
        return any(file.startswith(PUBLIC) and not file.startswith(NOT_PUBLIC) for file in self.files)


Updating = Callable[[Path, str], list[str]]
"""Brings a catalogue of one language below a folder up to date, or tells what is wrong with it, in sentences."""
FURTHER: list[tuple[Updating, Updating]] = []
"""Catalogues of the floors above, one a reading language: how each is updated and how it is checked."""


def register_further_catalogue(update: Updating, problems: Updating) -> None:
    """Called once, when a floor starts."""
    if (update, problems) not in FURTHER:
        FURTHER.append((update, problems))


def find_messages(base: Path) -> dict[Key, Message]:
    """Every translatable string of the code under `base`, with the files it stands in."""
    messages: dict[Key, Message] = {}
    for path in _source_files(base):
        name = path.relative_to(base).as_posix()
        for key in _keys_in(path, path.stat().st_mtime_ns):
            messages.setdefault(key, Message(key)).files.add(name)
    return messages


def _source_files(base: Path) -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((base / source).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


@cache
def _keys_in(path: Path, _changed_at: int) -> tuple[Key, ...]:
    """The keys of one file, read once for all languages as long as it is not written again."""
    code = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        code = "\n".join(line.strip() for line in templatize(code, origin=str(path)).splitlines())
    keys = []
    for _line, found, _comments, context in extract("python", BytesIO(code.encode()), KEYWORDS):
        msgid, plural = (found, "") if isinstance(found, str) else (found[0], found[1])
        if msgid:
            keys.append(Key(msgid, plural, context or ""))
    return tuple(keys)


def update(base: Path, language: str) -> bool:
    """Bring one catalogue up to date, keeping what is translated; True if it changed."""
    path = po_path(base, language)
    old = polib.pofile(str(path), wrapwidth=110) if path.exists() else _new_catalogue(language)
    known = {_key_of(entry): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=110)
    new.metadata = old.metadata
    for key, message in sorted(_wanted(base, language).items(), key=lambda item: _order(item[1])):
        entry = known.get(key) or _new_entry(key)
        entry.occurrences = [(file, "") for file in sorted(message.files)]
        new.append(entry)
    text = str(new)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def problems(base: Path, language: str) -> list[str]:
    """Why a catalogue may not be released: stale, untranslated or with other placeholders than the source."""
    path = po_path(base, language)
    if not path.exists():
        return [f"{language}: no catalogue; run `gremium catalogues`"]
    entries = {_key_of(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    wanted = _wanted(base, language)
    found = [f"{language}: missing: {key.msgid!r}" for key in wanted.keys() - entries.keys()]
    found += [f"{language}: no longer used: {key.msgid!r}" for key in entries.keys() - wanted.keys()]
    for key in wanted.keys() & entries.keys():
        entry = entries[key]
        if not entry.translated():
            found.append(f"{language}: not translated: {key.msgid!r}")
        found += [f"{language}: other placeholders: {text!r}" for text in _texts(entry) if not _fits(key, text)]
    return sorted(found)


def compile_all(base: Path) -> int:
    """Write the `.mo` file of every language (without one Django refuses most of them) that is stale; tell how many."""
    stale = [code for code in KNOWN if code not in COMPLETE_WITHOUT_ENTRIES and _is_stale(po_path(base, code))]
    for language in stale:
        path = po_path(base, language)
        catalogue = polib.pofile(str(path)) if path.exists() else _new_catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        catalogue.save_as_mofile(str(unfinished))
        unfinished.replace(path.with_suffix(".mo"))
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return True
    return path.exists() and path.stat().st_mtime_ns >= compiled.stat().st_mtime_ns


def po_path(base: Path, language: str) -> Path:
    return base / "locale" / language / "LC_MESSAGES" / "django.po"


def _wanted(base: Path, language: str) -> dict[Key, Message]:
    if language in COMPLETE_WITHOUT_ENTRIES:
        return {}
    messages = find_messages(base)
    return {key: message for key, message in messages.items() if language == "de" or message.is_public}


def _key_of(entry: polib.POEntry) -> Key:
    return Key(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _order(message: Message) -> tuple[str, str]:
    return min(message.files), message.key.msgid


def _new_entry(key: Key) -> polib.POEntry:
    forms = {0: "", 1: ""} if key.plural else {}
    return polib.POEntry(
        msgid=key.msgid, msgid_plural=key.plural, msgstr_plural=forms, msgctxt=key.context or None, msgstr=""
    )


def _new_catalogue(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def _texts(entry: polib.POEntry) -> list[str]:
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


def _fits(key: Key, text: str) -> bool:
    """A plural form may leave a number unsaid; apart from that the placeholders are the same."""
    wanted = set(PLACEHOLDER.findall(key.msgid)) | set(PLACEHOLDER.findall(key.plural))
    used = set(PLACEHOLDER.findall(text))
    return used <= wanted if key.plural else used == wanted
