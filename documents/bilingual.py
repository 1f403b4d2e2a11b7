"""A paper in two languages: German, and beside it what a person reads; with boxes to tick and lines to write on.

The floors above fill these frozen objects. Everything is plain text: no markup is ever interpreted. Of each pair the
German stands first and alone says what holds; `other` is empty where there is nothing beside it.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from documents.directions import closed, directed, kept
from documents.handouts import Tongue
from documents.rendering import compile_settled, look, settle_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A heading; `level` 1 is the paper's own, `starts_page` puts it at the top of a page."""

    german: str
    other: str = ""
    level: int = 2
    starts_page: bool = False
    kind: str = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Running text. `bold` are stretches of the German; `tone` as in `documents.content.Tone`, or empty.

    `keeps` holds it on the page of what follows. `is_free`: as somebody typed it, over the whole width.
    """

    german: str
    other: str = ""
    bold: tuple[str, ...] = ()
    is_quiet: bool = False
    keeps: bool = False
    is_free: bool = False
    tone: str = ""
    kind: str = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One entry of a list; `number` counts it, 0 leaves a plain mark."""

    german: str
    other: str = ""
    number: int = 0
    kind: str = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A box with what it says; only what was ticked before printing is ticked."""

    german: str
    other: str = ""
    is_ticked: bool = False
    is_option: bool = False
    kind: str = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A label with empty lines below it."""

    german: str
    other: str = ""
    lines: int = 1
    kind: str = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question and what was answered: `value` as it was typed, `value_other` where it has words of its own.

    `is_row` sets the German and its value beside each other, as in a table.
    """

    german: str
    other: str = ""
    value: str = ""
    value_other: str = ""
    is_row: bool = False
    kind: str = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line to write on, with what belongs there."""

    german: str
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Lines beside each other."""

    lines: tuple[Signature, ...]
    kind: str = "signatures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code (SVG) with what it is for; `address` and `typed` stand below for those who type."""

    german: str
    other: str = ""
    picture: str
    in_words: str
    address: str = ""
    typed: str = ""
    kind: str = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Something drawn by hand (SVG) on a line, with what it is below; `in_words` is read aloud in its place."""

    german: str
    other: str = ""
    picture: str
    in_words: str
    kind: str = "drawing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """Sentences that stand out together; `tone` as in `documents.content.Tone`."""

    sentences: tuple[Said, ...]
    tone: str = "attention"
    kind: str = "framed"


Piece = Title | Said | Point | Framed | Tick | Blank | Answer | Signatures | Code | Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes, line by line, and beside it what a letter is filed by: reference and date."""

    sender: tuple[str, ...]
    filed: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`title` becomes the file's metadata and names nobody. `day` is ISO.

    `marks`, versions and fingerprints, stand on each page, `foot` with them where there is more than one. `size` is
    that of the text in points. A letter has a `letterhead` instead of a `head`; `running` stands on top of each page.
    """

    title: str
    pieces: tuple[Piece, ...]
    day: str
    head: str = ""
    other: Tongue | None = None
    foot: str = ""
    marks: str = ""
    size: float = 9.5
    letterhead: Letterhead | None = None
    running: str = ""

    @property
    def fingerprint(self) -> str:
        """Equal papers set in the same look have the same."""
        told = json.dumps([asdict(self), look().hex()], sort_keys=True)
        return sha256(told.encode()).hexdigest()


def render_paper(paper: Paper) -> tuple[bytes, frozenset[str]]:
    """The tagged PDF (PDF/UA-1 and PDF/A-2a), the same bytes each time, and the codes of characters no font has.

    Raises `rendering.RenderingFailed`.
    """
    pdf, missing = compile_settled("bilingual", partial(_settled, paper), paper.day)
    return pdf, frozenset(missing)


def _settled(paper: Paper, allowed: frozenset[int] | None) -> tuple[dict[str, Any], set[str]]:
    missing: set[str] = set()
    is_rtl = paper.other is not None and paper.other.is_rtl

    def settle(name: str, text: str) -> str:
        if name == "picture":
            return text
        settled = settle_text(text, allowed, missing)
        if name in ("value", "title"):
            return directed(settled) if name == "value" else settled
        return kept(settled) if is_rtl and name in ("other", "value_other") else closed(settled)

    return _each_text(asdict(paper), settle), missing


def _each_text(data: dict[str, Any], settle: Callable[[str, str], str]) -> dict[str, Any]:
    return {name: _changed(name, value, settle) for name, value in data.items()}


def _changed(name: str, value: Any, settle: Callable[[str, str], str]) -> Any:
    if isinstance(value, str):
        return settle(name, value)
    if isinstance(value, dict):
        return _each_text(value, settle)
    if isinstance(value, list | tuple):
        return [_changed(name, one, settle) for one in value]
    return value
