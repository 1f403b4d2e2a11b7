"""What the codes of a font say: the ToUnicode map of a PDF (ISO 32000-1, 9.10.3; Adobe Technical Note 5014)."""

from collections.abc import Iterator, Mapping, Sequence

_MOST_IN_A_BLOCK = 100
"""Entries in one part of a map."""


def glyph_map(texts: Mapping[int, str], *, code_bytes: int) -> bytes:
    """The map of a font whose codes take so many bytes; each text is what its code says."""
    digits = 2 * code_bytes
    entries = [f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in texts.items()]
    blocks = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in _blocks(entries))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{'0' * digits}> <{'F' * digits}>\nendcodespacerange\n{blocks}\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _blocks(entries: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(entries), _MOST_IN_A_BLOCK):
        yield entries[start : start + _MOST_IN_A_BLOCK]
