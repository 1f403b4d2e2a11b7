"""How much a page unpacks to: streams are unpacked once, within a budget, before anything else touches them."""

import zlib

from pikepdf import Array, Dictionary, Name, Object, Page, Stream

from documents.rejection import Rejected

MAX_STREAM = 64 * 1024 * 1024
MAX_FILE = 256 * 1024 * 1024
MAX_IMAGE_PIXELS = 150_000_000
MAX_DEPTH = 40
_PICTURE_FILTERS = {Name.DCTDecode, Name.JPXDecode, Name.CCITTFaxDecode, Name.JBIG2Decode}
_STEP = 1 << 20


class Budget:
    """Counts what one file unpacks to; raises `Rejected` beyond the limits. Each object is weighed once."""

    def __init__(self) -> None:
        self.spent = 0
        self.seen: set[tuple[int, int]] = set()

    def weigh_page(self, page: Page, *, must_be_whole: bool) -> None:
        """Unpack the page's own content and everything its resources name."""
        self._weigh(page.obj.get("/Contents"), must_be_whole, 0)
        self._weigh(page.resources, must_be_whole, 0)

    def _weigh(self, root: object, must_be_whole: bool, depth: int) -> None:
        waiting = [(root, depth)]
        while waiting:
            thing, level = waiting.pop()
            if not isinstance(thing, Dictionary | Array | Stream):
                continue
            if level > MAX_DEPTH:
                raise Rejected("bomb")
            if thing.is_indirect:
                if thing.objgen in self.seen:
                    continue
                self.seen.add(thing.objgen)
            if isinstance(thing, Stream):
                self._weigh_stream(thing)
            children = [thing.get(key) for key in thing.keys() if key != "/Parent"] if not isinstance(thing, Array) else list(thing)  # noqa: SIM118
            if must_be_whole and any(child is None for child in children):
                raise Rejected("damaged")
            waiting += [(child, level + 1) for child in children]

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
