"""DOCX at the gate: the parts that draw pages, found along the relationships of known kinds; nothing else.

Fields keep the text they showed last: only those that count pages, and boxes of forms, stay alive. So no field fetches
a picture or a text from elsewhere, and a letter keeps its day.
"""

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from documents import packages, pictures
from documents.packages import Package
from documents.rejection import Rejected

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = MEDIA_TYPE + ".main+xml"
_WITH_MACROS = "application/vnd.ms-word."
_TYPES, _TOP = "[Content_Types].xml", "_rels/.rels"
_DRAWN = {
    "officeDocument", "styles", "stylesWithEffects", "numbering", "settings", "fontTable", "theme", "themeOverride",
    "header", "footer", "footnotes", "endnotes", "image", "chart", "chartUserShapes", "diagramData", "diagramLayout",
    "diagramQuickStyle", "diagramColors", "diagramDrawing",
}  # fmt: skip
"""Kinds of relationships that are followed, by the last word of their type."""
_CONTENT_ELSEWHERE = {"aFChunk", "subDocument"}
"""A part of the text stands in another document: without it, something would be missing."""
_MACROS = {"vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations"}
_WITH_STAND_IN = ".svg"
"""Word always puts a PNG of the same picture beside it."""
_DEAD = {"attachedTemplate", "mailMerge", "linkStyles", "saveThroughXslt", "control", "OLEObject", "altChunk", "subDoc"}
_ADDRESSES = {"src", "href", "althref", "link"}
_LIVING_FIELD = re.compile(r'\s*(PAGE|NUMPAGES|SECTIONPAGES|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)\b[^"]{0,60}', re.I)


def is_one(package: Package) -> bool:
    """Its main part is a Word document. Raises `Rejected` for one that may hold macros."""
    if _TYPES not in package or _TOP not in package:
        return False
    main = _types(package).get(_main_part(package), "")
    if main.startswith(_WITH_MACROS):
        raise Rejected("macros")
    return main == _MAIN


def rebuild(package: Package) -> tuple[bytes, set[str]]:
    """The archive with what draws pages, and what was noted. Raises `Rejected`."""
    notes: set[str] = set()
    parts = {_TYPES: b"", _TOP: packages.as_bytes(_kept_relationships(package, "", notes))}
    waiting, kept = [_main_part(package)], set[str]()
    while waiting:
        name = waiting.pop()
        if name in kept:
            continue
        kept.add(name)
        if pictures.is_picture(package.read(name)):
            parts[name] = package.read(name)
            continue
        parts[name] = packages.as_bytes(_tamed(package.read_xml(name)))
        own = _relationships_of(name)
        if own in package:
            relations = _kept_relationships(package, name, notes)
            parts[own] = packages.as_bytes(relations)
            waiting += [_target(name, relation) for relation in relations]
    parts[_TYPES] = packages.as_bytes(_kept_types(package, kept))
    return packages.packed(parts), notes


def _types(package: Package) -> dict[str, str]:
    """The media type of each part that is named with one."""
    return {
        str(entry.get("PartName", "")).lstrip("/"): str(entry.get("ContentType", ""))
        for entry in package.read_xml(_TYPES)
        if _word(entry) == "Override"
    }


def _main_part(package: Package) -> str:
    for relation in package.read_xml(_TOP):
        if _kind(relation) == "officeDocument":
            return _target("", relation)
    return ""


def _kept_relationships(package: Package, part: str, notes: set[str]) -> etree._Element:
    """The relationships of a part that stay inside the file and draw something; "" for those of the whole file."""
    root = package.read_xml(_relationships_of(part))
    for relation in list(root):
        kind, target = _kind(relation), _target(part, relation)
        if kind in _MACROS:
            raise Rejected("macros")
        if kind in _CONTENT_ELSEWHERE:
            raise Rejected("bomb")
        if kind == "comments" and len(package.read_xml(target) if target in package else ()):
            notes.add("remark_left")
        is_outside = str(relation.get("TargetMode", "")).lower() == "external" or target not in package
        is_drawn = kind in _DRAWN and (part != "" or kind == "officeDocument")
        if is_drawn and not is_outside and _can_be_drawn(kind, package.read(target)):
            continue
        if kind == "image" and not target.lower().endswith(_WITH_STAND_IN):
            notes.add("picture_left")
        root.remove(relation)
    return root


def _can_be_drawn(kind: str, data: bytes) -> bool:
    return kind != "image" or pictures.is_picture(data)


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(part: str, relation: etree._Element) -> str:
    """The part that a relationship names; something that is no part's name where it leads elsewhere."""
    target = str(relation.get("Target", ""))
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _kept_types(package: Package, kept: set[str]) -> etree._Element:
    root = package.read_xml(_TYPES)
    for entry in list(root):
        is_kept = str(entry.get("PartName", "")).lstrip("/") in kept
        if _word(entry) != "Default" and not is_kept:
            root.remove(entry)
    return root


def _tamed(root: etree._Element) -> etree._Element:
    """An XML part that leads nowhere and does nothing."""
    for element in list(_elements(root)):
        word = _word(element)
        if word in _DEAD:
            _remove(element)
        elif word in ("instrText", "delInstrText") and not _LIVING_FIELD.fullmatch(element.text or ""):
            element.text = ""
        for name, value in element.attrib.items():
            is_address = etree.QName(name).localname.lower() in _ADDRESSES and not value.startswith("#")
            if is_address or (_ends_in(name, "instr") and not _LIVING_FIELD.fullmatch(value)):
                del element.attrib[name]
    return root


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        raise Rejected("damaged")
    parent.remove(element)


def _kind(relation: etree._Element) -> str:
    return str(relation.get("Type", "")).rpartition("/")[2]


def _word(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _ends_in(name: str, word: str) -> bool:
    return bool(etree.QName(name).localname == word)
