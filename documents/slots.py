"""Room for a reader's mark: each page draws an empty form on top, so that a copy needs no look at its pages.

`new_end` keeps all bytes of the document but its table of objects, which is written anew behind the objects of the
mark. Cutting the file shorter gives back no unmarked document.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Self

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from documents.file_objects import Buffer, Laid, Lock, Writing, number_of, pieces_of
from documents.locking import IDENTIFIER_BYTES, written
from documents.overlays import add_drawing, own_resources
from documents.sheet import LONG, SHORT

SLOT = "/GrCopy"
DRAWING = b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q /GrCopy Do Q EMC"
LIST = "/GrSlots"
"""In the catalogue: all slots, those of portrait and those of landscape pages."""


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
        """Let each page draw a slot over all else; one that does so already keeps its own. All are listed."""
        listed: list[dict[tuple[int, int], Object]] = [{}, {}]
        for page in pages:
            slot = _slot_of(page)
            if slot is None:
                slot = self.for_page(page)
                own_resources(page, {"/XObject": {SLOT: slot}})
                add_drawing(self.target, page, DRAWING)
            if slot.objgen not in listed[0] and slot.objgen not in listed[1]:
                listed[is_landscape(page)][slot.objgen] = slot
        self.target.Root[LIST] = Array([Array(slots.values()) for slots in listed])


def is_landscape(page: Page) -> bool:
    return float(page.mediabox[2]) > float(page.mediabox[3])


def with_slots(pdf: bytes) -> bytes:
    """The document with a slot on each page."""
    with pikepdf.open(io.BytesIO(pdf)) as target:
        Slots.for_document(target).reserve(target.pages)
        return written(target)


def slotted(file: BinaryIO) -> BinaryIO:
    """The document in `file` with a slot on each page: as it is or, where it was compiled before there were any, read,
    closed and held in memory."""
    with pikepdf.open(file) as document:
        if LIST in document.Root or all(_slot_of(page) is not None for page in document.pages):
            return file
    with file:
        file.seek(0)
        return io.BytesIO(with_slots(file.read()))


@dataclass(frozen=True, slots=True)
class NewEnd:
    """What stands in a filled document from byte `place` on; before it, all is as it was in `file`."""

    file: BinaryIO
    place: int
    data: bytes
    identifier: bytes

    @property
    def length(self) -> int:
        """Bytes of the whole filled document."""
        return self.place + len(self.data)

    def __iter__(self) -> Iterator[Buffer]:
        """The whole filled document in pieces."""
        yield from pieces_of(self.file, 0, self.place)
        yield self.data


def new_end(file: BinaryIO, marks: bytes) -> NewEnd:
    """Fill each slot of a document without reading it, but for the few objects that are looked up.

    `file` is as `slotted` leaves it, open for reading from any place; `marks` are two pages, for portrait and
    landscape. Equal input gives equal bytes.
    """
    with pikepdf.open(file) as document, pikepdf.open(io.BytesIO(marks)) as source:
        laid = Laid.of(file, document)
        adding = _Adding(Writing(place=laid.start), laid.size)
        added = b"".join(adding.pieces(_forms(source, _slots(document))))
        identifier = hashlib.sha256(bytes(laid.table.ID[0]) + added).digest()[:IDENTIFIER_BYTES]
        rest = adding.writing.rest(laid, adding.following, identifier)
        return NewEnd(file, laid.start, b"".join([added, *rest]), identifier)


def locked(file: BinaryIO, marks: bytes, lock: Lock) -> Iterator[Buffer]:
    """The filled document in pieces, all of it written anew and locked; `file` and `marks` as for `new_end`."""
    with pikepdf.open(file) as document, pikepdf.open(io.BytesIO(marks)) as source:
        laid, slots = Laid.of(file, document), _slots(document)
        adding = _Adding(Writing(lock=lock), laid.size)
        yield from adding.writing.moved(laid, but=slots)
        yield from adding.pieces(_forms(source, slots))
        yield from adding.writing.rest(laid, adding.following, lock.identifier)


def _forms(marks: Pdf, slots: Mapping[int, bool]) -> dict[int, Object]:
    """What each slot is to draw."""
    forms = [marks.make_indirect(page.as_form_xobject()) for page in marks.pages]
    return {slot: forms[is_wide] for slot, is_wide in slots.items()}


def _empty(target: Pdf, box: tuple[float, float]) -> Object:
    return target.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *box]))


def _slot_of(page: Page) -> Object | None:
    found: Object | None = page.resources.get("/XObject", Dictionary()).get(SLOT)
    return found


def _slots(document: Pdf) -> dict[int, bool]:
    """The numbers of all slots, and whether each lies on landscape pages."""
    listed = document.Root.get(LIST)
    if listed is not None:
        return {number_of(slot): bool(is_wide) for is_wide, slots in enumerate(listed) for slot in list(slots)}
    slots: dict[int, bool] = {}
    for page in document.pages:  # compiled by an earlier version
        slots.setdefault(number_of(page.resources.XObject[SLOT]), is_landscape(page))
    return slots


@dataclass(slots=True)
class _Adding:
    """Objects of another document, written with numbers from `following` on."""

    writing: Writing
    following: int
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    waiting: list[Object] = field(default_factory=list)

    def pieces(self, things: Mapping[int, Object]) -> Iterator[Buffer]:
        """Objects under numbers that are given, and all that they speak of."""
        for number, thing in things.items():
            yield from self.writing.thing(number, thing, self._refer)
        while self.waiting:
            thing = self.waiting.pop(0)
            yield from self.writing.thing(self.numbers[thing.objgen], thing, self._refer)

    def _refer(self, thing: Object) -> int:
        if thing.objgen not in self.numbers:
            self.numbers[thing.objgen] = self.following
            self.following += 1
            self.waiting.append(thing)
        return self.numbers[thing.objgen]
