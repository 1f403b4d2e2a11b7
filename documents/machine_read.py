"""What a machine read on a page: words with their places, line by line, paragraph by paragraph.

The table of words comes from a program that saw foreign pixels, so nothing of it is believed: numbers are checked
against the sheet, signs that draw nothing are taken out, and all of it is limited in number and length.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOST_WORDS = 4_000
LONGEST_WORD = 80
LEAST_SURE = 50.0
"""Percent: a line of which the program is less sure, in the middle of its words, is noise."""
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
    """Words in the order of reading."""

    words: tuple[Word, ...]

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
    paragraphs: dict[tuple[str, ...], list[ReadLine]] = {}
    for place, words in found.items():
        if sum(sure for sure, _ in words) / len(words) >= LEAST_SURE:
            paragraphs.setdefault(place[:3], []).append(ReadLine(tuple(word for _, word in words)))
    return tuple(tuple(lines) for lines in paragraphs.values())


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
        tuple(ReadLine(tuple(Word(**word) for word in line["words"])) for line in paragraph) for paragraph in data
    )
