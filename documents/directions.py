"""Which way a line runs, decided before the pages are set.

Documents run from left to right. A line most of whose words run from right to left turns as a whole. In every other
line a stretch from right to left keeps its way inside itself and is closed with a left-to-right mark: without it a
number behind a name would be drawn into it. How readers of the finished pages come to the same order, see
`reading_order`.
"""

import re
import unicodedata

TURNED = "\u200f"
"""Stands before a line that runs from right to left; the templates take it off."""
LEFT, RIGHT = "\u200e", "\u200f"
_WAYS = {"L": "L", "R": "R", "AL": "R", "NSM": "M"}
_STRETCH = re.compile("R(?:[^L]*R)?M*")
_NUMBER = re.compile(r"(?<![\w/-])(?!\d{1,4}-\d{1,4}(?![\w/-]))[+(]?\d[\d/().]*(?:[ -][\d/().]*\d)+(?![\w/])")
"""Numbers joined by blanks or hyphens, such as those of files and telephones; but not from one number to another."""
_HAS_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def directed(text: str) -> str:
    """The text with marks that give each line its way; text without letters from right to left stays as it is."""
    if not has_right_to_left(text):
        return text
    return "\n".join(TURNED + kept(line) if _turns(line) else closed(line) for line in text.split("\n"))


def has_right_to_left(text: str) -> bool:
    """Whether letters, digits or signs of a script from right to left occur."""
    return bool(_HAS_RIGHT_TO_LEFT.search(text))


def ways(text: str) -> str:
    """Of each character: R and L letters, M marks on letters, N anything else."""
    return "".join(_WAYS.get(unicodedata.bidirectional(character), "N") for character in text)


def _turns(line: str) -> bool:
    """A sentence may begin with a word from left to right, if most others are not."""
    firsts = "".join(way.strip("MN")[:1] for way in map(ways, line.split()))
    weight = 2 if firsts.startswith("L") else 1
    return firsts.count("R") > weight * firsts.count("L")


def kept(line: str) -> str:
    """Joined numbers keep the order of their parts in a line from right to left."""
    return _NUMBER.sub(lambda number: f"{LEFT}{number.group()}{LEFT}", line)


def closed(line: str) -> str:
    """A mark behind each stretch from right to left; numbers between its words belong to it."""
    parts, place = [], 0
    for stretch in _STRETCH.finditer(ways(line)):
        parts += [line[place : stretch.end()], LEFT]
        place = stretch.end()
    return "".join([*parts, line[place:]])
