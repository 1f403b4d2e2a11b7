"""What a machine read on a page: words with their places, line by line, paragraph by paragraph.

The table of words comes from a program that saw foreign pixels, so nothing of it is believed: numbers are checked
against the sheet, signs that draw nothing are taken out, and all of it is limited in number and length.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from documents.directions import ways

MOST_WORDS = 4_000
LONGEST_WORD = 80
LEAST_SURE = 50.0
"""Percent: a line of which the program is less sure, in the middle of its words, is noise."""
SHAPELESS = 2
"""Characters of a line that may be wider than high, or higher than wide, however it lies."""
_WORD_LEVEL = "5"
_COLUMNS = 12
_LEFT_OUT = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Cn"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the box it stands in: points from the left and lower edge of the sheet."""

    text: str
    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Words in the order of reading; `turn` is how far the line is turned on the sheet, in degrees to the left."""

    words: tuple[Word, ...]
    turn: int = 0

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


Paragraph = tuple[ReadLine, ...]
PageText = tuple[Paragraph, ...]


def read_table(table: bytes, *, height: float, dots_per_inch: int) -> PageText:
    """The paragraphs of Tesseract's table of words (TSV) for a sheet of that height in points."""
    scale = 72 / dots_per_inch
    found: dict[tuple[str, ...], list[tuple[float, Word]]] = {}
    for columns in _rows(table):
        word = _word(columns, scale, height)
        if word is not None:
            found.setdefault(tuple(columns[1:5]), []).append(word)
    sure = {
        place: ReadLine(tuple(word for _, word in words))
        for place, words in found.items()
        if sum(sure for sure, _ in words) / len(words) >= LEAST_SURE
    }
    turn = _turn_of_most(sure.values())
    paragraphs: dict[tuple[str, ...], list[ReadLine]] = {}
    for place, line in sure.items():
        paragraphs.setdefault(place[:3], []).append(_turned(line, turn))
    return tuple(tuple(lines) for lines in paragraphs.values())


def _turn_of_most(lines: Iterable[ReadLine]) -> int:
    """How most of the text is turned: pages are photographed lying on their side, or upside down."""
    turns = Counter(turn for line in lines for turn in _steps(line))
    return turns.most_common(1)[0][0] if turns else 0


def _steps(line: ReadLine) -> Iterator[int]:
    """The turns that the ways from word to word speak for; where a line changes its direction, none does."""
    for one, next_one in pairwise(line.words):
        direction = _direction(one.text)
        if direction != _direction(next_one.text):
            continue
        over = direction * (next_one.left + next_one.width / 2 - one.left - one.width / 2)
        up = direction * (next_one.bottom + next_one.height / 2 - one.bottom - one.height / 2)
        if abs(over) > abs(up):
            yield 0 if over > 0 else 180
        elif over or up:
            yield 90 if up > 0 else 270


def _direction(word: str) -> int:
    """1 for letters from left to right, -1 for such from right to left, 0 for both or none."""
    found = set(ways(word)) & {"L", "R"}
    return {frozenset("L"): 1, frozenset("R"): -1}.get(frozenset(found), 0)


def _turned(line: ReadLine, turn: int) -> ReadLine:
    """As most of the page is, unless its shape says that it lies across the others; a letter or two has no shape."""
    wide = max(word.left + word.width for word in line.words) - min(word.left for word in line.words)
    high = max(word.bottom + word.height for word in line.words) - min(word.bottom for word in line.words)
    if (high > wide) == (turn in (90, 270)) or len(line.text) <= SHAPELESS:
        return replace(line, turn=turn)
    return replace(line, turn=_turn_of_most([line]) if high > wide else 0)


def _rows(table: bytes) -> Iterator[list[str]]:
    count = 0
    for line in table.decode("utf-8", "ignore").split("\n"):
        columns = line.split("\t")
        if len(columns) == _COLUMNS and columns[0] == _WORD_LEVEL:
            count += 1
            if count > MOST_WORDS:
                return
            yield columns


def _word(columns: Sequence[str], scale: float, height: float) -> tuple[float, Word] | None:
    text = "".join(sign for sign in columns[11] if unicodedata.category(sign) not in _LEFT_OUT).strip()[:LONGEST_WORD]
    try:
        left, top, wide, high = (int(number) * scale for number in columns[6:10])
        sure = float(columns[10])
    except ValueError:
        return None
    is_on_sheet = 0 <= left <= left + wide <= 2 * height and 0 <= top < top + high <= height + 1
    if not text or not is_on_sheet or not wide or not 0 <= sure <= 100:
        return None
    return sure, Word(text, round(left, 2), round(height - top - high, 2), round(wide, 2), round(high, 2))


def as_data(text: PageText) -> list[list[dict[str, Any]]]:
    """The JSON form; see `from_data`."""
    return [[asdict(line) for line in paragraph] for paragraph in text]


def from_data(data: Iterable[Iterable[Mapping[str, Any]]]) -> PageText:
    return tuple(
        tuple(ReadLine(tuple(Word(**word) for word in line["words"]), line["turn"]) for line in paragraph)
        for paragraph in data
    )


def digest(texts: Mapping[int, PageText]) -> str:
    """SHA-256, in hex, of what was read in a file, by page; empty where nothing was."""
    if not texts:
        return ""
    said = repr(sorted((page, as_data(text)) for page, text in texts.items()))
    return hashlib.sha256(said.encode()).hexdigest()
