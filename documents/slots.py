"""Room for a reader's mark: each page draws an empty form on top, so that a copy needs no look at its pages.

`filled` keeps all bytes of the document but its table of objects (a cross-reference stream, ISO 32000-1, 7.5.8), which
is written anew behind the objects of the mark. Cutting the file shorter gives back no unmarked document.
"""

import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from documents.locking import written
from documents.overlays import add_drawing, own_resources
from documents.sheet import LONG, SHORT

SLOT = "/GrCopy"
DRAWING = b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q /GrCopy Do Q EMC"
WIDTHS = (1, 5, 2)
"""Bytes of the three numbers in a row of the table: what kind of place, where, and which in there."""


@dataclass(frozen=True, slots=True)
class Slots:
    """The empty forms of one document, one per orientation."""

    target: Pdf
    portrait: Object
    landscape: Object

    @classmethod
    def for_document(cls, target: Pdf) -> Self:
        return cls(target, *(_empty(target, box) for box in ((SHORT, LONG), (LONG, SHORT))))

    def for_page(self, page: Page) -> Object:
        return self.landscape if is_landscape(page) else self.portrait

    def reserve(self, pages: Iterable[Page]) -> None:
        """Let each page draw a slot over all else; one that does so already keeps its own."""
        for page in pages:
            if _slot_of(page) is None:
                own_resources(page, {"/XObject": {SLOT: self.for_page(page)}})
                add_drawing(self.target, page, DRAWING)


def is_landscape(page: Page) -> bool:
    return float(page.mediabox[2]) > float(page.mediabox[3])


def with_slots(pdf: bytes) -> bytes:
    """The document with a slot on each page."""
    with pikepdf.open(io.BytesIO(pdf)) as target:
        Slots.for_document(target).reserve(target.pages)
        return written(target)


def fill(target: Pdf, marks: bytes) -> None:
    """Put a mark in each slot of an open document that is about to be written; `marks` as for `filled`."""
    Slots.for_document(target).reserve(target.pages)
    with pikepdf.open(io.BytesIO(marks)) as source:
        forms = [target.make_indirect(target.copy_foreign(page.as_form_xobject())) for page in source.pages]
    for number, is_wide in (_slots(target) or {}).items():
        slot = target.get_object(number, 0)
        slot.write(b"/GrMark Do")
        slot.BBox, slot.Resources = forms[is_wide].BBox, Dictionary(XObject=Dictionary(GrMark=forms[is_wide]))


def filled(pdf: bytes, marks: bytes) -> bytes:
    """The document with a mark in each slot; `marks` are two pages, for portrait and landscape.

    The document is as `locking.written` leaves it, unencrypted. Equal input gives equal bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(io.BytesIO(marks)) as source:
        slots = _slots(document)
        if slots is None:
            return filled(with_slots(pdf), marks)
        start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
        number = int(pdf[start : start + 20].split()[0])
        table = document.get_object(number, 0)
        forms = [source.make_indirect(page.as_form_xobject()) for page in source.pages]
        adding = _Adding(start, int(table.Size))
        for slot, is_wide in slots.items():
            adding.write(slot, forms[is_wide])
        adding.write_rest()
        return b"".join([memoryview(pdf)[:start], *adding.pieces, *_ending(table, number, adding)])


def _empty(target: Pdf, box: tuple[float, float]) -> Object:
    return target.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *box]))


def _slot_of(page: Page) -> Object | None:
    found: Object | None = page.resources.get("/XObject", Dictionary()).get(SLOT)
    return found


def _slots(document: Pdf) -> dict[int, bool] | None:
    """The numbers of all slots, and whether each lies on landscape pages; None if a page has none."""
    slots: dict[int, bool] = {}
    for page in document.pages:
        slot = _slot_of(page)
        if slot is None:
            return None
        if slot.objgen[0] not in slots:
            slots[slot.objgen[0]] = is_landscape(page)
    return slots


@dataclass(slots=True)
class _Adding:
    """Objects of another document, written with numbers from `following` on, the first of them at byte `place`."""

    place: int
    following: int
    pieces: list[bytes] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    waiting: list[Object] = field(default_factory=list)

    def write(self, number: int, thing: Object) -> None:
        said = self._inside(thing)
        if isinstance(thing, Stream):
            data = thing.read_raw_bytes()
            said = said[:-2] + b"/Length %d >>\nstream\n%s\nendstream" % (len(data), data)
        piece = b"%d 0 obj\n%s\nendobj\n" % (number, said)
        self.places[number] = self.place
        self.pieces.append(piece)
        self.place += len(piece)

    def write_rest(self) -> None:
        """All that those written so far speak of."""
        while self.waiting:
            thing = self.waiting.pop(0)
            self.write(self.numbers[thing.objgen], thing)

    def _said(self, thing: object) -> bytes:
        if isinstance(thing, Object) and thing.is_indirect:
            if thing.objgen not in self.numbers:
                self.numbers[thing.objgen] = self.following
                self.following += 1
                self.waiting.append(thing)
            return b"%d 0 R" % self.numbers[thing.objgen]
        return self._inside(thing)

    def _inside(self, thing: object) -> bytes:
        if isinstance(thing, Dictionary | Stream):
            return b"<< %s >>" % b" ".join(
                Name(key).unparse() + b" " + self._said(one) for key, one in thing.items() if key != "/Length"
            )
        if isinstance(thing, Array):
            return b"[ %s ]" % b" ".join(map(self._said, list(thing)))
        return Array([thing]).unparse()[1:-1].strip()


def _ending(table: Object, number: int, adding: _Adding) -> Iterator[bytes]:
    """The table with the added objects and itself, and where it stands."""
    rows = b"".join(_rows(table, {**adding.places, number: adding.place}, adding.following))
    packed = zlib.compress(rows)
    identifier = hashlib.sha256(b"".join([bytes(table.ID[0]), *adding.pieces])).digest()[:16]
    said = Dictionary(
        Type=Name.XRef,
        Size=adding.following,
        W=Array(WIDTHS),
        Filter=Name.FlateDecode,
        Length=len(packed),
        ID=Array([String(identifier)] * 2),
    )
    kept = b" ".join(
        key.encode("ascii") + b" %d %d R" % table[key].objgen for key in ("/Root", "/Info") if key in table
    )
    yield b"%d 0 obj\n%s %s >>\nstream\n%s\nendstream\nendobj\n" % (number, said.unparse()[:-2], kept, packed)
    yield b"startxref\n%d\n%%%%EOF\n" % adding.place


def _rows(table: Object, places: Mapping[int, int], size: int) -> Iterator[bytes]:
    """A row for each object up to `size`; all but those with new `places` say what they said before."""
    kind, place, inside = (int(width) for width in table.W)
    rows = io.BytesIO(table.read_bytes())
    for number in range(size):
        row = [int.from_bytes(rows.read(width)) for width in (kind, place, inside)]
        if number in places:
            row = [1, places[number], 0]
        yield b"".join(value.to_bytes(width) for value, width in zip(row, WIDTHS, strict=True))
