"""Text documents, ordinary and hostile, made here; none of them comes from anywhere else."""

import io
import zipfile
from collections.abc import Callable, Mapping

from tests.documents import hostile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ARABIC = "وصلنا إلى ألمانيا ونعيش في مدينة دورتموند."
FAR = "http://127.0.0.1:9/fern.png"
FAR_FILE = "file:///etc/passwd"
NAMES_OF_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{word}:1.0"'
    for name, word in (
        ("office", "office"),
        ("text", "text"),
        ("draw", "drawing"),
        ("table", "table"),
        ("form", "form"),
    )
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return result.getvalue()


def said(text: str, *, rtl: bool = False) -> str:
    """A paragraph of DOCX."""
    paragraph, run = ("<w:pPr><w:bidi/></w:pPr>", "<w:rPr><w:rtl/></w:rPr>") if rtl else ("", "")
    return f'<w:p>{paragraph}<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(
    body: str = said("Guten Tag"),
    *,
    relations: str = "",
    kind: str = f"{DOCX}.main+xml",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """`relations` are those of the main part, `kind` is its media type, `parts` stand beside it."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    top = f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="word/document.xml"/>'
    names = f'xmlns:w="{W}" xmlns:r="{RELATION}"'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{top}</Relationships>',
            "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations,
            **(parts or {}),
        }
    )


def odt(body: str = "<text:p>Guten Tag</text:p>", *, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    names = f'{NAMES_OF_ODF} xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = (
        f'<office:document-content {names} office:version="1.2"><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    return zipped({"mimetype": ODT, "content.xml": content, **(parts or {})})


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r{kind}" Type="{RELATION}/{kind}" Target="{target}"{mode}/>'


def field(code: str, shown: str) -> str:
    """A field of Word: what it does, and what it showed last."""
    marks = {name: f'<w:r><w:fldChar w:fldCharType="{name}"/></w:r>' for name in ("begin", "separate", "end")}
    code = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"<w:p>{marks['begin']}{code}{marks['separate']}<w:r><w:t>{shown}</w:t></w:r>{marks['end']}</w:p>"


def inline_picture(name: str) -> str:
    """A picture in the text, by the id of its relationship or, for "link", from elsewhere."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    size = 'cx="900000" cy="900000"'
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="Bild"/><a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture">'
        '<pic:nvPicPr><pic:cNvPr id="1" name="Bild"/><pic:cNvPicPr/></pic:nvPicPr>'
        f"<pic:blipFill><a:blip {name}/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def table(rows: int, cells: int = 4) -> str:
    row = "<w:tr>" + "".join(f"<w:tc>{said(f'Zelle {number}')}</w:tc>" for number in range(cells)) + "</w:tr>"
    return f"<w:tbl><w:tblPr/>{row * rows}</w:tbl><w:p/>"


def bomb() -> bytes:
    """60 MB of nothing in 60 KB."""
    return docx(parts={"word/media/a.png": bytes(60 * 1024 * 1024)})


def crowd() -> bytes:
    return docx(parts={f"word/media/{number}.png": b"" for number in range(3_000)})


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def doubled() -> bytes:
    """Billions of laughs: entities that unfold into each other."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><w:document xmlns:w="{W}"><w:body>&a8;</w:body></w:document>'
    return docx(parts={"word/document.xml": text})


def locked_with_password() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


REFUSED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "unfolds to far more": (bomb, "bomb"),
    "thousands of entries": (crowd, "bomb"),
    "entities that unfold": (doubled, "damaged"),
    "docx cut in half": (lambda: cut(docx(said("Guten Tag") * 200)), "damaged"),
    "odt cut in half": (lambda: cut(odt("<text:p>Guten Tag</text:p>" * 200)), "damaged"),
    "html named docx": (lambda: b"<html><body>Bescheid</body></html>", "wrong_type"),
    "any archive": (lambda: zipped({"a.txt": "Guten Tag"}), "wrong_type"),
    "a table of Excel": (
        lambda: docx(kind="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        "wrong_type",
    ),
    "docm named docx": (lambda: docx(kind="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "macros in a docx": (
        lambda: docx(
            relations='<Relationship Id="v" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
            'Target="vbaProject.bin"/>',
            parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
        ),
        "macros",
    ),
    "basic in an odt": (lambda: odt(parts={"Basic/Standard/Modul1.xml": "<a/>"}), "macros"),
    "python in an odt": (lambda: odt(parts={"Scripts/python/a.py": "print(1)"}), "macros"),
    "locked odt": (lambda: odt(parts={"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "encrypted"),
    "locked docx": (locked_with_password, "encrypted"),
    "text in another document": (
        lambda: docx(relations=relation("aFChunk", "a.html"), parts={"word/a.html": "x"}),
        "bomb",
    ),
    "doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "text_document"),
    "rtf": (lambda: b"{\\rtf1\\ansi Guten Tag}", "text_document"),
}  # fmt: skip
"""What is never handed to LibreOffice, with the code of the reason."""

OUTSIDE: Mapping[str, Callable[[], bytes]] = {
    "linked picture": lambda: docx(
        said("Davor") + inline_picture('r:link="rimage"') + said("Danach"),
        relations=relation("image", FAR, outside=True),
    ),
    "linked picture of the old kind": lambda: docx(
        f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:90pt;height:90pt">'
        f'<v:imagedata src="{FAR}"/></v:shape></w:pict></w:r></w:p>' + said("Danach")
    ),
    "template elsewhere": lambda: docx(
        said("Danach"),
        relations=relation("settings", "settings.xml"),
        parts={
            "word/settings.xml": f'<w:settings xmlns:w="{W}"><w:attachedTemplate w:id="rt"/></w:settings>',
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            + relation("attachedTemplate", FAR, outside=True)
            + "</Relationships>",
        },
    ),
    "field that fetches a picture": lambda: docx(field(f'INCLUDEPICTURE "{FAR}"', "Bild") + said("Danach")),
    "field that fetches a file": lambda: docx(field(f'INCLUDETEXT "{FAR_FILE}"', "Alt") + said("Danach")),
    "linked section": lambda: odt(
        f'<text:section text:name="a"><text:section-source xlink:href="{FAR_FILE}" text:filter-name="Text"/>'
        "<text:p>Alt</text:p></text:section><text:p>Danach</text:p>"
    ),
    "linked picture in an odt": lambda: odt(
        f'<text:p><draw:frame text:anchor-type="paragraph"><draw:image xlink:href="{FAR}"/></draw:frame></text:p>'
        "<text:p>Danach</text:p>"
    ),
    "floating frame": lambda: odt(
        f'<text:p><draw:frame><draw:floating-frame xlink:href="{FAR}"/></draw:frame></text:p><text:p>Danach</text:p>'
    ),
}
"""They lead out of the file; what is in it is taken, and nothing is fetched."""

PICTURE = hostile.picture(kind="PNG", size=(60, 60))
