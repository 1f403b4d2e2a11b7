"""What a generated document says, free of any layout and of any knowledge of forms or cases.

The floors above fill these frozen objects; `rendering` turns them into pages. Everything is plain text: no markup
is ever interpreted. `as_data` gives the JSON form that is sealed, hashed and handed to the renderer.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Tone(StrEnum):
    """How strongly a line wants to be seen; always together with a word, never by colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    ATTENTION = "attention"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A label and what was answered; `lang` is the BCP 47 tag of the value where it is not German."""

    label: str
    value: str
    lang: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Labels and values, one below the other."""

    entries: tuple[Entry, ...]
    heading: str = ""
    kind: str = "entries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Longer text; paragraphs are parted by line breaks. `is_lead` sets its first paragraph larger than all around."""

    text: str
    heading: str = ""
    lang: str = ""
    is_lead: bool = False
    kind: str = "prose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under column titles; `weights` are relative column widths. `empty` is said where there are no rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...] = ()
    heading: str = ""
    empty: str = ""
    kind: str = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line that stands out: a flag, a warning, a sentence of law."""

    text: str
    tone: Tone = Tone.ATTENTION
    mark: str = ""  # short code before the text, such as H1
    kind: str = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One stretch of a time bar; `shade` (0-5) groups spans that are alike.

    Days are ISO dates and may be partial ("2015" or "2015-10"); an empty `end` lasts until the document's day.
    """

    start: str
    end: str
    label: str
    shade: int = 0
    is_estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBar:
    """A drawn time line from the first to the last day, with year marks; `alternative` says it in words."""

    spans: tuple[Span, ...]
    alternative: str
    heading: str = ""
    kind: str = "time_bar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """Keywords side by side, each with the name of a small symbol.

    Symbols: family, child, health, care, disability, violence, training, school, work, language, roots,
    volunteering, return, clock, question, paper, person, scale; any other name draws a plain dot.
    """

    chips: tuple[tuple[str, str], ...]  # (symbol, text)
    heading: str = ""
    kind: str = "chips"


Block = Entries | Prose | Table | Notice | TimeBar | Chips


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered section; `own_pages` starts it on a new page and lets nothing follow on its last one.

    Without blocks it is a bookmark and a line of the contents alone.
    """

    code: str  # "D03"
    title: str
    blocks: tuple[Block, ...]
    own_pages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What the divider says about an attachment; its pages come beside, by `key`."""

    key: str
    number: int
    title: str
    entries: tuple[Entry, ...] = ()
    unread: int = 0  # files that could not be read
    is_unread: bool = False  # none of its files could be read
    is_machine_read: bool = False  # of pages that are pictures, a machine read the text
    description: str = ""  # what it shows, in one sentence: the alternative text of pages that are pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole document: cover, sections in order, attachments in order.

    `confidentiality` runs in the head of each page; `reference` and `version` in its foot.
    `cover` holds the blocks of the cover page (D00). No names may stand in `title`: it becomes the file's metadata.
    """

    reference: str
    version: str
    title: str
    confidentiality: str
    cover: tuple[Block, ...]
    sections: tuple[Section, ...]
    attachments: tuple[Attachment, ...] = ()
    day: str = ""  # ISO date the document speaks of; also its creation date, so that bytes repeat
    lang: str = "de"
    provenance: Mapping[str, str] = field(default_factory=dict)  # versions and hashes for the manifest
    words: Mapping[str, str] = field(default_factory=dict)  # fixed words that differ from `documents.words.GERMAN`

    def as_data(self) -> dict[str, Any]:
        """The JSON form; equal content gives equal data."""
        return asdict(self)
