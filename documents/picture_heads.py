"""What a compressed picture says of its own size: viewers believe that, not the numbers beside it in a PDF.

Only heads are read, nothing is unpacked. A head that cannot be read has no pixels; then nobody unpacks it either.
"""

from collections.abc import Callable, Iterator

_START, _SIZE_OF_JPX = b"\xff\xd8", b"\xff\x4f\xff\x51"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xDA)}
_SCAN = 0xDA
_PAGE, _REGIONS = 48, {4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43}
"""Kinds of segments that begin with width and height (ISO 14492, 7.3)."""
_UNKNOWN = 0xFFFFFFFF


def jpeg_pixels(data: bytes) -> int:
    """Of the largest frame before the first scan (ISO 10918-1, B.2)."""
    most, place = 0, data.find(_START) + 2
    while 2 <= place < len(data) - 3 and data[place] == 0xFF:
        kind = data[place + 1]
        if kind == _SCAN:
            break
        if kind in _FRAMES:
            most = max(most, _number(data, place + 5, 2) * _number(data, place + 7, 2))
        place += 1 if kind == 0xFF else 2 if kind in _WITHOUT_LENGTH else 2 + max(_number(data, place + 2, 2), 2)
    return most


def jpx_pixels(data: bytes) -> int:
    """Of the grid on which all tiles lie (ISO 15444-1, A.5.1)."""
    place = data.find(_SIZE_OF_JPX)
    if place < 0:
        return 0
    return _number(data, place + 8, 4) * _number(data, place + 12, 4)


def jbig2_pixels(data: bytes) -> int:
    """Of the largest page or region."""
    return max((wide * high for wide, high in _areas(data)), default=0)


def _areas(data: bytes) -> Iterator[tuple[int, int]]:
    """Width and height from each segment that has them, as far as segments can be followed (ISO 14492, 7.2)."""
    place = 0
    while place + 11 <= len(data):
        number, flags = _number(data, place, 4), data[place + 4]
        referred = data[place + 5] >> 5
        place += 5
        if referred == 7:
            referred = _number(data, place, 4) & 0x1FFFFFFF
            place += 4 + (referred + 8) // 8
        else:
            place += 1
        place += referred * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 0x40 else 1)
        length = _number(data, place, 4)
        place += 4
        if flags & 0x3F == _PAGE or flags & 0x3F in _REGIONS:
            wide, high = _number(data, place, 4), _number(data, place + 4, 4)
            yield wide, high if high != _UNKNOWN else 0
        if length == _UNKNOWN:
            return
        place += length


def _number(data: bytes, place: int, size: int) -> int:
    return int.from_bytes(data[place : place + size])


PIXELS: dict[str, Callable[[bytes], int]] = {
    "/DCTDecode": jpeg_pixels,
    "/DCT": jpeg_pixels,
    "/JPXDecode": jpx_pixels,
    "/JBIG2Decode": jbig2_pixels,
}
"""By the filter of a PDF that unpacks such a picture."""
