"""Pictures of the kinds that break their readers, inside a PDF and as files of their own; see `mutants.py`."""

import random
import zlib
from collections.abc import Callable

from pikepdf import Dictionary, Name, Pdf, String

from tests.documents import hostile
from tests.documents.handwritten import WORDS, raw, stream
from tests.documents.hostile import Change, heic, paper, picture

Made = tuple[Callable[[], bytes], int | str]
"""A file, and what the gate has to make of it: a number of pages, or the code of a refusal."""
FOLDED = hostile.packed(bytes(100_000_000), 1)
"""Unfolds to a hundred million zeros."""


def cut(data: bytes, eighths: int) -> bytes:
    return data[: len(data) * eighths // 8]


def image(data: bytes, **entries: object) -> Change:
    """A picture with this data, drawn on the first page."""

    def change(pdf: Pdf) -> None:
        known = {"Width": 40, "Height": 30, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray, **entries}
        drawn = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, **known)
        pdf.pages[0].obj.Resources.XObject = Dictionary(I=drawn)
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 24 Tf 50 50 Td (Guten Tag) Tj ET /I Do")

    return change


def in_memory(kind: str, size: tuple[int, int] = (40, 30), **how: object) -> bytes:
    return picture(size, kind=kind, **how)


def swollen_jpeg(wide: int, high: int) -> bytes:
    """A small JPEG whose own head claims another size."""
    data = bytearray(picture((40, 30)))
    head = data.index(b"\xff\xc0")
    data[head + 5 : head + 9] = high.to_bytes(2) + wide.to_bytes(2)
    return bytes(data)


def swollen_jpx(wide: int, high: int) -> bytes:
    data = bytearray(in_memory("JPEG2000"))
    head = data.index(b"\xff\x4f\xff\x51")
    data[head + 8 : head + 16] = wide.to_bytes(4) + high.to_bytes(4)
    return bytes(data)


def jbig2(wide: int, high: int) -> bytes:
    """The description of a page, and a region that lacks its data (ISO 14492, 7.2 and 7.4.8)."""
    page = (0).to_bytes(4) + bytes([48, 0, 1]) + (19).to_bytes(4) + wide.to_bytes(4) + high.to_bytes(4) + bytes(11)
    return (
        page + (1).to_bytes(4) + bytes([38, 0, 1]) + (18).to_bytes(4) + wide.to_bytes(4) + high.to_bytes(4) + bytes(10)
    )


def chunked_png(kind: bytes, data: bytes) -> bytes:
    """A small PNG with one more chunk after its head."""
    png = in_memory("PNG")
    chunk = len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
    return png[:33] + chunk + png[33:]


def sized_png(wide: int, high: int) -> bytes:
    png = bytearray(in_memory("PNG"))
    png[16:24] = wide.to_bytes(4) + high.to_bytes(4)
    png[29:33] = zlib.crc32(png[12:29]).to_bytes(4)
    return bytes(png)


def sized_heic(wide: int, high: int) -> bytes:
    data = bytearray(heic((64, 64)))
    place = data.index(b"ispe") + 8
    data[place : place + 8] = wide.to_bytes(4) + high.to_bytes(4)
    return bytes(data)


PICTURES_INSIDE: dict[str, Made] = {
    "jpeg inside": (lambda: paper(change=image(picture((40, 30), "L"), Filter=Name.DCTDecode)), 1),
    "jpeg of 4 gigapixels, said to be small": (
        lambda: paper(change=image(swollen_jpeg(65_500, 65_500), Filter=Name.DCTDecode)),
        "too_many_pixels",
    ),
    "jpeg that is none": (lambda: paper(change=image(b"no picture", Filter=Name.DCTDecode)), 1),
    "jpx inside": (lambda: paper(change=image(in_memory("JPEG2000"), Filter=Name.JPXDecode)), 1),
    "jpx of 3.6 gigapixels, said to be small": (
        lambda: paper(change=image(swollen_jpx(60_000, 60_000), Filter=Name.JPXDecode)),
        "too_many_pixels",
    ),
    "picture with an unknown filter": (
        lambda: paper(change=image(b"\x80" * 1_200, Filter=Name("/FlatXDecode"))),
        "damaged",
    ),
    "picture whose filter is a number": (lambda: paper(change=image(b"\x80" * 1_200, Filter=7)), "damaged"),
    "jbig2 inside": (lambda: paper(change=image(jbig2(40, 30), Filter=Name.JBIG2Decode, BitsPerComponent=1)), 1),
    "jbig2 of 16 gigapixels, said to be small": (
        lambda: paper(change=image(jbig2(4_000_000, 4_000), Filter=Name.JBIG2Decode, BitsPerComponent=1)),
        "too_many_pixels",
    ),
    "fax inside": (
        lambda: paper(
            change=image(
                b"\x00\x10\x01" * 20,
                Filter=Name.CCITTFaxDecode,
                DecodeParms=Dictionary(K=-1, Columns=40),
                BitsPerComponent=1,
            )
        ),
        1,
    ),
    "fax of 2 billion columns": (
        lambda: paper(
            change=image(b"\x00", Filter=Name.CCITTFaxDecode, DecodeParms=Dictionary(K=-1, Columns=2_147_483_647))
        ),
        "too_many_pixels",
    ),
    "picture that is a bomb": (
        lambda: paper(change=image(FOLDED, Filter=Name.FlateDecode)),
        "bomb",
    ),
    "picture below zero": (lambda: paper(change=image(bytes(1200), Width=-60_000, Height=60_000)), "too_many_pixels"),
    "picture of words": (lambda: paper(change=image(bytes(1200), Width=String("x"))), "damaged"),
    "picture in content": (lambda: raw({4: stream(WORDS + b" BI /W 4 /H 4 /BPC 8 /CS /G ID %b EI" % bytes(16))}), 1),
    "picture of 3.6 gigapixels in the content": (
        lambda: raw({4: stream(WORDS + b" BI /W 60000\n/H 60000 /BPC 1 /IM true ID " + bytes(16) + b" EI")}),
        "too_many_pixels",
    ),
    "mask of 3.6 gigapixels": (
        lambda: raw(
            {
                6: stream(bytes(1200), b"/Type/XObject/Subtype/Image/Width 40/Height 30/BitsPerComponent 8"
                b"/ColorSpace/DeviceGray/SMask 7 0 R"),
                7: stream(b"", b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
                b"/ColorSpace/DeviceGray"),
            },
            page=b"/Resources<</XObject<</I 6 0 R>>/Font<</F1 5 0 R>>>>",
        ),
        "too_many_pixels",
    ),
    "picture that masks itself": (
        lambda: raw(
            {
                6: stream(bytes(1200), b"/Type/XObject/Subtype/Image/Width 40/Height 30/BitsPerComponent 8"
                b"/ColorSpace/DeviceGray/SMask 6 0 R")
            },
            page=b"/Resources<</XObject<</I 6 0 R>>/Font<</F1 5 0 R>>>>",
        ),
        1,
    ),
}  # fmt: skip
PICTURES: dict[str, Made] = {
    "tiff": (lambda: in_memory("TIFF"), "wrong_type"),
    "tiff cut off": (lambda: cut(in_memory("TIFF"), 4), "wrong_type"),
    "webp": (lambda: in_memory("WEBP"), "wrong_type"),
    "webp cut off": (lambda: cut(in_memory("WEBP"), 4), "wrong_type"),
    "gif of 4 gigapixels": (lambda: b"GIF89a" + b"\xff" * 4 + bytes(3) + b"," + bytes(4) + b"\xff" * 4, "wrong_type"),
    "bmp": (lambda: in_memory("BMP"), "wrong_type"),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "wrong_type"),
    "jpeg of 4 gigapixels": (lambda: swollen_jpeg(65_500, 65_500), "too_many_pixels"),
    "jpeg 65,500 wide": (lambda: swollen_jpeg(65_500, 30), "too_many_pixels"),
    "jpeg without height": (lambda: swollen_jpeg(40, 0), "damaged"),
    "jpeg with more rows than data": (lambda: swollen_jpeg(40, 3_000), 1),
    "jpeg with a profile of noise": (lambda: picture(icc_profile=random.Random(1).randbytes(3_000)), 1),
    "progressive jpeg": (lambda: picture(progressive=True), 1),
    "jpeg named heic": (lambda: b"\x00\x00\x00\x18ftypheic" + picture(), "damaged"),
    "png of 4 exapixels": (lambda: sized_png(2_147_483_647, 2_147_483_647), "too_many_pixels"),
    "png without width": (lambda: sized_png(0, 30), "damaged"),
    "png with more rows than data": (lambda: sized_png(40, 3_000), 1),
    "png with a text bomb": (lambda: chunked_png(b"zTXt", b"a\x00\x00" + FOLDED), "damaged"),
    "png with a profile bomb": (lambda: chunked_png(b"iCCP", b"a\x00\x00" + FOLDED), "damaged"),
    "png with false sums": (lambda: in_memory("PNG")[:-20] + bytes(20), "damaged"),
    "png that says it is endless": (lambda: chunked_png(b"acTL", (2**31 - 1).to_bytes(4) * 2), 1),
    "heic of 3.6 gigapixels": (lambda: sized_heic(60_000, 60_000), "too_many_pixels"),
    "heic without width": (lambda: sized_heic(0, 64), "damaged"),
}  # fmt: skip
