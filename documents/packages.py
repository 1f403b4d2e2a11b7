"""Zip archives at the gate: their directory is checked before anything is unpacked, their XML is read without a DTD.

Runs in the limited child process; nothing is written anywhere.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from lxml import etree

from documents.rejection import Rejected

MOST_ENTRIES = 2_000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_XML = 24 * 1024 * 1024
"""Bytes of one XML part; as a tree it takes many times as much."""
MOST_RATIO = 200
RATIO_COUNTS_FROM = 4 * 1024 * 1024
"""Bytes unpacked; below it, a strong compression harms nobody."""
BEGIN = b"PK\x03\x04"
_LOCKED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)


class Package:
    """An archive of sane size, in memory. Raises `Rejected` where it is none."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Rejected("damaged") from error
        entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        self._entries = {entry.filename: entry for entry in entries}
        _weigh(entries, len(data))
        if len(self._entries) != len(entries):
            raise Rejected("damaged")

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of an entry; b"" where there is none of that name."""
        if name not in self._entries:
            return b""
        try:
            return self._archive.read(self._entries[name])
        except _BROKEN as error:
            raise Rejected("damaged") from error

    def read_xml(self, name: str) -> etree._Element:
        return parsed(self.read(name))


def _weigh(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """By what the directory says: an entry never gives more than that, for `zipfile` stops there."""
    if len(entries) > MOST_ENTRIES:
        raise Rejected("bomb")
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise Rejected("encrypted")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Rejected("bomb")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * packed):
        raise Rejected("bomb")


def parsed(data: bytes) -> etree._Element:
    """The root of an XML part, without comments and processing instructions. Raises `Rejected`."""
    if len(data) > MOST_XML:
        raise Rejected("bomb")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Rejected("damaged") from error
    if root.getroottree().docinfo.doctype:
        raise Rejected("bomb")
    return root


def as_bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def packed(parts: Mapping[str, bytes], *, stored: Iterable[str] = ()) -> bytes:
    """A new archive of these parts, in this order; those `stored` are not compressed."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, data in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=how)
    return result.getvalue()
