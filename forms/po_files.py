"""Catalogues of German texts, one a language: the German as msgid, kept in step with the texts that are in use."""

from collections.abc import Collection, Iterable
from pathlib import Path

import polib


def read(path: Path) -> dict[str, str]:
    """German -> translation ("" where there is none) of the texts in use; nothing where there is no catalogue."""
    if not path.exists():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if not entry.obsolete}


def renew(base: Path, path: Path, texts: Iterable[polib.POEntry], *, language: str, width: int) -> list[str]:
    """Write a catalogue of these texts, with the translations it had; tells in sentences what changed.

    The entries say where each text stands. `width` is in characters of a line.
    """
    had = read(path)
    new = polib.POFile(wrapwidth=width)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for entry in texts:
        entry.msgstr = had.get(entry.msgid, "")
        new.append(entry)
    text = str(new)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    name, used = path.relative_to(base).as_posix(), {entry.msgid for entry in new}
    gone = (german for german, translated in had.items() if translated and german not in used)
    return [f"{name}: updated", *(f"{name}: dropped {german!r}" for german in gone)]


def out_of_step(path: Path, german: Collection[str], *, language: str, what: str, whole: str) -> list[str]:
    """In what a catalogue differs from the texts in use, in sentences; `what` names one of its texts, `whole` all."""
    if not path.exists():
        return [f"{language}: no catalogue of {whole}; run `gremium catalogues`"]
    known, wanted = read(path).keys(), set(german)
    return sorted(
        [f"{language}: {what} missing: {text!r}" for text in wanted - known]
        + [f"{language}: {what} no longer used: {text!r}" for text in known - wanted]
    )
