"""What changed between two versions of a sentence, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"<[^>]+>|[\w-]+|\s+|[^\w\s]")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """`change` is `same`, `removed` or `added`."""

    change: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The two versions woven into one line; removed words stand before those that replace them."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    pieces: list[Piece] = []
    for operation, a, b, c, d in matcher.get_opcodes():
        pieces += _pieces(operation, "".join(before[a:b]), "".join(after[c:d]))
    return pieces


def likeness(old: str, new: str) -> float:
    """From 0 (no word in common) to 1 (the same words)."""
    return SequenceMatcher(a=WORD.findall(old.lower()), b=WORD.findall(new.lower()), autojunk=False).ratio()


def _pieces(operation: str, removed: str, added: str) -> Iterator[Piece]:
    if operation == "equal":
        yield Piece("same", added)
        return
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
