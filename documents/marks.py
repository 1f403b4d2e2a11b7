"""Unseen marks that keep the order of text from right to left when programs read it back from a page.

A page holds glyphs, not sentences: readers guess the order from the letters of a line and the direction from the
letters of the page. A mark behind a sign ties the sign to its side; marks in the page's head tip the balance.
"""

import re
import unicodedata
from collections.abc import Iterator

RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"
_ISOLATED, _END = "\u2066", "\u2069"
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_PHONE = re.compile(r"(?<!\w)[+]?\d[\d/()]*(?:[ \-][\d/()]+)+(?!\w)")
"""Phone numbers and the like: digits with blanks or hyphens, which would turn round between Arabic letters."""
_LAW = re.compile(r"§§? ?(?=\d)")
_JOINER = "\u2060"
_INNER_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_SIGN_AT_END = re.compile(r"([^\w\s])(?=\s|$)")
_RIGHT = frozenset({"R", "AL"})
_LEFT = frozenset({"L", "EN", "AN"})


def marked_rtl(text: str) -> str:
    """Text that runs from right to left, with a mark behind each sign outside of foreign words and numbers."""
    return "".join(_stretches(text))


def marked_ltr(text: str) -> str:
    """Text that runs from left to right on a page that is read from right to left."""
    return _SIGN_AT_END.sub(rf"\1{LEFT_TO_RIGHT}", text)


def with_whole_hyphens(text: str) -> str:
    """No line ends behind a hyphen inside a word: readers would take it for a hyphenation and drop it."""
    return _INNER_HYPHEN.sub(f"-{_JOINER}", text)


def leaning(text: str) -> int:
    """How many more letters run from left to right than from right to left."""
    ways = [unicodedata.bidirectional(letter) for letter in text]
    return ways.count("L") - sum(way in _RIGHT for way in ways)


def _stretches(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        if unit := _end_of_unit(text, place):
            yield f"{_ISOLATED}{text[place:unit]}{_END}"
            place = unit
        elif unicodedata.bidirectional(text[place]) in _LEFT:
            end = _end_of_stretch(text, place)
            yield text[place:end]
            place = end
        else:
            yield text[place] + (RIGHT_TO_LEFT if _is_sign(text[place]) or _parts(text, place) else "")
            place += 1


def _end_of_unit(text: str, start: int) -> int:
    """Behind a phone number, or a paragraph of law with the words that follow; 0 where neither begins."""
    if phone := _PHONE.match(text, start):
        return phone.end()
    if law := _LAW.match(text, start):
        return _end_of_stretch(text, law.end(), is_strong=True)
    return 0


def _end_of_stretch(text: str, start: int, *, is_strong: bool = False) -> int:
    """Behind the last letter or digit before the next letter from right to left; a number stands for itself."""
    if not is_strong and (number := _NUMBER.match(text, start)):
        start = number.end()
        if start == len(text) or unicodedata.bidirectional(text[start]) != "L":
            return start
    end = start
    for place in range(start, len(text)):
        way = unicodedata.bidirectional(text[place])
        if way in _RIGHT:
            break
        if way in _LEFT:
            end = place
    return end + 1


def _is_sign(letter: str) -> bool:
    return unicodedata.bidirectional(letter) not in _RIGHT and unicodedata.category(letter)[0] in "PS"


def _parts(text: str, place: int) -> bool:
    """A blank between a sign and what runs from left to right, such as that behind a colon."""
    around = text[place - 1 : place + 2] if text[place] == " " and place else ""
    return len(around) == 3 and _is_sign(around[0]) and unicodedata.bidirectional(around[2]) not in _RIGHT
