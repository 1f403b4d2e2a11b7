"""How much a page unpacks to: streams are unpacked once, within a budget, before anything else touches them."""

import re
import zlib

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from documents.rejection import Rejected

MAX_STREAM = 64 * 1024 * 1024
MAX_FILE = 256 * 1024 * 1024
MAX_IMAGE_PIXELS = 150_000_000
MAX_DEPTH = 40
_PICTURE_FILTERS = {Name.DCTDecode, Name.JPXDecode, Name.CCITTFaxDecode, Name.JBIG2Decode}
_REFERENCE = re.compile(rb"\b(\d{1,7}) (\d{1,5}) R\b")


class Budget:
    """Counts what one file unpacks to; raises `Rejected` beyond the limits. Each object is weighed once."""

    def __init__(self) -> None:
        self.spent = 0
        self.seen: set[tuple[int, int]] = set()

    def weigh_page(self, page: Page) -> None:
        """Unpack the page's own content and everything its resources name."""
        waiting: list[tuple[object, int]] = [(page.obj.get("/Contents"), 0), (page.resources, 0)]
        while waiting:
            thing, depth = waiting.pop()
            if not isinstance(thing, Dictionary | Array | Stream) or self._is_known(thing):
                continue
            if depth > MAX_DEPTH:
                raise Rejected("bomb")
            if isinstance(thing, Stream):
                self._weigh_stream(thing)
            waiting += [(child, depth + 1) for child in _children(thing)]

    def _is_known(self, thing: Object) -> bool:
        if not thing.is_indirect:
            return False
        is_known = thing.objgen in self.seen
        self.seen.add(thing.objgen)
        return is_known

    def _weigh_stream(self, stream: Stream) -> None:
        if "/F" in stream:
            raise Rejected("elsewhere")
        filters = _filters(stream)
        if stream.get("/Subtype") == Name.Image:
            if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MAX_IMAGE_PIXELS:
                raise Rejected("too_many_pixels")
            if len(filters) <= 1 or (len(filters) == 2 and filters[1] in _PICTURE_FILTERS):
                return
        self.spent += _unpacked_size(stream, filters)
        if self.spent > MAX_FILE:
            raise Rejected("bomb")


def has_gaps(source: Pdf, data: bytes) -> bool:
    """Whether a mended file names objects that are gone, or has a page without content: it was cut off."""
    if any("/Contents" not in page.obj for page in source.pages):
        return True
    named = {(int(number), int(generation)) for number, generation in _REFERENCE.findall(data)}
    return not named <= {thing.objgen for thing in source.objects if thing is not None}


def _children(thing: Object) -> list[object]:
    if isinstance(thing, Array):
        return list(thing)
    return [thing.get(key) for key in list(thing.keys()) if key != "/Parent"]


def _filters(stream: Stream) -> list[Object]:
    entry = stream.get("/Filter")
    if entry is None:
        return []
    return list(entry) if isinstance(entry, Array) else [entry]


def _unpacked_size(stream: Stream, filters: list[Object]) -> int:
    """The size after unpacking; Flate is unpacked here in steps, so that a bomb never unfolds."""
    data = stream.read_raw_bytes()
    while filters and filters[0] in (Name.FlateDecode, Name.Fl) and "/DecodeParms" not in stream:
        data, filters = _inflate(data), filters[1:]
    if not filters or filters[-1] in _PICTURE_FILTERS:
        return len(data)
    if len(data) * 1100 ** min(len(filters), 3) > MAX_FILE and len(filters) > 2:
        raise Rejected("bomb")
    return len(stream.read_bytes())


def _inflate(data: bytes) -> bytes:
    """Flate within the limit. A cut-off end is let through only if something came out, as viewers do."""
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, MAX_STREAM)
    except zlib.error as error:
        raise Rejected("damaged") from error
    if unpacker.unconsumed_tail:
        raise Rejected("bomb")
    if data.strip() and not unpacker.eof and not unpacked:
        raise Rejected("damaged")
    return unpacked
