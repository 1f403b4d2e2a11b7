"""A file that `locking.written` made, written anew object by object: nothing in it is unpacked or understood.

Such a file keeps small objects in streams, has a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8) and is not
encrypted. Data may be put in and locked on the way, so that neither the longest parts nor the result are ever held
whole: all is given out in pieces.
"""

import io
import re
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol, Self

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

WIDTHS = (1, 5, 2)
"""Bytes of the three numbers in a row of the table: what kind of place, where, and which in there."""
ROW = sum(WIDTHS)
SHORT = 64 * 1024
"""Bytes up to which a stream is one piece."""
PIECE_BYTES = 1024 * 1024
"""Bytes of what is kept as it is that are read at a time."""
END_BYTES = 64
"""Bytes at the end of a file in which it says where its table begins."""
Buffer = bytes | memoryview
_BEGIN, _END = b">>\nstream\n", b"\nendstream\nendobj\n"
_LENGTH = re.compile(rb"/Length (\d+)(?![\d.]| \d+ R)")
_TEXT = re.compile(rb"\(|<[0-9A-Fa-f>]")
"""Begins a string in a dictionary."""


class Lock(Protocol):
    """Encrypts the data and strings of one file; see `locking`."""

    @property
    def opening(self) -> bytes:
        """The dictionary that readers open the file with."""

    @property
    def identifier(self) -> bytes:
        """Of the file."""

    def locked(self, data: Buffer) -> Iterator[bytes]:
        """The data in pieces, of as many bytes as `locked_length` tells."""

    def locked_length(self, length: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Laid:
    """Where everything stands in such a file: the table `number` begins at byte `start`."""

    file: BinaryIO
    document: Pdf
    start: int
    number: int
    table: Object

    @classmethod
    def of(cls, file: BinaryIO, document: Pdf) -> Self:
        """`document` is the same file, open."""
        file.seek(-min(END_BYTES, file.seek(0, io.SEEK_END)), io.SEEK_END)
        end = file.read()
        start = int(end[end.rindex(b"startxref") :].split()[1])
        file.seek(start)
        number = int(file.read(20).split()[0])
        return cls(file, document, start, number, document.get_object(number, 0))

    def between(self, begin: int, end: int) -> bytes:
        self.file.seek(begin)
        return self.file.read(end - begin)

    @property
    def size(self) -> int:
        """One more than the highest number of an object."""
        return int(self.table.Size)

    def rows(self) -> bytearray:
        """Its table, as `WIDTHS` has it."""
        kind, place, inside = (int(width) for width in self.table.W)
        rows, step, cut = self.table.read_bytes(), kind + place + inside, kind + place
        far, near = bytes(WIDTHS[1] - place), bytes(WIDTHS[2] - inside)
        return bytearray(
            b"".join(
                rows[at : at + kind] + far + rows[at + kind : at + cut] + near + rows[at + cut : at + step]
                for at in range(0, len(rows), step)
            )
        )

    def places(self) -> list[tuple[int, int]]:
        """The place and number of each object that stands in no other, in order, but for the table."""
        rows = self.rows()
        found = [
            (int.from_bytes(rows[at + 1 : at + 1 + WIDTHS[1]]), at // ROW)
            for at in range(0, len(rows), ROW)
            if rows[at] == 1
        ]
        return sorted(one for one in found if one[1] != self.number)


@dataclass(slots=True)
class Writing:
    """Objects of a new file from byte `place` on; each method gives the bytes that come next."""

    place: int = 0
    lock: Lock | None = None
    places: dict[int, int] = field(default_factory=dict)

    def thing(self, number: int, thing: Object, refer: Callable[[Object], int]) -> Iterator[Buffer]:
        """An object; `refer` gives the number of each that it speaks of."""
        said = said_of(thing, refer, self._string)
        if isinstance(thing, Stream):
            yield from self.data(number, said, thing.read_raw_bytes())
        else:
            yield self._put(number, said)

    def data(self, number: int, said: bytes, data: Buffer) -> Iterator[Buffer]:
        """A stream; `said` is its dictionary without a length."""
        length = len(data) if self.lock is None else self.lock.locked_length(len(data))
        head = b"%d 0 obj\n%b /Length %d >>\nstream\n" % (number, said[:-2].rstrip(), length)
        self.places[number] = self.place
        self.place += len(head) + length + len(_END)
        pieces = (data,) if self.lock is None else self.lock.locked(data)
        if length <= SHORT:
            yield b"".join([head, *pieces, _END])
        else:
            yield head
            yield from pieces
            yield _END

    def moved(
        self, laid: Laid, *, but: Collection[int] = (), put_in: Callable[[bytes], bytes] | None = None
    ) -> Iterator[Buffer]:
        """All of another file `but` some objects; `put_in` may exchange data."""
        places = laid.places()
        head = laid.between(0, places[0][0])
        self.place += len(head)
        yield head
        ends = [place for place, _number in places[1:]] + [laid.start]
        for (place, number), end in zip(places, ends, strict=True):
            if number not in but:
                yield from self._moved(laid, laid.between(place, end), number, put_in)

    def _moved(
        self, laid: Laid, found: bytes, number: int, put_in: Callable[[bytes], bytes] | None
    ) -> Iterator[Buffer]:
        begin = found.find(_BEGIN)
        head = found[:begin]
        lengths = _LENGTH.findall(head)
        if len(lengths) == 1 and b"endobj" not in head and not _TEXT.search(head):
            first = begin + len(_BEGIN)
            data: Buffer = memoryview(found)[first : first + int(lengths[0])]
            said = _LENGTH.sub(b"", head[head.index(b"<<") :]) + b">>"
        else:  # nothing to be sure of at a glance
            thing = laid.document.get_object(number, 0)
            if not isinstance(thing, Stream):
                yield self._put(number, said_of(thing, number_of, self._string))
                return
            data, said = thing.read_raw_bytes(), said_of(thing, number_of, self._string)
        yield from self.data(number, said, put_in(bytes(data)) if put_in is not None else data)

    def rest(self, laid: Laid, size: int, identifier: bytes) -> Iterator[Buffer]:
        """What ends the new file, which has less than `size` objects: how it is opened, and its table."""
        opening = b""
        if self.lock is not None:
            root = laid.document.Root
            root.Extensions = Dictionary(ADBE=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=8))
            yield from self.thing(number_of(root), root, number_of)
            yield self._put(size, self.lock.opening)
            opening = b" /Encrypt %d 0 R" % size
            size += 1
        rows = laid.rows()
        rows += bytes(ROW * (size - len(rows) // ROW))
        for number, place in {**self.places, laid.number: self.place}.items():
            rows[number * ROW : (number + 1) * ROW] = b"\x01" + place.to_bytes(WIDTHS[1]) + bytes(WIDTHS[2])
        packed = zlib.compress(rows, 1)
        said = b"<< /Type /XRef /Size %d /W [ %d %d %d ] /Filter /FlateDecode" % (size, *WIDTHS)
        for key in ("/Root", "/Info"):
            if key in laid.table:
                said += b" %b %d 0 R" % (key.encode("ascii"), number_of(laid.table[key]))
        said += b" /ID [ <%b> <%b> ]" % ((identifier.hex().encode("ascii"),) * 2)
        table = b"%d 0 obj\n%b%b /Length %d >>\nstream\n%b%b"
        yield table % (laid.number, said, opening, len(packed), packed, _END)
        yield b"startxref\n%d\n%%%%EOF\n" % self.place

    def _put(self, number: int, said: bytes) -> bytes:
        piece = b"%d 0 obj\n%b\nendobj\n" % (number, said)
        self.places[number] = self.place
        self.place += len(piece)
        return piece

    def _string(self, thing: String) -> bytes:
        if self.lock is None:
            return plain_string(thing)
        return b"<%b>" % b"".join(self.lock.locked(bytes(thing))).hex().encode("ascii")


def pieces_of(file: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    """The file's bytes from `begin` to before `end`, read as they are asked for."""
    for at in range(begin, end, PIECE_BYTES):
        file.seek(at)
        yield file.read(min(PIECE_BYTES, end - at))


def number_of(thing: Object) -> int:
    """Its number in its own file."""
    return thing.objgen[0]


def said_of(thing: object, refer: Callable[[Object], int], string: Callable[[String], bytes]) -> bytes:
    """An object as a file says it; of a stream its dictionary without a length."""

    def said(one: object) -> bytes:
        if isinstance(one, Object) and one.is_indirect:
            return b"%d 0 R" % refer(one)
        return said_of(one, refer, string)

    if isinstance(thing, Dictionary | Stream):
        left_out = ("/Length",) if isinstance(thing, Stream) else ()
        pairs = [Name(key).unparse() + b" " + said(one) for key, one in thing.items() if key not in left_out]
        return b"<< %b >>" % b" ".join(pairs)
    if isinstance(thing, Array):
        return b"[ %b ]" % b" ".join(map(said, list(thing)))
    if isinstance(thing, String):
        return string(thing)
    return Array([thing]).unparse()[1:-1].strip()


def plain_string(thing: String) -> bytes:
    """A string as a file says it."""
    return b"<%b>" % bytes(thing).hex().encode("ascii")
