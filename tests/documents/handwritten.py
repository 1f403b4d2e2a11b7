"""PDFs of one page that are written by hand, byte for byte, so that each place in them can be made wrong."""

from collections.abc import Mapping

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>%b>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F1 24 Tf 50 50 Td (Guten Tag) Tj ET"


def stream(data: bytes = WORDS, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), entries, data)


def raw(
    objects: Mapping[int, bytes] | None = None, *, page: bytes = b"", root: bytes = b"", trailer: bytes = b""
) -> bytes:
    """A file of one page, written by hand with a right table; `objects` are put over its own, the rest is put in."""
    plain = {1: b"<</Type/Catalog/Pages 2 0 R%b>>" % root, 2: PAGES, 3: PAGE % page, 4: stream(), 5: FONT}
    result, places = b"%PDF-1.7\n", []
    for number, thing in sorted({**plain, **(objects or {})}.items()):
        places.append((number, len(result)))
        result += b"%d 0 obj\n%b\nendobj\n" % (number, thing)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 1\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\n" % (
        table,
        places[-1][0] + 1,
        trailer,
    )
    return result + end + b"startxref\n%d\n%%%%EOF\n" % len(result)


def signed_and_changed() -> bytes:
    """A signature, and a later section of the file that changes the page below it."""
    signature = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 9 9 9]/Contents<00>>>"
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/V 7 0 R/Rect[0 0 0 0]/F 132/P 3 0 R>>"
    first = raw({6: field, 7: signature}, page=b"/Annots[6 0 R]", root=b"/AcroForm<</SigFlags 3/Fields[6 0 R]>>")
    body = b"4 0 obj\n%b\nendobj\n" % stream(b"BT /F1 24 Tf 50 50 Td (Guten Tag anders) Tj ET")
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 8/Root 1 0 R/Prev %d>>\n"
    start = int(first.split()[-2])
    return first + body + table % (len(first), start) + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(body))


def unlisted(data: bytes, number: int) -> bytes:
    """A file of `raw` whose table says that an object is gone, though it stands there."""
    start = data.rindex(b"\n%d 1\n" % number) + len(b"\n%d 1\n" % number)
    return data[:start] + b"0000000000 65535 f" + data[start + 18 :]


def taken_back() -> bytes:
    """A later section that rightly takes an object out, which only an older one names."""
    first = raw({6: b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]>>"}, page=b"/Annots[6 0 R]")
    body = b"3 0 obj\n%b\nendobj\n" % (PAGE % b"")
    table = b"xref\n3 1\n%010d 00000 n \n6 1\n0000000000 00001 f \ntrailer\n<</Size 7/Root 1 0 R/Prev %d>>\n"
    start = int(first.split()[-2])
    return first + body + table % (len(first), start) + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(body))


def box(text: bytes) -> bytes:
    return raw({3: PAGE.replace(b"[0 0 595 842]", text) % b""})
