"""Odd and hostile files, made here; none of them comes from anywhere else."""

import io
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image

A4 = (0, 0, 595, 842)
Change = Callable[[Pdf], None]


def paper(text: str = "Guten Tag", box: tuple[float, ...] = A4, pages: int = 1, change: Change | None = None) -> bytes:
    """A plain PDF with a line of text on each page, changed before it is saved."""
    with Pdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for number in range(pages):
            line = f"BT /F1 24 Tf {box[0] + 50} {box[1] + 50} Td ({text} {number + 1}) Tj ET"
            pdf.pages.append(
                pikepdf.Page(
                    Dictionary(
                        Type=Name.Page,
                        MediaBox=Array(box),
                        Resources=Dictionary(Font=Dictionary(F1=font)),
                        Contents=pdf.make_stream(line.encode("ascii")),
                    )
                )
            )
        if change is not None:
            change(pdf)
        return saved(pdf)


def saved(pdf: Pdf, **how: object) -> bytes:
    result = io.BytesIO()
    pdf.save(result, **{"compress_streams": False, "static_id": True, **how})  # type: ignore[arg-type]
    return result.getvalue()


def locked(user: str, owner: str) -> bytes:
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        return saved(pdf, static_id=False, encryption=pikepdf.Encryption(user=user, owner=owner))


def script(pdf: Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = action
    pdf.Root.AA = Dictionary(WC=action)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))
    pdf.pages[0].obj.AA = Dictionary(O=action)
    annotation(pdf, A=action, Subtype=Name.Widget, FT=Name.Btn, T=String("b"))


def annotation(pdf: Pdf, **entries: object) -> None:
    entry = Dictionary(Type=Name.Annot, Rect=Array([10, 10, 60, 40]), F=4, **entries)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(entry)])


def action(kind: str, **entries: object) -> Change:
    def change(pdf: Pdf) -> None:
        annotation(pdf, Subtype=Name.Link, A=Dictionary(S=Name("/" + kind), **entries))

    return change


def named(name: str) -> Change:
    """A letter that is drawn by hand, its font and a form all go by one name."""

    def change(pdf: Pdf) -> None:
        letter = pdf.make_stream(b"1 0 d0 0 0 .8 .8 re f")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]), FirstChar=65, LastChar=65)
        font.FontMatrix, font.Widths, font.Resources = Array([1, 0, 0, 1, 0, 0]), Array([1]), Dictionary()
        font.Encoding = Dictionary(Differences=Array([65, Name("/" + name)]))
        font.CharProcs = pdf.make_indirect(Dictionary({"/" + name: letter}))
        form = pdf.make_stream(b"250 50 100 100 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4))
        resources = pdf.pages[0].obj.Resources
        resources.Font["/" + name], resources.XObject = font, Dictionary({"/" + name: form})
        pdf.pages[0].obj.Contents = pdf.make_stream(
            b"BT /F1 24 Tf 50 200 Td (Guten Tag) Tj ET BT /%b 100 Tf 50 50 Td (A) Tj ET /%b Do"
            % (name.encode(), name.encode())
        )

    return change


def embedded_file(pdf: Pdf) -> None:
    pdf.attachments["virus.exe"] = b"MZ" + bytes(500)


def form_with_xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))
    pdf.Root.NeedsRendering = True


def field_drawing(pdf: Pdf, font: Object, text: str, size: tuple[int, int]) -> Object:
    """What a form shows of a field's value."""
    return pdf.make_stream(
        b"/Tx BMC BT /F1 10 Tf 2 2 Td (%b) Tj ET EMC" % text.encode("cp1252"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, *size]),
        Resources=Dictionary(Font=Dictionary(F1=font)),
    )


def hybrid_form(pdf: Pdf) -> None:
    appearance = field_drawing(pdf, pdf.pages[0].obj.Resources.Font.F1, "Feldwert", (100, 20))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String("Feldwert"),
            Rect=Array([50, 200, 150, 220]),
            F=4,
            AP=Dictionary(N=appearance),
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=pdf.make_stream(b"<xdp/>"))


def undrawn_value(value: str) -> Change:
    """A text field whose value was never drawn."""

    def change(pdf: Pdf) -> None:
        font = pdf.pages[0].obj.Resources.Font.F1
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("name"),
                V=String(value),
                DA=String("/F1 12 Tf 0 g"),
                Rect=Array([50, 200, 250, 220]),
                F=4,
            )
        )
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DR=Dictionary(Font=Dictionary(F1=font)))

    return change


def highlight(pdf: Pdf) -> None:
    quad = [50, 80, 300, 80, 50, 40, 300, 40]
    annotation(pdf, Subtype=Name.Highlight, C=Array([0.2, 0.2, 0.2]), QuadPoints=Array(quad))
    pdf.pages[0].obj.Annots[0].Rect = Array([50, 40, 300, 80])


def free_text(pdf: Pdf) -> None:
    """Words on the page that were never drawn."""
    annotation(pdf, Subtype=Name.FreeText, Contents="Wichtige Anmerkung", DA=String("/Helv 12 Tf 0 g"))


def sticky_note(pdf: Pdf) -> None:
    annotation(pdf, Subtype=Name.Text, Contents="Notiz der Stelle")


def formatted_note(pdf: Pdf) -> None:
    annotation(pdf, Subtype=Name.Text, RC="<p>Notiz der Stelle</p>")


def hidden_layer(pdf: Pdf) -> None:
    hidden = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("versteckt")))
    shown = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("sichtbar")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([hidden, shown]), D=Dictionary(OFF=Array([hidden])))
    page = pdf.pages[0].obj
    page.Resources.Properties = Dictionary(H=hidden, S=shown)
    page.Contents = pdf.make_stream(
        b"/OC /H BDC BT /F1 24 Tf 50 100 Td (GEHEIM) Tj ET EMC /OC /S BDC BT /F1 24 Tf 50 300 Td (OFFEN) Tj ET EMC"
    )


def metadata(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = "Karla Kanarienvogel"
    with pdf.open_metadata() as data:
        data["dc:creator"] = ["Karla Kanarienvogel"]


def packed(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


@cache
def packed_spaces(size: int) -> bytes:
    packer = zlib.compressobj(9)
    step = b" " * 1_000_000
    return b"".join(packer.compress(step) for _ in range(size // len(step))) + packer.flush()


def bomb(depth: int, size: int = 150_000_000) -> Change:
    def change(pdf: Pdf) -> None:
        stream = pdf.make_stream(packed(packed_spaces(size), depth - 1))
        stream.Filter = Array([Name.FlateDecode] * depth)
        pdf.pages[0].obj.Contents = stream

    return change


def broken_content(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"this is not deflated at all")
    pdf.pages[0].obj.Contents.Filter = Name.FlateDecode


def external_content(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents.F = String("/etc/passwd")


def giant_picture(pdf: Pdf) -> None:
    picture = pdf.make_stream(b"\x00" * 100, Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 1
    pdf.pages[0].obj.Resources.XObject = Dictionary(I=picture)


def endless_form(pdf: Pdf) -> None:
    form = pdf.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=form)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/X Do")


def many_times(count: int) -> Change:
    """One page that is listed 100,000 times; the tree may lie about it."""

    def change(pdf: Pdf) -> None:
        pages = pdf.Root.Pages
        pages.Kids = Array([pages.Kids[0]] * 100_000)
        pages.Count = count

    return change


def tree(kids: bytes) -> bytes:
    """A page tree whose nodes point where they should not."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + kids + b"trailer<</Root 1 0 R>>\n"


def exponential_tree(depth: int = 30) -> bytes:
    nodes = b"".join(
        b"%d 0 obj<</Type/Pages/Count 9/Kids[%d 0 R %d 0 R]>>endobj\n" % (number, number + 1, number + 1)
        for number in range(2, depth)
    )
    return tree(nodes + b"%d 0 obj<</Type/Page/MediaBox[0 0 595 842]>>endobj\n" % depth)


def xref_loop() -> bytes:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev %d>>\n" % len(body)
    return body + table + b"startxref\n%d\n%%%%EOF" % len(body)


def shared_resources(pdf: Pdf) -> None:
    """Two pages draw with one and the same resources, inherited from the tree."""
    resources = pdf.make_indirect(pdf.pages[0].obj.Resources)
    for page in pdf.pages:
        del page.obj.Resources
    pdf.Root.Pages.Resources = resources


def turned(degrees: int) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Rotate = degrees

    return change


def cropped(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 1200, 1200])
    pdf.pages[0].obj.CropBox = Array([0, 0, 595, 842])


def in_large_units(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 300, 421])
    pdf.pages[0].obj.UserUnit = 2


def unbalanced(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Array(
        [pdf.make_stream(b"q q 0.1 0 0 0.1 0 0 cm q BT /F1 240 Tf 500 500 Td (Guten Tag) Tj ET")]
    )


def picture(
    size: tuple[int, int] = (800, 600), mode: str = "RGB", kind: str = "JPEG", colour: object = None, **how: object
) -> bytes:
    """A picture whose upper left quarter is dark; all else is light."""
    light, dark = colour or {"RGB": ((250, 250, 250), (20, 20, 120))}.get(mode, (None, None))  # type: ignore[misc]
    image = Image.new("RGB", size, light or (250, 250, 250))
    image.paste(dark or (20, 20, 120), (0, 0, size[0] // 2, size[1] // 2))
    result = io.BytesIO()
    image.convert(mode).save(result, kind, **how)
    return result.getvalue()


def with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Karla Kanarienvogel"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.5, 30.0, 48.0)
    return picture(exif=exif)


def wide_png() -> bytes:
    """20,000 by 20,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = (20_000).to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes(2501) * 20_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def deep_grey_png() -> bytes:
    image = Image.new("I;16", (400, 300), 65535)
    image.paste(0, (0, 0, 200, 150))
    result = io.BytesIO()
    image.save(result, "PNG")
    return result.getvalue()


def see_through_png(mode: str) -> bytes:
    image = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    image.paste((10, 10, 10, 255), (0, 0, 200, 150))
    result = io.BytesIO()
    (image.quantize(8) if mode == "P" else image.convert(mode)).save(result, "PNG")
    return result.getvalue()


def moving_png() -> bytes:
    frames = [Image.new("RGB", (200, 100), colour) for colour in ("navy", "white", "red")]
    result = io.BytesIO()
    frames[0].save(result, "PNG", save_all=True, append_images=frames[1:])
    return result.getvalue()


def heic(size: tuple[int, int] = (640, 480)) -> bytes:
    import pillow_heif

    image = Image.new("RGB", size, (250, 250, 250))
    image.paste((20, 20, 120), (0, 0, size[0] // 2, size[1] // 2))
    result = io.BytesIO()
    pillow_heif.from_pillow(image).save(result, quality=80, enc_params={"preset": "ultrafast"})
    return bytes(result.getvalue())


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zero bytes": (lambda: b"", "empty"),
    "user password": (lambda: locked("geheim", "chef"), "encrypted"),
    "html named pdf": (lambda: b"<html><body>Bescheid</body></html>", "wrong_type"),
    "word file": (lambda: b"PK\x03\x04" + bytes(300), "wrong_type"),
    "gif": (lambda: picture(kind="GIF"), "wrong_type"),
    "only a header": (lambda: b"%PDF-1.7\n", "damaged"),
    "cut off in the middle": (lambda: paper(pages=9)[:1800], "damaged"),
    "no pages": (lambda: saved(Pdf.new()), "no_pages"),
    "xref loop": (xref_loop, "damaged"),
    "one page 100,000 times": (lambda: paper(change=many_times(100_000)), "too_many_pages"),
    "one page 100,000 times, said to be one": (lambda: paper(change=many_times(1)), "too_many_pages"),
    "201 pages": (lambda: paper(pages=201), "too_many_pages"),
    "page in a circle": (
        lambda: tree(b"2 0 obj<</Type/Pages/Count 2/Kids[4 0 R 2 0 R]>>endobj\n4 0 obj<</Type/Page>>endobj\n"),
        "damaged",
    ),
    "tree in a circle": (lambda: tree(b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"), "damaged"),
    "exponential tree": (exponential_tree, "damaged"),
    "huge page": (lambda: paper(box=(0, 0, 200_000, 200_000)), "page_size"),
    "tiny page": (lambda: paper(box=(0, 0, 0.2, 0.2)), "page_size"),
    "bomb": (lambda: paper(change=bomb(1)), "bomb"),
    "bomb in a bomb": (lambda: paper(change=bomb(2)), "bomb"),
    "bomb in a bomb in a bomb": (lambda: paper(change=bomb(3)), "bomb"),
    "content that does not unpack": (lambda: paper(change=broken_content), "damaged"),
    "content elsewhere": (lambda: paper(change=external_content), "elsewhere"),
    "picture of 3.6 gigapixels": (lambda: paper(change=giant_picture), "too_many_pixels"),
    "form only one program shows": (lambda: paper(change=form_with_xfa), "living_form"),
    "value that cannot be drawn": (lambda: paper(change=undrawn_value("日本")), "living_form"),
    "png of 400 megapixels": (wide_png, "too_many_pixels"),
    "cut off jpeg": (lambda: picture()[:2000], "damaged"),
    "cut off png": (lambda: picture(kind="PNG")[:400], "damaged"),
    "jpeg of three bytes": (lambda: b"\xff\xd8\xff", "damaged"),
    "broken heic": (lambda: heic()[:300], "damaged"),
    "empty heic": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(40), "damaged"),
}

TAMED_PAPERS: dict[str, tuple[Callable[[], bytes], int]] = {
    "plain": (paper, 1),
    "owner password only": (lambda: locked("", "chef"), 1),
    "script": (lambda: paper(change=script), 1),
    "launch": (lambda: paper(change=action("Launch", F=String("cmd.exe"))), 1),
    "web address": (lambda: paper(change=action("URI", URI=String("http://example.org"))), 1),
    "submit": (lambda: paper(change=action("SubmitForm", F=String("http://example.org"))), 1),
    "import data": (lambda: paper(change=action("ImportData", F=String("a.fdf"))), 1),
    "go to another file": (lambda: paper(change=action("GoToR", F=String("b.pdf"))), 1),
    "embedded file": (lambda: paper(change=embedded_file), 1),
    "form with values": (lambda: paper(change=hybrid_form), 1),
    "undrawn value": (lambda: paper(change=undrawn_value("Feldwert")), 1),
    "free text never drawn": (lambda: paper(change=free_text), 1),
    "sticky note": (lambda: paper(change=sticky_note), 1),
    "highlight": (lambda: paper(change=highlight), 1),
    "hidden layer": (lambda: paper(change=hidden_layer), 1),
    "metadata": (lambda: paper(change=metadata), 1),
    "nearly a bomb": (lambda: paper(change=bomb(1, 45_000_000)), 1),
    "endless form": (lambda: paper(change=endless_form), 1),
    "names as of actions": (lambda: paper(change=named("A")), 1),
    "inherited resources": (lambda: paper(pages=2, change=shared_resources), 2),
    "turned": (lambda: paper(change=turned(90)), 1),
    "turned by nonsense": (lambda: paper(change=turned(-270)), 1),
    "cropped": (lambda: paper(box=(100, 200, 695, 1042), change=cropped), 1),
    "offset box": (lambda: paper(box=(-300, -400, 295, 442)), 1),
    "user unit": (lambda: paper(change=in_large_units), 1),
    "landscape": (lambda: paper(box=(0, 0, 842, 595)), 1),
    "unbalanced states": (lambda: paper(change=unbalanced), 1),
    "junk before the header": (lambda: b"\r\n\r\nHTTP junk\n" + paper(), 1),
    "picture and paper in one": (lambda: paper() + picture(), 1),
}

TAMED: dict[str, tuple[Callable[[], bytes], int]] = {
    **TAMED_PAPERS,
    "jpeg": (picture, 1),
    "cmyk jpeg": (lambda: picture(mode="CMYK"), 1),
    "grey jpeg": (lambda: picture(mode="L"), 1),
    "turned jpeg": (lambda: with_exif(6), 1),
    "png": (lambda: picture(kind="PNG"), 1),
    "16 bit png": (deep_grey_png, 1),
    "palette png": (lambda: see_through_png("P"), 1),
    "see-through png": (lambda: see_through_png("RGBA"), 1),
    "grey see-through png": (lambda: see_through_png("LA"), 1),
    "single bit png": (lambda: picture(mode="1", kind="PNG"), 1),
    "moving png": (moving_png, 1),
    "heic": (heic, 1),
    "48 megapixels": (lambda: picture(size=(8000, 6000)), 1),
    "24 megapixels heic": (lambda: heic((6000, 4000)), 1),
    "48 megapixels png": (lambda: picture(size=(8000, 6000), kind="PNG", compress_level=1), 1),
}
