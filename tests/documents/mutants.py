"""Files of the kinds that public collections of broken files hold (pdf.js, pdfium, qpdf, fuzzers), made here.

Each stands with what the gate has to make of it: a number of pages, or the code of a refusal.
"""

import io
import random
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.documents import hostile
from tests.documents.broken_pictures import PICTURES, PICTURES_INSIDE, Made, cut
from tests.documents.handwritten import FONT, WORDS, box, raw, signed_and_changed, stream
from tests.documents.hostile import A4, Change, annotation, heic, paper, picture, saved


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


RICH = rich()
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
