"""The content of a page as its template shows it, read as structured text: what a browser prints, ready for paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from documents.handouts import Aside, Box, Facts, Grid, Heading, Items, Paragraph, Piece, Run, Runs
from pages.languages import KNOWN

# fmt: off
NOT_ON_PAPER = {
    "audio", "button", "form", "iframe", "img", "input", "nav", "script", "select", "style", "svg", "template", "video",
}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub",
    "sup", "time", "u", "wbr",
}
# fmt: on
IN_GERMAN_TOO = "german"
"""The class of what repeats in German what stands before it."""
CLASSES_NOT_ON_PAPER = {"actions", "button", "crumbs", "no-print", "visually-hidden"}
BLANKS = re.compile(r"[ \t\r\n\f]+")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOXES = frozenset({"card", "sentence"})
TONES = {"notice": "plain", "notice--good": "good", "notice--attention": "attention", "notice--serious": "serious"}


def read(html: str, origin: str) -> tuple[Piece, ...]:
    """The pieces of a page's content; links become whole addresses below `origin`."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(_is_not_on_paper):
        tag.extract()
    for link in soup.find_all("a", href=True):
        link["href"] = urljoin(f"{origin}/", str(link["href"]))
    return tuple(map(_Levels().without_leaps, _pieces(soup)))


def _is_not_on_paper(tag: Tag) -> bool:
    """A phone number stays, though it is a button on a screen, with the word that only a screen reader says there."""
    if tag.name in NOT_ON_PAPER or tag.has_attr("hidden"):
        return True
    return not (CLASSES_NOT_ON_PAPER.isdisjoint(_classes(tag)) or _is_phone(tag) or _is_phone(tag.parent))


def _is_phone(tag: Tag | None) -> bool:
    return tag is not None and str(tag.get("href") or "").startswith("tel:")


def _classes(tag: Tag) -> list[str]:
    return list(tag.get_attribute_list("class"))


def _pieces(parent: Tag) -> Iterator[Piece]:
    """Blocks one by one; what stands between them as running text becomes a paragraph."""
    waiting: list[Run] = []
    for child in parent.children:
        if isinstance(child, NavigableString) or (isinstance(child, Tag) and _is_inline(child)):
            waiting += _runs_of(child)
            continue
        yield from _paragraph(waiting)
        waiting = []
        if isinstance(child, Tag):
            yield from _block(child)
    yield from _paragraph(waiting)


def _is_inline(tag: Tag) -> bool:
    if tag.name not in INLINE or IN_GERMAN_TOO in _classes(tag):
        return False
    return all(_is_inline(inner) for inner in tag.children if isinstance(inner, Tag))


def _paragraph(runs: list[Run], *, is_lead: bool = False) -> Iterator[Piece]:
    if trimmed := _trimmed(runs):
        yield Paragraph(runs=trimmed, is_lead=is_lead)


def _block(tag: Tag) -> Iterator[Piece]:
    classes = _classes(tag)
    if IN_GERMAN_TOO in classes:
        if inner := tuple(_pieces(tag)):
            yield Aside(pieces=inner)
    elif tag.name in (*HEADINGS, "summary", "caption"):
        if runs := _runs(tag):
            yield Heading(runs=runs, level=HEADINGS.get(tag.name, 3))
    elif tag.name == "p":
        yield from _paragraph(list(_runs(tag)), is_lead="lead" in classes)
    elif tag.name in ("ul", "ol"):
        yield from _items(tag)
    elif tag.name == "dl":
        yield from _facts(tag) if "facts" in classes else _terms(tag)
    elif tag.name == "table":
        yield from _grid(tag)
    elif inner := tuple(_pieces(tag)):
        tones = [TONES[name] for name in classes if name in TONES]
        is_card = not BOXES.isdisjoint(classes)
        yield from (Box(pieces=inner, tone=tones[-1] if tones else ""),) if tones or is_card else inner


def _items(tag: Tag) -> Iterator[Piece]:
    items = [tuple(_pieces(item)) for item in tag.find_all("li", recursive=False)]
    if any(items):
        yield Items(
            items=tuple(filter(None, items)), is_numbered=tag.name == "ol", are_steps="process" in _classes(tag)
        )


def _facts(tag: Tag) -> Iterator[Piece]:
    labels, values = tag.find_all("dt"), tag.find_all("dd")
    facts = [(_runs(label), tuple(_pieces(value))) for label, value in zip(labels, values, strict=False)]
    if facts:
        yield Facts(facts=tuple(facts))


def _terms(tag: Tag) -> Iterator[Piece]:
    for entry in tag.find_all(["dt", "dd"]):
        if entry.name == "dd":
            yield from _block(entry)
        elif runs := _runs(entry):
            yield Heading(runs=runs, level=3)


def _grid(tag: Tag) -> Iterator[Piece]:
    for caption in tag.find_all("caption"):
        yield from _block(caption)
    rows = [(row, tuple(_runs(cell) for cell in row.find_all(["th", "td"]))) for row in tag.find_all("tr")]
    heads = sum(1 for row, _cells in rows if not row.find("td"))
    if rows:
        yield Grid(rows=tuple(cells for _row, cells in rows), heads=heads)


def _runs(tag: Tag) -> Runs:
    return _trimmed(list(_runs_of(tag)))


def _runs_of(node: object) -> Iterator[Run]:
    """Characters with what the elements around them say, as far as the block they stand in."""
    if isinstance(node, Tag):
        if node.name == "br":
            yield Run(text="\n")
            return
        if "block" in _classes(node):
            yield Run(text="\n")
        for child in node.children:
            yield from (_told(node, run) for run in _runs_of(child))
    elif type(node) is NavigableString:
        yield Run(text=BLANKS.sub(" ", str(node)), **_tongue_of(node.parent))


def _told(tag: Tag, run: Run) -> Run:
    if tag.name in ("strong", "b", "th"):
        run = replace(run, is_bold=True)
    if tag.name == "a" and tag.get("href") and not run.address:
        run = replace(run, address=str(tag["href"]))
    return run


def _tongue_of(tag: Tag | None) -> dict[str, Any]:
    """The language or way an element around names, nearest first; nothing where it is the page's own."""
    while tag is not None:
        if code := str(tag.get("lang") or ""):
            return {"lang": code, "is_rtl": code in KNOWN and KNOWN[code].is_rtl}
        if tag.get("dir") == "ltr":
            return {"is_ltr": True}
        tag = tag.parent
    return {}


def _trimmed(runs: list[Run]) -> Runs:
    """Blanks at the edges and doubled ones removed, alike neighbours joined."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1].text if joined else "\n"
        text = run.text.lstrip(" \n" if not joined else " ") if before.endswith((" ", "\n")) else run.text
        if not text:
            continue
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=before + text)
        else:
            joined.append(replace(run, text=text))
    while joined and not joined[-1].text.strip():
        joined.pop()
    if joined:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(joined)


class _Levels:
    """Headings go down one level at a time, as readers of tagged documents expect."""

    def __init__(self) -> None:
        self.open: list[int] = []

    def without_leaps(self, piece: Piece) -> Piece:
        if isinstance(piece, Heading):
            self.open = [level for level in self.open if level < piece.level]
            self.open.append(piece.level)
            return replace(piece, level=len(self.open))
        if isinstance(piece, Items):
            return replace(piece, items=tuple(tuple(map(self.without_leaps, item)) for item in piece.items))
        if isinstance(piece, Box | Aside):
            return replace(piece, pieces=tuple(map(self.without_leaps, piece.pieces)))
        return piece
