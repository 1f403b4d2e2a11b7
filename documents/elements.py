"""Elements of a structure that is written anew, and what makes a whole of them (PDF/UA-1, 7.2, 7.4 and 7.5).

What says more than it can hold, such as a table with rows of different lengths or without any head, becomes a division:
its parts are still read aloud in their order, and nothing wrong is said about them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Dictionary, Name

_DIVISION = "Div"
_ROWS = {"THead", "TBody", "TFoot"}
_HOLDS = {
    "Table": {"TR", "Caption", *_ROWS},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI", "Caption"},
}
"""What may stand directly in an element; content never does."""
_STANDS_IN = {
    "TR": {"Table", *_ROWS},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
_HEADINGS = {f"H{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Element:
    """One element of the new structure; a kid is another, or the page and number of a marked content."""

    role: str
    alternative: str = ""
    language: str = ""
    attributes: list[Dictionary] = field(default_factory=list)
    kids: list["Element | tuple[int, int]"] = field(default_factory=list)

    def elements(self) -> list["Element"]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Element)]


def tidy(top: Element) -> None:
    """Make a whole of all that stands below an element, which itself stays what it is."""
    _settle(top)
    for table in [element for element in _all(top) if element.role == "Table"]:
        if not _is_even(table) or not _has_heads(table):
            table.role = _DIVISION
    _settle(top)
    level = 0
    for element in _all(top):
        if element.role == "Table":
            _say_what_heads(element)
        if element.role in _HEADINGS:
            level = min(_HEADINGS[element.role], level + 1)
            element.role = f"H{level}"


def _all(top: Element) -> Iterator[Element]:
    """In reading order."""
    waiting = [top]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += reversed(element.elements())


def _settle(top: Element) -> None:
    """Let nothing stand where it may not."""
    is_settled = False
    while not is_settled:
        is_settled = True
        for parent in _all(top):
            for element in (parent, *parent.elements()):
                if element is not top and not _may_stay(element, parent if element is not parent else None):
                    element.role = _DIVISION
                    is_settled = False


def _may_stay(element: Element, parent: Element | None) -> bool:
    held = _HOLDS.get(element.role)
    if held is not None and not all(isinstance(kid, Element) and kid.role in held for kid in element.kids):
        return False
    return parent is None or parent.role in _STANDS_IN.get(element.role, {parent.role})


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """Each row, and whether it stands in the head."""
    for element in table.elements():
        if element.role == "TR":
            yield element, False
        elif element.role in _ROWS:
            yield from ((row, element.role == "THead") for row in element.elements())


def _is_even(table: Element) -> bool:
    """Whether all rows have as many columns, with cells that reach over several, and head and foot are there once."""
    kinds = [element.role for element in table.elements()]
    if kinds.count("THead") > 1 or kinds.count("TFoot") > 1 or kinds.count("Caption") > 1:
        return False
    widths = set()
    reaching = last = 0
    ending: Counter[int] = Counter()  # columns that end in front of a row
    for number, (row, _) in enumerate(_rows(table)):
        reaching -= ending.pop(number, 0)
        width = reaching
        for cell in row.elements():
            columns = _span(cell, "/ColSpan")
            width += columns
            if (rows := _span(cell, "/RowSpan")) > 1:
                reaching += columns
                ending[number + rows] += columns
        widths.add(width)
        last = number + 1
    return len(widths) == 1 and not ending.keys() - {last}


def _has_heads(table: Element) -> bool:
    """Whether anything tells what its cells mean; a table without is one for the eye alone."""
    return any(cell.role == "TH" for row, _ in _rows(table) for cell in row.elements())


def _span(cell: Element, key: str) -> int:
    return next((int(said[key]) for said in cell.attributes if key in said and isinstance(said[key], int)), 1)


def _say_what_heads(table: Element) -> None:
    """A head cell that does not say so is one of its column in the first row and in the head, else of its row."""
    for number, (row, is_head) in enumerate(_rows(table)):
        for cell in row.elements():
            if cell.role == "TH" and not any("/Scope" in said for said in cell.attributes):
                scope = Name.Column if is_head or number == 0 else Name.Row
                cell.attributes.append(Dictionary(O=Name.Table, Scope=scope))
