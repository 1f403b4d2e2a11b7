"""How much a page unpacks to: streams are unpacked once, within a budget, before anything else touches them."""

import re
import zlib
from collections import Counter, deque
from collections.abc import Iterator
from math import prod

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from documents.picture_heads import PIXELS
from documents.rejection import Rejected

MAX_STREAM = 48 * 1024 * 1024
MAX_FILE = 256 * 1024 * 1024
_STEP = 4096
"""Packed bytes that are unpacked at once."""
MAX_DRAWN = 256 * 1024 * 1024
"""Bytes of content that a viewer works through for one page, each form as often as it is drawn."""
_EACH_DRAWING = 256
"""Bytes of content that take as long as beginning a form once more."""
MAX_IMAGE_PIXELS = 150_000_000
MAX_DEPTH = 40
_MOST_PACKED = 1032
"""How many bytes one byte of Flate can unfold to."""
_LOOSE = 16
"""A picture may unfold to so many times what its size needs before anybody counts."""
_PICTURE_FILTERS = {Name.DCTDecode, Name.JPXDecode, Name.CCITTFaxDecode, Name.JBIG2Decode}
_FILTERS = {
    "/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx",
    "/RunLengthDecode", "/RL", "/CCITTFaxDecode", "/CCF", "/DCTDecode", "/DCT", "/JBIG2Decode", "/JPXDecode", "/Crypt",
}  # fmt: skip
"""All that a viewer can undo (ISO 32000-2, 7.4); what is packed otherwise stays away without a word."""
NAMED_BY_FILE = frozenset(
    {
        "/Font",
        "/XObject",
        "/ExtGState",
        "/ColorSpace",
        "/Pattern",
        "/Shading",
        "/Properties",
        "/CharProcs",
        "/Colorants",
    }
)
"""Where a dictionary's own keys are names that the file chose, such as ``A`` for the glyph of that letter."""
_REFERENCE = re.compile(rb"\b(\d{1,7}) (\d{1,5}) R\b")
_WRITTEN = re.compile(rb"\b(\d{1,7})\s+(\d{1,5})\s+$")
_USES = re.compile(
    rb"/([^\s/<>\[\](){}%]+)(?:\s|%[^\r\n]*[\r\n])*(?:[-+.\d]+(?:\s|%[^\r\n]*[\r\n])*)?(Do|Tf|gs|sh|scn|SCN)\b"
)
_BRACKETS = re.compile(rb"\\.|[()]", re.DOTALL)
_KINDS = {"Tf": "/Font", "gs": "/ExtGState", "sh": "/Shading", "scn": "/Pattern", "SCN": "/Pattern"}
"""Kinds of resources that operators take by name, beside pictures and forms."""
_IN_CONTENT = re.compile(rb"\bBI\s(.{1,500}?)\sID\s", re.DOTALL)
_SIDES = re.compile(rb"/(?:W|H|Width|Height)\s+(\d{1,10})\b")
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
ObjectId = tuple[int, int]


class Budget:
    """Counts what one file unpacks to; raises `Rejected` beyond the limits. Each object is weighed once.

    `lacks` tells whether some content draws with a font, picture or form that is not there, or ends inside a text.
    """

    def __init__(self) -> None:
        self.spent = 0
        self.seen: set[tuple[ObjectId, bool]] = set()
        self.content: dict[ObjectId, tuple[int, Counter[tuple[str, str]]]] = {}
        self.drawn: dict[ObjectId, int] = {}
        self.uneven: set[ObjectId] = set()
        self.lacks = False

    def weigh_page(self, page: Page) -> None:
        """Unpack the page's own content and everything its resources name."""
        waiting: deque[tuple[object, int, bool]] = deque(
            ((page.obj.get("/Contents"), 0, False), (page.resources, 0, False))
        )
        while waiting:
            thing, depth, has_names = waiting.popleft()  # by the shortest way to each, in whatever order keys come
            if not isinstance(thing, Dictionary | Array | Stream) or self._is_known(thing, has_names):
                continue
            if depth > MAX_DEPTH:
                raise Rejected("bomb")
            if isinstance(thing, Stream):
                self._weigh_stream(thing)
            waiting += [(child, depth + 1, key in NAMED_BY_FILE) for key, child in _children(thing, has_names)]
        contents = page.obj.get("/Contents")
        pieces = list(contents) if isinstance(contents, Array) else [contents]
        if sum(self._drawn_by(piece, page.resources) for piece in pieces if isinstance(piece, Stream)) > MAX_DRAWN:
            raise Rejected("bomb")

    def content_size(self) -> int:
        """Bytes of all that draws, each piece once."""
        return sum(size for size, _ in self.content.values())

    def _drawn_by(self, stream: Stream, resources: Object) -> int:
        """Bytes of content that drawing this one takes; viewers stop where a form draws itself."""
        if stream.objgen in self.drawn:
            return self.drawn[stream.objgen]
        self.drawn[stream.objgen] = 0
        self.lacks |= stream.objgen in self.uneven and _ends_in_text(_unpacked(stream, _filters(stream)))
        total, uses = self.content.get(stream.objgen, (0, Counter()))
        known = stream.get("/Resources", resources)
        for (name, operator), times in uses.items():
            thing = _resource(_KINDS.get(operator, "/XObject"), name, known, resources)
            if operator == "Do" and isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form:
                total += times * (_EACH_DRAWING + self._drawn_by(thing, known))
            elif name.isascii():
                is_picture = isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image
                self.lacks |= thing is None or (operator == "Do" and not is_picture)
        self.drawn[stream.objgen] = total
        return total

    def _is_known(self, thing: Object, has_names: bool) -> bool:
        if not thing.is_indirect:
            return False
        is_known = (thing.objgen, has_names) in self.seen
        self.seen.add((thing.objgen, has_names))
        return is_known

    def _weigh_stream(self, stream: Stream) -> None:
        if "/F" in stream:
            raise Rejected("elsewhere")
        filters = _filters(stream)
        if not all(str(one) in _FILTERS for one in filters):
            raise Rejected("damaged")
        if stream.get("/Subtype") == Name.Image:
            _weigh_picture(stream, filters)
            if len(filters) <= 1 or (len(filters) == 2 and filters[1] in _PICTURE_FILTERS):
                return
        data = _unpacked(stream, filters)
        self.spent += len(data)
        if self.spent > MAX_FILE:
            raise Rejected("bomb")
        if any(_pixels_stated(found[1]) > MAX_IMAGE_PIXELS for found in _IN_CONTENT.finditer(data)):
            raise Rejected("too_many_pixels")
        if data.count(b"(") - data.count(rb"\(") != data.count(b")") - data.count(rb"\)"):
            self.uneven.add(stream.objgen)
        self.content[stream.objgen] = (
            len(data),
            Counter((_name(use[1]), use[2].decode()) for use in _USES.finditer(data)),
        )


def unpacked_size(stream: Stream) -> int:
    """Bytes that come out of its filters; raises `Rejected` where they are too many."""
    return len(_unpacked(stream, _filters(stream)))


def has_gaps(source: Pdf, data: bytes) -> bool:
    """Whether a mended file names objects that are gone, or has a page without content: it was cut off."""
    if any("/Contents" not in page.obj for page in source.pages):
        return True
    named = {(int(number), int(generation)) for number, generation in _REFERENCE.findall(data)}
    return any(source.get_object(one) is None for one in named)


def hides_objects(source: Pdf, data: bytes) -> bool:
    """Whether objects are written in the file and named there, though its table knows none by their number."""
    pieces = data.split(b"obj")[:-1]
    written = {(int(match[1]), int(match[2])) for piece in pieces if (match := _WRITTEN.search(piece[-16:]))}
    hidden = {one for one in written if source.get_object(one) is None}
    return bool(hidden) and any((int(one), int(two)) in hidden for one, two in _REFERENCE.findall(data))


def ends_unfinished(data: bytes) -> bool:
    """Whether a later section of the file was begun and never ended."""
    return bool(re.search(rb"\d\s+\d+\s+obj\b", data[data.rfind(b"%%EOF") :])) and b"%%EOF" in data


def lost_pages(source: Pdf) -> bool:
    """Whether the page tree counts more pages than it holds, or has a branch that leads nowhere."""
    stated = source.Root.Pages.get("/Count", 0)
    if isinstance(stated, int) and stated > len(source.pages):
        return True
    seen: set[ObjectId] = set()
    waiting = [source.Root.Pages]
    while waiting:
        branch = waiting.pop()
        kids = branch.get("/Kids")
        if kids is None or branch.objgen in seen:
            continue
        seen.add(branch.objgen)
        if not isinstance(kids, Array):
            return True
        waiting += [kid for kid in kids if isinstance(kid, Dictionary)]
    return False


def _ends_in_text(content: bytes | bytearray) -> bool:
    """Whether a text was opened and never closed; whatever is drawn behind it would be swallowed."""
    if _IN_CONTENT.search(content):
        return False
    depth = 0
    for match in _BRACKETS.finditer(content):
        depth = max(depth + (1 if match[0] == b"(" else -1 if match[0] == b")" else 0), 0)
    return depth > 0


def _resource(kind: str, name: str, *known: Object) -> object:
    """What goes by that name in the first resources that have it; what a form lacks may be its page's."""
    for resources in known:
        named = resources.get(kind) if isinstance(resources, Dictionary) else None
        if isinstance(named, Dictionary) and name in named:
            return named.get(name)
    return None


def _children(thing: Object, has_names: bool) -> list[tuple[str, object]]:
    """With their keys; a parent leads out of what the page draws, unless it is but a name."""
    if isinstance(thing, Array):
        return [("", child) for child in thing]
    return [(key, thing.get(key)) for key in list(thing.keys()) if has_names or key != "/Parent"]


def _filters(stream: Stream) -> list[Object]:
    entry = stream.get("/Filter")
    if entry is None:
        return []
    return list(entry) if isinstance(entry, Array) else [entry]


def _pixels_stated(entries: bytes) -> int:
    """Of a picture that stands in the content itself."""
    sides = [int(side) for side in _SIDES.findall(entries)]
    return prod(sides) if len(sides) == 2 else 0


def _name(written: bytes) -> str:
    """A name as dictionaries know it."""
    return "/" + _ESCAPED.sub(lambda escaped: bytes([int(escaped[1], 16)]), written).decode("utf-8", "replace")


def _weigh_picture(stream: Stream, filters: list[Object]) -> None:
    """Refuse a picture that is too large by what stands beside it or by its own head, or that unfolds to far more."""
    stated = abs(int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)))
    if max(stated, _own_pixels(stream, filters)) > MAX_IMAGE_PIXELS:
        raise Rejected("too_many_pixels")
    if filters == [Name.FlateDecode]:
        packed = stream.read_raw_bytes()
        needed = 8 * stated + MAX_STREAM // 64
        if len(packed) * _MOST_PACKED > _LOOSE * needed and _unfolds_beyond(packed, _LOOSE * needed):
            raise Rejected("bomb")


def _own_pixels(stream: Stream, filters: list[Object]) -> int:
    if not filters:
        return 0
    if filters[-1] in (Name.CCITTFaxDecode, Name.CCF):
        return _fax_pixels(stream)
    pixels = PIXELS.get(str(filters[-1]))
    if pixels is None or len(filters) > 2:
        return 0
    data = stream.read_raw_bytes()
    return pixels(bytes(_inflate(data)) if filters[0] == Name.FlateDecode else data)


def _fax_pixels(stream: Stream) -> int:
    """By the parameters of the last filter; a width that is not named is 1,728 (ISO 32000-1, 7.4.6)."""
    entry = stream.get("/DecodeParms", Dictionary())
    parameters = list(entry)[-1] if isinstance(entry, Array) and len(entry) else entry
    if not isinstance(parameters, Dictionary):
        return 0
    rows = int(parameters.get("/Rows", 0)) or int(stream.get("/Height", 0))
    return abs(int(parameters.get("/Columns", 1728)) * rows)


def _unfolds_beyond(packed: bytes, most: int) -> bool:
    """Whether Flate gives more than so many bytes; nothing of it is kept."""
    counted = 0
    try:
        for piece in _pieces(packed, zlib.decompressobj()):
            counted += len(piece)
            if counted > most:
                return True
    except zlib.error:
        return False  # viewers show what came out until here
    return False


def _pieces(packed: bytes | bytearray, unpacker: "zlib._Decompress") -> Iterator[bytes]:
    """What Flate gives, piece by piece, none of them longer than `_STEP` bytes can unfold to."""
    for at in range(0, len(packed), _STEP):
        yield unpacker.decompress(packed[at : at + _STEP])
        if unpacker.eof:
            return


def _unpacked(stream: Stream, filters: list[Object]) -> bytes | bytearray:
    """What comes out; Flate is unpacked here in steps, so that a bomb never unfolds."""
    data: bytes | bytearray = stream.read_raw_bytes()
    while filters and filters[0] in (Name.FlateDecode, Name.Fl) and "/DecodeParms" not in stream:
        data, filters = _inflate(data), filters[1:]
    if not filters or filters[-1] in _PICTURE_FILTERS:
        return data
    if len(data) * 1100 ** min(len(filters), 3) > MAX_FILE and len(filters) > 2:
        raise Rejected("bomb")
    return stream.read_bytes()


def _inflate(data: bytes | bytearray) -> bytearray:
    """Flate within the limit. A cut-off end is let through only if something came out, as viewers do."""
    unpacker, unpacked = zlib.decompressobj(), bytearray()
    try:
        for piece in _pieces(data, unpacker):
            unpacked += piece
            if len(unpacked) > MAX_STREAM:
                raise Rejected("bomb")
    except zlib.error as error:
        raise Rejected("damaged") from error
    if data.strip() and not unpacker.eof and not unpacked:
        raise Rejected("damaged")
    return unpacked
