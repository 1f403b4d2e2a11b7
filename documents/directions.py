"""Which way a line runs, decided before the pages are set, so that it is shown and read back in the same order.

Documents run from left to right. A name from right to left keeps that way inside itself and leaves what stands
around it alone; only a whole sentence from right to left, with numbers or clauses inside, turns its line. PDF readers
order text by the characters they see, so each stretch from right to left is closed with a left-to-right mark.
"""

import re
import unicodedata

TURNED = "\u200f"
"""Stands before a line that runs from right to left; the templates take it off."""
_CLOSED = "\u200e"
_SENTENCE = 6
"""Words from right to left that make a sentence; names have fewer."""
_RIGHT_TO_LEFT = ("R", "AL")
_JOINERS = "\u200c\u200d"
_HAS_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def directed(text: str) -> str:
    """The text with marks that keep its order; text without letters from right to left stays as it is."""
    if not _HAS_RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(TURNED + line if _is_sentence(line) else _closed(line) for line in text.split("\n"))


def _is_sentence(line: str) -> bool:
    """Mostly from right to left, long enough, and with something else between its first and last such letter."""
    ways = [_way(character) for character in line]
    if ways.count("R") <= ways.count("L"):
        return False
    between = ways[ways.index("R") : len(ways) - ways[::-1].index("R")]
    return ("other" in between or "L" in between) and sum("R" in map(_way, word) for word in line.split()) >= _SENTENCE


def _way(character: str) -> str:
    """R, L, blank (also what belongs to the letter before) or other."""
    kind = unicodedata.bidirectional(character)
    if kind in _RIGHT_TO_LEFT:
        return "R"
    if kind in ("NSM", "WS") or character in _JOINERS:
        return "blank"
    return "L" if kind == "L" else "other"


def _closed(line: str) -> str:
    """A mark after each stretch of words from right to left; blanks between such words belong to the stretch."""
    result, is_open, blanks = "", False, ""
    for character in line:
        way = _way(character)
        if way == "R" or (is_open and not blanks and way == "blank" and character != " "):
            result, is_open, blanks = result + blanks + character, True, ""
        elif is_open and character == " ":
            blanks += character
        else:
            result, is_open, blanks = result + (_CLOSED if is_open else "") + blanks + character, False, ""
    return result + (_CLOSED if is_open else "") + blanks
