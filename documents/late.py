"""Long streams of files that are joined: left out while their pages are, and read again once the document is written.

pikepdf copies all data of a page into memory at once. So each long stream first becomes a short token, and the document
that is written with tokens in it, `file_objects.Writing.moved`, gets the data back one stream at a time.
"""

import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

LONG = 16 * 1024
"""Bytes from which a stream is left out."""
MOST_OPEN = 32 * 1024 * 1024
"""Bytes of files that are kept open, since what a document holds of them does not stand in one place."""
_LEFT_ALONE = {"/FlateDecode", "/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode"}
"""Filters of data that is written as it is."""
_SIGN, _NUMBER = 16, 8


@dataclass(slots=True)
class Late:
    """What was left out of one document. Its tokens cannot be guessed, so no file can pretend to hold one."""

    sign: bytes = field(default_factory=lambda: secrets.token_bytes(_SIGN))
    kept: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    files: list[Callable[[], bytes]] = field(default_factory=list)
    opened: dict[int, tuple[Pdf, int]] = field(default_factory=dict)

    def leave_out(self, source: Pdf, read: Callable[[], bytes]) -> None:
        """Take the long streams out of an open file; `read` gives the same bytes of it again."""
        self.files.append(read)
        for thing in source.objects:
            if isinstance(thing, Stream) and _is_left_out(thing):
                token = self.sign + len(self.kept).to_bytes(_NUMBER)
                self.kept.append((len(self.files) - 1, thing.objgen))
                packed, parameters = thing.get("/Filter"), thing.get("/DecodeParms")
                assert isinstance(packed, Name)
                assert isinstance(parameters, Dictionary | None)
                thing.write(token, filter=packed, decode_parms=parameters, type_check=False)

    def put_in(self, data: bytes) -> bytes:
        """What the token stands for; anything else as it is."""
        if len(data) != _SIGN + _NUMBER or not data.startswith(self.sign):
            return data
        file, objgen = self.kept[int.from_bytes(data[_SIGN:])]
        return self._open(file).get_object(objgen).read_raw_bytes()

    def _open(self, file: int) -> Pdf:
        if file in self.opened:
            return self.opened[file][0]
        data = self.files[file]()
        while self.opened and sum(size for _pdf, size in self.opened.values()) + len(data) > MOST_OPEN:
            self.opened.pop(next(iter(self.opened)))[0].close()
        self.opened[file] = pikepdf.open(io.BytesIO(data)), len(data)
        return self.opened[file][0]

    def close(self) -> None:
        while self.opened:
            self.opened.popitem()[1][0].close()


def _is_left_out(thing: Object) -> bool:
    parameters = thing.get("/DecodeParms")
    return (
        int(thing.Length) >= LONG
        and isinstance(thing.get("/Filter"), Name)
        and str(thing.Filter) in _LEFT_ALONE
        and (parameters is None or isinstance(parameters, Dictionary))
    )
