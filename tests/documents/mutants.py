"""Files of the kinds that public collections of broken files hold (pdf.js, pdfium, qpdf, fuzzers), made here.

Each stands with what the gate has to make of it: a number of pages, or the code of a refusal.
"""

import io
import random
import zlib
from collections.abc import Callable, Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.documents import hostile
from tests.documents.hostile import A4, Change, annotation, heic, paper, picture, saved

Made = tuple[Callable[[], bytes], int | str]
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


def rich() -> bytes:
    """Several pages with a picture, a form and remarks, in compressed objects."""

    def change(pdf: Pdf) -> None:
        hostile.highlight(pdf)
        image = pdf.make_stream(picture((40, 30)), Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30)
        image.Filter, image.ColorSpace, image.BitsPerComponent = Name.DCTDecode, Name.DeviceRGB, 8
        pdf.pages[1].obj.Resources.XObject = Dictionary(I=image)
        pdf.pages[1].obj.Contents = pdf.make_stream(b"q 200 0 0 150 50 50 cm /I Do Q")

    with pikepdf.open(io.BytesIO(paper(pages=4, change=change))) as pdf:
        return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def flipped(data: bytes, seed: int, flips: int) -> bytes:
    chance, result = random.Random(seed), bytearray(data)
    for _ in range(flips):
        result[chance.randrange(len(result))] ^= 1 << chance.randrange(8)
    return bytes(result)


def cut(data: bytes, eighths: int) -> bytes:
    return data[: len(data) * eighths // 8]


def nested(depth: int, draws: bytes, ring: bool = False) -> Change:
    """Forms that draw one another, one in the next; in a ring, the last one draws the first again."""

    def change(pdf: Pdf) -> None:
        forms = [
            pdf.make_stream(draws, Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4), Resources=Dictionary())
            for _ in range(depth)
        ]
        for form, inner in zip(forms, [*forms[1:], forms[0]] if ring else forms[1:], strict=False):
            form.Resources = Dictionary(XObject=Dictionary(X=inner))
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=forms[0])
        pdf.pages[0].obj.Contents = pdf.make_stream(b"/X Do")

    return change


def remark(kind: str, **entries: object) -> Change:
    return lambda pdf: annotation(pdf, Subtype=Name("/" + kind), **entries)


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


def million_steps(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(zlib.compress(b"0 0 m 9 9 l S\n" * 350_000), Filter=Name.FlateDecode)


def drawn_as(name: str, packed: bytes) -> Change:
    def change(pdf: Pdf) -> None:
        form = pdf.make_stream(packed, Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4), Filter=Name.FlateDecode)
        pdf.pages[0].obj.Resources.XObject = Dictionary({name: form})

    return change


def hidden_million(pdf: Pdf) -> None:
    hostile.hidden_layer(pdf)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/OC /H BDC 0 0 m EMC " + b"0 0 m 9 9 l S\n" * 350_000)


def deep_names(depth: int, ring: bool = False) -> Change:
    """A tree of embedded files, one branch below the other."""

    def change(pdf: Pdf) -> None:
        nodes = [pdf.make_indirect(Dictionary()) for _ in range(depth)]
        for node, kid in zip(nodes, [*nodes[1:], nodes[0]] if ring else nodes[1:], strict=False):
            node.Kids = Array([kid])
        if not ring:
            nodes[-1].Names = Array([String("a"), Dictionary(Type=Name.Filespec, F=String("a"))])
        pdf.Root.Names = Dictionary(EmbeddedFiles=nodes[0])

    return change


def many_remarks(pdf: Pdf) -> None:
    hostile.highlight(pdf)
    pdf.pages[0].obj.Annots = Array([pdf.pages[0].obj.Annots[0]] * 2_000)


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


STAMP = b"<</Type/Annot/Subtype/Stamp/F 4/Rect[100 100 300 300]/AP<</N %b>>>>"
BOX = b"0 0 200 200 re f"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]"
INCOMPLETE: dict[str, tuple[Callable[[], bytes], str]] = {
    "font out of the table": (lambda: unlisted(raw(), 5), "repaired"),
    "content out of the table": (lambda: unlisted(raw(), 4), "repaired"),
    "text without end": (lambda: raw({4: stream(WORDS[:-8])}), "repaired"),
    "font that is nothing": (lambda: raw({5: b"null"}), "repaired"),
    "form that is nothing": (lambda: raw({4: stream(WORDS + b" /X Do")}), "repaired"),
    "drawing of no kind": (
        lambda: raw(
            {
                3: PAGE.replace(b"<</Font", b"<</XObject<</X 6 0 R>>/Font") % b"",
                4: stream(WORDS + b" /X Do"),
                6: stream(BOX, FORM.replace(b"/Form", b"/Fosm")),
            }
        ),
        "repaired",
    ),
    "branch that is a page": (
        lambda: raw(
            {
                2: b"<</Type/Pages/Count 1/Kids[3 0 R 6 0 R]>>",
                6: b"<</Type/Pages/Parent 2 0 R/Count 1/Kids 7 0 R>>",
                7: PAGE % b"",
            }
        ),
        "repaired",
    ),
    "branch without leaves": (
        lambda: raw({2: b"<</Type/Pages/Count 2/Kids[3 0 R 6 0 R]>>", 6: b"<</Type/Pages/Parent 2 0 R/Kids[]>>"}),
        "repaired",
    ),
    "more pages counted than there are": (lambda: raw({2: b"<</Type/Pages/Count 3/Kids[3 0 R]>>"}), "repaired"),
    "later section cut off": (lambda: signed_and_changed()[:-60], "repaired"),
    "stamp without its drawing": (lambda: raw({6: STAMP % b"99 0 R"}, page=b"/Annots[6 0 R]"), "remark_left"),
    "stamp whose drawing has no box": (
        lambda: raw({6: STAMP % b"7 0 R", 7: stream(BOX, b"/Type/XObject/Subtype/Form")}, page=b"/Annots[6 0 R]"),
        "remark_left",
    ),
    "stamp in no state": (
        lambda: raw({6: STAMP % b"<</On 7 0 R>>", 7: stream(BOX, FORM)}, page=b"/Annots[6 0 R]"),
        "remark_left",
    ),
    "value without a form around it": (
        lambda: raw(
            {6: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Wert)/DA(/F1 20 Tf)/F 4/Rect[100 100 300 300]>>"},
            page=b"/Annots[6 0 R]",
        ),
        "remark_left",
    ),
}
"""Files that would be taken while something on their pages is gone, and the note that tells it."""


def linearized(harm: bool) -> bytes:
    with pikepdf.open(io.BytesIO(paper(pages=3))) as pdf:
        data = saved(pdf, linearize=True)
    return data.replace(b"/H [ ", b"/H [ 99", 1).replace(b"/L ", b"/L 9", 1) if harm else data


def compressed(**how: object) -> bytes:
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False, **how)


def harmed_table() -> bytes:
    """A cross-reference stream whose numbers are noise."""
    data = compressed()
    start = data.index(b"stream", data.rindex(b"/XRef")) + 8
    return data[:start] + bytes(random.Random(3).randbytes(30)) + data[start + 30 :]


def locked(**how: object) -> bytes:
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        return saved(pdf, static_id=False, encryption=pikepdf.Encryption(user="", owner="chef", **how))  # type: ignore[arg-type]


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


def box(text: bytes) -> bytes:
    return raw({3: PAGE.replace(b"[0 0 595 842]", text) % b""})


RICH = rich()
FOLDED = hostile.packed(bytes(100_000_000), 1)
"""Unfolds to a hundred million zeros."""
STRUCTURE: dict[str, Made] = {
    "written by hand": (raw, 1),
    "compressed objects": (compressed, 1),
    "extends itself": (lambda: compressed().replace(b"/Type /ObjStm", b"/Extends 1 0 R/Type /ObjStm", 1), 1),
    "noise in the table": (harmed_table, "damaged"),
    "kids that are numbers": (lambda: raw({2: b"<</Type/Pages/Count 1/Kids[3 7 (x)]>>"}), "no_pages"),
    "kids that are null": (lambda: raw({2: b"<</Type/Pages/Count 1/Kids null>>"}), "damaged"),
    "kids that are not there": (lambda: raw({2: b"<</Type/Pages/Count 2/Kids[3 0 R 99 0 R]>>"}), 1),
    "a child that is its grandfather": (
        lambda: raw(
            {2: b"<</Type/Pages/Count 1/Kids[6 0 R]>>", 6: b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R]>>"}
        ),
        "damaged",
    ),
    "a page of itself": (lambda: raw({3: b"<</Type/Pages/Count 1/Kids[3 0 R]>>"}), "damaged"),
    "count below zero": (lambda: raw({2: b"<</Type/Pages/Count -5/Kids[3 0 R]>>"}), 1),
    "count of nothing": (lambda: raw({2: b"<</Type/Pages/Count 0/Kids[3 0 R]>>"}), 1),
    "count of a billion": (lambda: raw({2: b"<</Type/Pages/Count 999999999/Kids[3 0 R]>>"}), "too_many_pages"),
    "count that is a text": (lambda: raw({2: b"<</Type/Pages/Count(1)/Kids[3 0 R]>>"}), 1),
    "no pages at all": (lambda: raw({1: b"<</Type/Catalog>>"}), "damaged"),
    "root that is a number": (lambda: raw({1: b"42"}), "damaged"),
    "10,000 empty pages": (
        lambda: raw({2: b"<</Type/Pages/Count 10000/Kids[%b]>>" % (b"3 0 R " * 10_000)}),
        "too_many_pages",
    ),
    "tables in a ring": (lambda: raw(trailer=b"/Prev 9"), 1),
    "table elsewhere": (lambda: raw().replace(b"startxref\n", b"startxref\n9"), 1),
    "table elsewhere, and a length of its own": (
        lambda: raw({4: stream().replace(b"39", b"6 0 R"), 6: b"39"}).replace(b"startxref\n", b"startxref\n9"),
        1,
    ),
    "objects without end": (lambda: raw(trailer=b"/Prev 99999999999"), 1),
    "a number beyond all": (lambda: raw({2147483647: b"null"}), 1),
    "deep array": (lambda: raw({6: b"[" * 50_000 + b"]" * 50_000}, page=b"/X 6 0 R"), "damaged"),
    "deep dictionary": (lambda: raw({6: b"<</A" * 50_000 + b" 1" + b">>" * 50_000}, page=b"/X 6 0 R"), "damaged"),
    "a text of 8 MB": (lambda: raw({6: b"(" + b"a" * 8_000_000 + b")"}, page=b"/X 6 0 R"), 1),
    "a name of 1 MB": (lambda: raw(page=b"/" + b"N" * 1_000_000 + b" 1"), 1),
    "length of itself": (lambda: raw({4: stream().replace(b"/Length 39", b"/Length 4 0 R")}), 1),
    "length below zero": (lambda: raw({4: stream().replace(b"/Length 39", b"/Length -7")}), 1),
    "length too large": (lambda: raw({4: stream().replace(b"/Length 39", b"/Length 999999")}), 1),
    "pdf 2.0": (lambda: raw().replace(b"%PDF-1.7", b"%PDF-2.0"), 1),
    "pdf 9.9": (lambda: raw().replace(b"%PDF-1.7", b"%PDF-9.9"), 1),
    "linearized": (lambda: linearized(False), 3),
    "linearized with false hints": (lambda: linearized(True), 3),
    "signed and changed": (signed_and_changed, 1),
    "rc4 without a password": (lambda: locked(R=3, aes=False, metadata=False), 1),
    "aes-128 without a password": (lambda: locked(R=4), 1),
    "locked with a certificate": (
        lambda: raw(trailer=b"/Encrypt<</Filter/Adobe.PubSec/V 4>>/ID[<00><00>]"),
        "encrypted",
    ),
    "locked by nobody": (lambda: raw(trailer=b"/Encrypt 99 0 R/ID[<00><00>]"), 1),
    "nothing but zeros": (lambda: b"%PDF-1.7\n" + bytes(100_000), "damaged"),
    "form data": (lambda: b"%FDF-1.2\n" + raw()[9:], "wrong_type"),
    "postscript": (lambda: b"%!PS-Adobe-3.0\nshowpage\n", "wrong_type"),
}
PAGES_AND_BOXES: dict[str, Made] = {
    "box upside down": (lambda: box(b"[595 842 0 0]"), 1),
    "box of three": (lambda: box(b"[0 0 595]"), 1),
    "box of words": (lambda: box(b"[(a) (b) (c) (d)]"), 1),
    "no box": (lambda: box(b" null"), 1),
    "box in powers of ten": (lambda: box(b"[0 0 1e38 1e38]"), 1),
    "box of 39 digits": (lambda: box(b"[0 0 %b 842]" % (b"9" * 39)), "no_pages"),
    "box of 15 digits": (lambda: box(b"[0 0 %b 842]" % (b"9" * 15)), "page_size"),
    "box without width": (lambda: box(b"[10 10 10 842]"), "page_size"),
    "cut beside the page": (lambda: raw(page=b"/CropBox[2000 2000 2100 2100]"), 1),
    "turned by 45": (lambda: raw(page=b"/Rotate 45"), 1),
    "turned by a billion": (lambda: raw(page=b"/Rotate 1000000000"), 1),
    "turned by a word": (lambda: raw(page=b"/Rotate(x)"), 1),
    "unit of nothing": (lambda: raw(page=b"/UserUnit 0"), "page_size"),
    "unit below zero": (lambda: raw(page=b"/UserUnit -1"), "page_size"),
    "unit of a word": (lambda: raw(page=b"/UserUnit(x)"), "damaged"),
    "content that is a number": (lambda: raw({4: b"7"}), "damaged"),
    "content of 20,000 pieces": (lambda: raw({6: b"[%b]" % (b"4 0 R " * 20_000)}, page=b"/Contents 6 0 R"), 1),
    "content with strangers": (lambda: raw(page=b"/Contents[4 0 R null 5 (x)]"), "damaged"),
    "content with a stray string": (lambda: raw(page=b"/Contents[4 0 R(x)]"), "damaged"),
    "unknown filter": (lambda: raw({4: stream(entries=b"/Filter/Nonsense")}), "damaged"),
    "filter that is a number": (lambda: raw({4: stream(entries=b"/Filter 7")}), "damaged"),
    "crypt filter": (lambda: raw({4: stream(entries=b"/Filter/Crypt")}), 1),
    "predictor beyond all": (
        lambda: raw(
            {4: stream(zlib.compress(WORDS), b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647>>")}
        ),
        "bomb",
    ),
    "run-length bomb": (
        lambda: raw({4: stream(zlib.compress(b"\x81 " * 3_000_000), b"/Filter[/FlateDecode/RunLengthDecode]")}),
        "damaged",
    ),
    "a bomb by the name of a parent": (
        lambda: paper(change=drawn_as("/Parent", hostile.packed(bytes(70_000_000), 1))),
        "bomb",
    ),
    "a million steps": (lambda: paper(change=million_steps), 1),
    "a million steps and a layer": (lambda: paper(change=hidden_million), "bomb"),
    "forms 1,000 deep": (lambda: paper(change=nested(1000, b"/X Do")), "bomb"),
    "forms in a ring": (lambda: paper(change=nested(2, b"/X Do", ring=True)), 1),
    "forms that double 30 times": (lambda: paper(change=nested(30, b"/X Do /X Do")), "bomb"),
    "forms drawn a million times": (lambda: paper(change=nested(3, b"/X Do\n" * 1000)), "bomb"),
    "forms that multiply": (lambda: paper(change=nested(8, b"/X Do\n" * 100)), "bomb"),
    "forms that multiply under other spellings": (lambda: paper(change=nested(8, b"/#58 %Tf\n Do " * 100)), "bomb"),
    "forms that are drawn often": (lambda: paper(change=nested(2, b"/X Do\n" * 300)), 1),
    "resources of itself": (lambda: raw({6: b"<</XObject 6 0 R/Font<</F1 5 0 R>>>>"}, page=b"/Resources 6 0 R"), 1),
    "resources that are a number": (lambda: raw(page=b"/Resources 7"), 1),
    "glyphs that draw themselves": (
        lambda: raw(
            {
                5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65"
                b"/Widths[1]/Encoding<</Differences[65/A]>>/CharProcs<</A 6 0 R>>/Resources<</Font<</F1 5 0 R>>>>>>",
                6: stream(b"BT /F1 1 Tf (A) Tj ET"),
            }
        ),
        1,
    ),
}
ACTIVE: dict[str, Made] = {
    "3d": (lambda: paper(change=remark("3D", **{"3DD": Dictionary(Type=Name("/3D"))})), 1),
    "rich media": (lambda: paper(change=remark("RichMedia", RichMediaContent=Dictionary(Assets=Dictionary()))), 1),
    "film": (lambda: paper(change=remark("Movie", Movie=Dictionary(F=String("a.avi")))), 1),
    "sound": (lambda: paper(change=remark("Sound", Contents=String("Ton"))), 1),
    "screen": (lambda: paper(change=remark("Screen", A=Dictionary(S=Name.Rendition, JS=String("app.alert(1)")))), 1),
    "attached to the page": (
        lambda: paper(change=remark("FileAttachment", FS=Dictionary(Type=Name.Filespec, F=String("a.exe")))),
        1,
    ),
    "script in bookmarks": (
        lambda: raw(
            {
                6: b"<</First 7 0 R/Last 7 0 R/Count 1>>",
                7: b"<</Title(x)/Parent 6 0 R/A<</S/JavaScript/JS(app.alert(1))>>>>",
            },
            root=b"/Outlines 6 0 R/URI<</Base(http://example.org)>>",
        ),
        1,
    ),
    "script in a ring": (
        lambda: raw({6: b"<</S/JavaScript/JS(1)/Next 6 0 R>>"}, root=b"/OpenAction 6 0 R", page=b"/AA<</O 6 0 R>>"),
        1,
    ),
    "names 5,000 deep": (lambda: paper(change=deep_names(5_000)), 1),
    "names in a ring": (lambda: paper(change=deep_names(2, ring=True)), 1),
    "fields in a ring": (
        lambda: raw(
            {6: b"<</T(a)/FT/Tx/Kids[7 0 R]/Parent 7 0 R>>", 7: b"<</T(b)/Kids[6 0 R]/Parent 6 0 R>>"},
            root=b"/AcroForm<</Fields[6 0 R]/NeedAppearances true>>",
        ),
        1,
    ),
    "remarks that are a number": (lambda: raw(page=b"/Annots 7"), 1),
    "remarks that are strangers": (lambda: raw(page=b"/Annots[null 7 (x) 3 0 R]"), 1),
    "a remark 2,000 times": (lambda: paper(change=many_remarks), 1),
    "a remark without a place": (
        lambda: raw({6: b"<</Type/Annot/Subtype/Square>>"}, page=b"/Annots[6 0 R]"),
        "damaged",
    ),
    "a remark beyond the page": (
        lambda: raw({6: b"<</Type/Annot/Subtype/Square/Rect[9 9 99999999999 9]>>"}, page=b"/Annots[6 0 R]"),
        1,
    ),
    "a remark of words": (lambda: paper(change=remark("Ink", InkList=Array([Array([String("x")] * 4)]))), "damaged"),
    "a drawing that draws itself": (
        lambda: raw(
            {
                6: b"<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 7 0 R>>>>",
                7: stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>"),
            },
            page=b"/Annots[6 0 R]",
        ),
        1,
    ),
    "layers of words": (lambda: raw(root=b"/OCProperties<</OCGs[7(x)]/D(y)>>"), 1),
    "layers that are a number": (lambda: raw(root=b"/OCProperties<</OCGs 7/D<</OFF[7 null]>>>>"), "damaged"),
    "a form of another file": (
        lambda: raw(
            {6: stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F(b.pdf)/Page 0>>")},
            page=b"/Resources<</XObject<</X 6 0 R>>/Font<</F1 5 0 R>>>>",
        ),
        1,
    ),
    "postscript inside": (
        lambda: raw(
            {6: stream(b"", b"/Type/XObject/Subtype/PS")}, page=b"/Resources<</XObject<</X 6 0 R>>/Font<</F1 5 0 R>>>>"
        ),
        "damaged",
    ),
    "font elsewhere": (
        lambda: raw(
            {5: FONT[:-2] + b"/FontDescriptor<</Type/FontDescriptor/FontFile 6 0 R>>>>", 6: stream(b"", b"/F(a.pfb)")}
        ),
        "elsewhere",
    ),
}
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
MUTANTS: dict[str, Made] = {**STRUCTURE, **PAGES_AND_BOXES, **ACTIVE, **PICTURES_INSIDE, **PICTURES}


def _noise() -> Iterator[tuple[str, bytes]]:
    for seed in range(8):
        yield from ((f"{flips} bits turned, {seed}", flipped(RICH, seed, flips)) for flips in (3, 40))
    yield from ((f"{eighths} eighths", cut(RICH, eighths)) for eighths in range(1, 8))
    for kind, whole in (("JPEG", picture()), ("PNG", picture(kind="PNG")), ("heic", heic((64, 64)))):
        yield from ((f"{eighths} eighths of a {kind}", cut(whole, eighths)) for eighths in (2, 6))
        yield from ((f"a {kind} with bits turned, {seed}", flipped(whole, seed, 8)) for seed in range(3))


NOISE = dict(_noise())
"""Damage by chance: nobody can say beforehand whether it hits; what comes out must be whole, or refused."""
