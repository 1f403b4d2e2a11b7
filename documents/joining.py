"""Several whole documents become one: their bookmarks, links and tags live on, and each page gets a further number."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, String

from documents import metadata
from documents.locking import written
from documents.overlays import add_drawing, own_resources
from documents.page_tree import brought, put_in_order
from documents.rendering import compile_template
from documents.slots import Slots, is_landscape

LONGEST_WALK = 5000
"""Bookmarks of one document that are taken over at most."""


PART = "part:"
"""Begins the address of a link to another piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One document to join, and the bookmark it stands under; without one its own bookmarks stand on top.

    Links to `PART` and the `name` of a piece lead to its first page. `also` are names of others that it speaks of, each
    with a bookmark's words. `numbers` are its page numbers, where they are not simply the next ones.
    """

    pdf: bytes
    bookmark: str = ""
    name: str = ""
    also: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    pdf: bytes
    pages: int


def join(pieces: Sequence[Piece], *, title: str, day: str, page_words: str, highest: int = 0) -> Joined:
    """Join documents in order. `title` is the metadata's and names nobody, `page_words` like ``Mappe {page}/{pages}``.

    `highest` is what ``{pages}`` says, where page numbers are given.

    Equal input gives equal bytes. The whole says that it is PDF/UA-1 where each document says so, and never PDF/A.
    """
    with ExitStack() as opened, pikepdf.new() as target:
        sources = [opened.enter_context(pikepdf.open(io.BytesIO(piece.pdf))) for piece in pieces]
        parts: list[_Part] = []
        for source in sources:
            own = list(source.pages)
            parts.append(_Part(source, own, [brought(target, sheet) for sheet in own]))
        pages = [page for part in parts for page in part.pages]
        named = {piece.name: part.pages[0] for piece, part in zip(pieces, parts, strict=True) if piece.name}
        _join_tags(target, parts)
        for part in parts:
            _mend_links(target, part, named)
        numbers = _numbers(pieces, parts)
        _number(target, pages, day, [page_words.format(page=one, pages=highest or len(numbers)) for one in numbers])
        Slots.for_document(target).reserve(pages)
        put_in_order(target, pages)
        _join_bookmarks(target, pieces, parts, named)
        target.Root.PageLabels = Dictionary(Nums=Array(list(_page_labels(numbers))))
        target.Root.Lang = String("de")
        all_say_so = all(metadata.is_accessible(source) for source in sources)
        metadata.describe(target, title=title, lang="de", day=day, is_accessible=all_say_so)
        target.docinfo["/Title"] = String(title)
        return Joined(pdf=written(target), pages=len(pages))


class _Part:
    """One document that is joined, its own pages, and the same ones in the whole."""

    def __init__(self, source: Pdf, own: Sequence[Page], pages: Sequence[Page]) -> None:
        self.source, self.own, self.pages = source, own, pages
        self.places = {before.obj.objgen: after for before, after in zip(own, pages, strict=True)}


def count_pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as source:
        return len(source.pages)


def _join_tags(target: Pdf, parts: Sequence[_Part]) -> None:
    """One structure tree over those of all documents; the keys of each are moved behind those of the one before."""
    kids: list[Object] = []
    numbers: list[object] = []
    roles = Dictionary()
    tree = target.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = target.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
    next_key = 0
    for part in parts:
        own = part.source.Root.get("/StructTreeRoot")
        if own is None or "/K" not in own:
            continue
        copied = target.copy_foreign(part.source.make_indirect(own))
        for kid in list(copied.K) if isinstance(copied.K, Array) else [copied.K]:
            kid.S, kid.P = Name.Part, whole
            kids.append(kid)
        for key, role in copied.get("/RoleMap", Dictionary()).items():
            roles[key] = role
        highest = -1
        for number, entry in _entries(copied.get("/ParentTree", Dictionary())):
            numbers += [number + next_key, entry]
            highest = max(highest, number)
        _move_keys(part.pages, next_key)
        next_key += highest + 1
    if not kids:
        return
    whole.K = Array(kids)
    tree.K, tree.ParentTree = Array([whole]), Dictionary(Nums=Array(numbers))
    tree.ParentTreeNextKey = next_key
    if len(roles.keys()):
        tree.RoleMap = roles
    target.Root.StructTreeRoot = tree
    target.Root.MarkInfo = Dictionary(Marked=True)


def _entries(tree: Object) -> Iterator[tuple[int, Object]]:
    """The entries of a number tree, its leaves in order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        numbers = list(node.get("/Nums", Array()))
        yield from ((int(numbers[place]), numbers[place + 1]) for place in range(0, len(numbers), 2))
        waiting += list(node.get("/Kids", Array()))


def _move_keys(pages: Sequence[Page], by: int) -> None:
    """Pages, their links and the forms they draw say with a key where they stand in the tree."""
    moved: set[tuple[int, int]] = set()
    for page in pages:
        if "/StructParents" in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + by
        for annotation in list(page.obj.get("/Annots", Array())):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + by
        drawn = page.resources.get("/XObject", Dictionary()) if "/Resources" in page.obj else Dictionary()
        for name in list(drawn.keys()):
            form = drawn[name]
            if form.objgen in moved:
                continue
            moved.add(form.objgen)
            for key in ("/StructParents", "/StructParent"):
                if key in form:
                    form[key] = int(form[key]) + by


def _numbers(pieces: Sequence[Piece], parts: Sequence[_Part]) -> list[str]:
    """The number of each page, as it is printed."""
    numbers: list[str] = []
    for piece, part in zip(pieces, parts, strict=True):
        pages = range(len(numbers) + 1, len(numbers) + 1 + len(part.pages))
        numbers += piece.numbers or [str(page) for page in pages]
    return numbers


def _page_labels(numbers: Sequence[str]) -> Iterator[object]:
    """The same for viewers: one entry wherever the count does not simply go on (ISO 32000-1, 12.4.2)."""
    following = ""
    for place, number in enumerate(numbers):
        if number.isdecimal():
            if number != following:
                yield from (place, Dictionary(S=Name.D, St=int(number)))
            following = str(int(number) + 1)
        else:
            yield from (place, Dictionary(P=String(number)))
            following = ""


def _mend_links(target: Pdf, part: _Part, named: Mapping[str, Page]) -> None:
    """Links inside a document lead to its pages in the joined one, and those to another piece to its first page."""
    for sheet, page in zip(part.own, part.pages, strict=True):
        own = list(sheet.obj.get("/Annots", Array()))
        copied = list(page.obj.get("/Annots", Array()))
        for before, after in zip(own, copied, strict=True):
            if before.get("/Subtype") != Name.Link:
                continue
            other = named.get(str(before.get("/A", Dictionary()).get("/URI", "")).removeprefix(PART))
            if other is not None:
                after.A = Dictionary(S=Name.GoTo, D=_top(other))
                continue
            aim = _moved(before.get("/Dest", before.get("/A", Dictionary()).get("/D")), part, target)
            if aim is None:
                continue
            if "/Dest" in after:
                after.Dest = aim
            else:
                after.A = Dictionary(S=Name.GoTo, D=aim)


def _top(page: Page) -> Array:
    return Array([page.obj, Name.Fit])


def _moved(aim: object, part: _Part, target: Pdf) -> Array | None:
    """The same place in the joined document; None for what leads elsewhere."""
    aim = _named(part.source, aim)
    if not isinstance(aim, Array) or not len(aim) or not isinstance(aim[0], Dictionary):
        return None
    page = part.places.get(aim[0].objgen)
    if page is None:
        return None
    rest = [target.copy_foreign(one) if isinstance(one, Object) and one.is_indirect else one for one in list(aim)[1:]]
    return Array([page.obj, *rest])


def _named(source: Pdf, aim: object) -> object:
    """Where a name leads to."""
    if isinstance(aim, String | str):
        tree = source.Root.get("/Names", Dictionary()).get("/Dests")
        found = pikepdf.NameTree(tree).get(str(aim)) if tree is not None else None
        return found.get("/D") if isinstance(found, Dictionary) else found
    if isinstance(aim, Name):
        found = source.Root.get("/Dests", Dictionary()).get(str(aim))
        return found.get("/D") if isinstance(found, Dictionary) else found
    return aim


def _join_bookmarks(target: Pdf, pieces: Sequence[Piece], parts: Sequence[_Part], named: Mapping[str, Page]) -> None:
    with target.open_outline() as outline:
        for piece, part in zip(pieces, parts, strict=True):
            with part.source.open_outline() as own:
                taken = [_taken(item, part, target) for item in own.root[:LONGEST_WALK]]
            if piece.bookmark:
                top = OutlineItem(piece.bookmark, _top(part.pages[0]))
                top.is_closed = True
                top.children.extend(taken)
                top.children.extend(
                    OutlineItem(words, _top(named[name])) for name, words in piece.also if name in named
                )
                outline.root.append(top)
            else:
                outline.root.extend(taken)


def _taken(item: OutlineItem, part: _Part, target: Pdf) -> OutlineItem:
    aim = item.destination if item.destination is not None else (item.action or Dictionary()).get("/D")
    moved = _moved(aim, part, target)
    new = OutlineItem(item.title, moved if moved is not None else _top(part.pages[0]))
    new.is_closed = True
    new.children.extend(_taken(child, part, target) for child in item.children)
    return new


def _number(target: Pdf, pages: Sequence[Page], day: str, labels: Sequence[str]) -> None:
    """The number within the whole, above the head that each page has of its own."""
    wide = [is_landscape(page) for page in pages]
    data = {"labels": [{"text": text, "is_wide": is_wide} for text, is_wide in zip(labels, wide, strict=True)]}
    with pikepdf.open(io.BytesIO(compile_template("numbers", data, day, is_tagged=False))) as source:
        for page, mark in zip(pages, source.pages, strict=True):
            form = target.make_indirect(target.copy_foreign(mark.as_form_xobject()))
            own_resources(page, {"/XObject": {"/GrBundle": form}})
            add_drawing(target, page, b"/Artifact <</Type /Pagination>> BDC q /GrBundle Do Q EMC")
