"""How much of a page blocks will take, roughly and rather too much: for the one page that must stay one page."""

from collections.abc import Iterable
from math import ceil

from documents.content import Block, Chips, Entries, Entry, Prose, Table

PAGE = 730  # points below a section's title; more than there are, for the estimates are too high by a tenth
HEADING = 27
LINE = 12.8
LETTERS_A_LINE = 88

_ENTRY_LETTERS, _LABEL_LETTERS, _TABLE_LETTERS, _CHIP_LETTERS = 54, 32, 104, 78
_ENTRY_LINE, _ENTRY_EDGE, _TABLE_LINE, _TABLE_EDGE, _CHIP_ROW, _EDGE = 10.8, 5.5, 9.2, 5, 21, 3
_LEAD = 1.45  # how much more room larger letters take


def height(blocks: Iterable[Block]) -> float:
    """Estimated points, from the letters of each text."""
    return sum(_height(block) for block in blocks)


def _height(block: Block) -> float:
    match block:
        case Entries():
            inside = sum(map(_entry_height, block.entries))
        case Table():
            inside = sum(_row_height(row, block) for row in (block.columns, *block.rows))
        case Prose():
            inside = _lines(block.text, LETTERS_A_LINE) * LINE * (_LEAD if block.is_lead else 1)
        case Chips():
            inside = ceil(sum(len(text) + 8 for _, text in block.chips) / _CHIP_LETTERS) * _CHIP_ROW
        case _:
            inside = LINE
    return inside + _EDGE + (HEADING if getattr(block, "heading", "") else 0)


def _entry_height(entry: Entry) -> float:
    return max(_lines(entry.value, _ENTRY_LETTERS), _lines(entry.label, _LABEL_LETTERS)) * _ENTRY_LINE + _ENTRY_EDGE


def _row_height(row: tuple[str, ...], table: Table) -> float:
    weights = table.weights or (1,) * len(row)
    widths = (max(round(_TABLE_LETTERS * weight / sum(weights)) - 2, 1) for weight in weights)
    return max(_lines(text, width) for text, width in zip(row, widths, strict=True)) * _TABLE_LINE + _TABLE_EDGE


def _lines(text: str, letters: int) -> int:
    return sum(max(ceil(len(line) / letters), 1) for line in text.split("\n"))
