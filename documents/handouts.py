"""A handout: one structured text, or two beside each other in two languages, as few and as readable A4 pages as fit.

The floors above fill these frozen objects. Everything is plain text: no markup is ever interpreted.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from documents.directions import LEFT, closed, kept
from documents.rendering import compile_settled, look, settle_text

_KEPT = re.compile(f"{LEFT}[^{LEFT}]+{LEFT}")
_INNER_HYPHEN, _WITHOUT_BREAK = re.compile(r"(?<=\w)-(?=\w)"), "-\u2060"
"""Readers take a hyphen at the end of a line for a hyphenation and drop it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of one kind; `address` makes them a link; `lang` and `is_rtl` count only where `lang` is set.

    `is_ltr`: times, numbers and addresses, which run from left to right in every line and have no language.
    """

    text: str
    is_bold: bool = False
    address: str = ""
    lang: str = ""
    is_rtl: bool = False
    is_ltr: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """`level` 1 is the title of the whole handout; 2 and 3 stand in its text."""

    runs: Runs
    level: int = 2
    kind: str = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; `is_lead` sets it larger."""

    runs: Runs
    is_lead: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list; `is_numbered` counts its items from `first`, `are_steps` shows them as a course of action."""

    items: tuple[tuple["Piece", ...], ...]
    is_numbered: bool = False
    are_steps: bool = False
    first: int = 1
    kind: str = "items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Text that stands out (`tone` as in `documents.content.Tone`), or that belongs together (`tone` empty)."""

    pieces: tuple["Piece", ...]
    tone: str = ""
    kind: str = "box"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What stands before it once more in the handout's other language: small, below it."""

    pieces: tuple["Piece", ...]
    kind: str = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Labels and what belongs to them."""

    facts: tuple[tuple[Runs, tuple["Piece", ...]], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; the first `heads` rows name the columns. Without such a row it is read line by line."""

    rows: tuple[tuple[Runs, ...], ...]
    heads: int = 1
    kind: str = "grid"


Piece = Heading | Paragraph | Items | Box | Aside | Facts | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language of the handout: BCP 47 tag, what it calls itself, direction."""

    lang: str
    own_name: str
    is_rtl: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Pieces in the handout's language and, if not empty, the same in the language beside it."""

    own: tuple[Piece, ...]
    other: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the text is found: its address, the same as a QR code (SVG), what that shows in words, and `rows`."""

    address: str
    code: str
    code_in_words: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """`title` becomes the file's metadata and names nobody. `day` is ISO.

    `head` (German) and the `names` of the languages stand above all, `notes` before the text. `foot` stands with the
    source, and on each page where there is more than one.
    """

    title: str
    own: Tongue
    other: Tongue
    head: Run
    rows: tuple[Row, ...]
    source: Source
    day: str
    notes: tuple[Row, ...] = ()
    foot: Runs = ()
    is_bilingual: bool = False

    @property
    def fingerprint(self) -> str:
        """Equal handouts set in the same look have the same."""
        told = json.dumps([asdict(self), look().hex()], sort_keys=True)
        return sha256(told.encode()).hexdigest()


def render_handout(handout: Handout) -> bytes:
    """The tagged PDF (PDF/UA-1 and PDF/A-2a), the same bytes each time; raises `rendering.RenderingFailed`."""
    pdf, _missing = compile_settled("handout", partial(_settled, handout), handout.day)
    return pdf


def _settled(handout: Handout, allowed: frozenset[int] | None) -> tuple[dict[str, Any], set[str]]:
    """The data of the template; each text is kept in the order of the line it stands in."""
    missing: set[str] = set()

    def settle(text: str, is_rtl: bool) -> str:
        settled = settle_text(text, allowed, missing)
        if is_rtl:
            return _KEPT.sub(_on_one_line, kept(settled))
        return closed(_INNER_HYPHEN.sub(_WITHOUT_BREAK, settled))

    data: dict[str, Any] = _texts_changed(asdict(handout), settle, handout.own.is_rtl)
    data["title"] = settle_text(handout.title, allowed, missing)
    return data, missing


def _is_left_to_right(run: dict[str, Any]) -> bool:
    return bool(run["is_ltr"] or (run["lang"] and not run["is_rtl"]))


def _apart(text: str) -> str:
    """Each line of it keeps its own order in a line that runs the other way."""
    return "\n".join(f"{LEFT}{line}{LEFT}" if line.strip() else line for line in text.split("\n"))


def _on_one_line(number: re.Match[str]) -> str:
    """A phone number is one thing to read and to dial."""
    return number.group().replace(" ", "\u00a0").replace("-", _WITHOUT_BREAK)


def _texts_changed(data: Any, change: Callable[[str, bool], str], is_rtl: bool) -> Any:
    """The same data with each `text` changed, told which way the line runs that it stands in."""
    if isinstance(data, dict) and "text" in data:
        text = change(data["text"], is_rtl)
        return {**data, "text": _apart(text) if is_rtl and _is_left_to_right(data) else text}
    if isinstance(data, dict):
        return {
            key: _texts_changed(value, change, is_rtl and key not in ("other", "head")) for key, value in data.items()
        }
    if isinstance(data, list | tuple):
        is_foreign = all(isinstance(item, dict) and item.get("lang") and not item.get("is_rtl") for item in data)
        return [_texts_changed(item, change, is_rtl and not is_foreign) for item in data]
    return data
