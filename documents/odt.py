"""ODT at the gate: text, styles, settings and pictures; whatever leads out of the file or does something is gone.

Fields that would say something new each time (day, file name) keep what they said last.
"""

import posixpath
import re

from lxml import etree

from documents import packages, pictures
from documents.packages import Package
from documents.rejection import Rejected

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_MIME, _MANIFEST = "mimetype", "META-INF/manifest.xml"
_XML_PARTS = ("content.xml", "styles.xml", "settings.xml")
_MACRO = re.compile(r"(Basic/.+/(?!script-lb\.xml|dialog-lb\.xml).+\.xml|Scripts/.+)")
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _DRAW = f"{{{_URN}office:1.0}}", f"{{{_URN}text:1.0}}", f"{{{_URN}drawing:1.0}}"
_CONFIG, _FORM, _MAN = f"{{{_URN}config:1.0}}", f"{{{_URN}form:1.0}}", f"{_URN}manifest:1.0"
_ADDRESS = "{http://www.w3.org/1999/xlink}href"
_OBJECTS = (f"{_DRAW}object", f"{_DRAW}object-ole")
"""They come with a picture of themselves, as a rule."""
_GONE = (
    f"{_OFFICE}scripts", f"{_OFFICE}event-listeners", f"{_OFFICE}dde-source", f"{_OFFICE}forms",
    f"{_OFFICE}database", f"{_TEXT}section-source", f"{_TEXT}script", f"{_TEXT}dde-connection-decls",
    f"{_TEXT}alphabetical-index-auto-mark-file", f"{_DRAW}floating-frame", f"{_DRAW}applet", f"{_DRAW}plugin",
    *_OBJECTS, f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}binary-data",
)  # fmt: skip
_FROZEN = tuple(
    f"{_TEXT}{name}"
    for name in (
        "a", "date", "time", "file-name", "template-name", "execute-macro", "dde-connection", "macro-button",
        "database-display", "database-next", "database-row-select", "database-row-number", "database-name",
        "author-name", "author-initials", "modification-date", "modification-time", "print-date", "print-time",
    )
)  # fmt: skip
"""Fields and links of which only the text stays."""
_KEPT_SETTINGS = f"{{{_URN}config:1.0}}config-item"
_DEAD_SETTINGS = {"LinkUpdateMode", "UpdateFromTemplate", "LoadReadonly", "CurrentDatabaseDataSource", "PrinterSetup"}


def is_one(package: Package) -> bool:
    return package.read(_MIME).strip() == MEDIA_TYPE.encode()


def rebuild(package: Package) -> tuple[bytes, set[str]]:
    """The archive with what draws pages, and what was noted. Raises `Rejected`."""
    _refuse_what_does_something(package)
    notes: set[str] = set()
    drawn = {name: package.read(name) for name in package.names if name.startswith(("Pictures/", "ObjectRep"))}
    drawn = {name: data for name, data in drawn.items() if pictures.is_picture(data)}
    parts = {_MIME: MEDIA_TYPE.encode(), _MANIFEST: b""}
    for name in _XML_PARTS:
        if name in package:
            parts[name] = packages.as_bytes(_tamed(package.read_xml(name), set(drawn), notes))
    if "content.xml" not in parts:
        raise Rejected("damaged")
    parts |= drawn
    parts[_MANIFEST] = _manifest(parts)
    return packages.packed(parts, stored=(_MIME,)), notes


def _refuse_what_does_something(package: Package) -> None:
    if b"encryption-data" in package.read(_MANIFEST):
        raise Rejected("encrypted")
    if any(_MACRO.fullmatch(name) for name in package.names):
        raise Rejected("macros")


def _tamed(root: etree._Element, drawn: set[str], notes: set[str]) -> etree._Element:
    """An XML part that leads nowhere and does nothing."""
    if next(root.iter(f"{_FORM}form"), None) is not None and next(root.iter(f"{_DRAW}control"), None) is not None:
        raise Rejected("living_form")
    if next(root.iter(f"{_OFFICE}annotation"), None) is not None:
        notes.add("remark_left")
    if any(thing.getparent().find(f"{_DRAW}image") is None for thing in root.iter(*_OBJECTS)):
        notes.add("picture_left")
    if next(root.iter(f"{_OFFICE}binary-data"), None) is not None:
        notes.add("picture_left")  # of any kind, inside the text: no word processor writes that into an archive
    etree.strip_elements(root, *_GONE, with_tail=False)
    etree.strip_tags(root, *_FROZEN)
    for element in root.iter(_KEPT_SETTINGS):
        if element.get(f"{_CONFIG}name") in _DEAD_SETTINGS:
            element.text = ""
    for element in list(root.iter()):
        if not _stays_inside(element, drawn):
            del element.attrib[_ADDRESS]
            if element.tag == f"{_DRAW}image":
                _leave_picture(element, drawn, notes)
    return root


def _stays_inside(element: etree._Element, drawn: set[str]) -> bool:
    """Whether an element names nothing, something on its own pages, or a picture that is taken over."""
    address = element.get(_ADDRESS)
    return address is None or address.startswith("#") or posixpath.normpath(address) in drawn


def _leave_picture(image: etree._Element, drawn: set[str], notes: set[str]) -> None:
    """A frame may hold the same picture in several kinds; then one that is left out is no loss."""
    frame = image.getparent()
    others = [one for one in frame.findall(image.tag) if one.get(_ADDRESS) and _stays_inside(one, drawn)]
    if others:
        frame.remove(image)
    else:
        notes.add("picture_left")


def _manifest(parts: dict[str, bytes]) -> bytes:
    root = etree.Element(f"{{{_MAN}}}manifest", nsmap={"manifest": _MAN})
    for name in ("/", *parts):
        kind = MEDIA_TYPE if name == "/" else "text/xml" if name.endswith(".xml") else ""
        if name not in (_MIME, _MANIFEST):
            etree.SubElement(
                root, f"{{{_MAN}}}file-entry", {f"{{{_MAN}}}full-path": name, f"{{{_MAN}}}media-type": kind}
            )
    return packages.as_bytes(root)
