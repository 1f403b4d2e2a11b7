"""What the codes of a font say: the ToUnicode map of a PDF (ISO 32000-1, 9.10.3; Adobe Technical Note 5014)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

LARGEST = 512 * 1024
"""Bytes of a map that is read."""
_MOST_IN_A_BLOCK = 100
"""Entries in one part of a map."""
_MOST_CODES = 0x10000
_LONGEST = 4 * 32
"""Digits of what one code says."""
_EDGES = re.compile(rb"(?<![A-Za-z])((?:begin|end)bf(?:char|range))(?![A-Za-z])")
_CODE = rb"<[0-9A-Fa-f\s]*>"
_CHAR = re.compile(rb"(%b\s*)(%b)" % (_CODE, _CODE))
_RANGE = re.compile(rb"(%b\s*)(%b\s*)(%b|\[[^\[\]]*\])" % (_CODE, _CODE, _CODE))
_ONE = re.compile(_CODE)


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


def read_map(said: bytes) -> dict[int, str]:
    """What each code of a foreign map says, empty where it says nothing. Raises ValueError for what is no map, or too
    large."""
    texts: dict[int, str] = {}
    for count, (code, text) in enumerate(_said(said)):
        if count > _MOST_CODES:
            raise ValueError("too many codes")
        texts[code] = text
    return texts


def _said(said: bytes) -> Iterator[tuple[int, str]]:
    for kind, block in _parts(said):
        if kind == b"beginbfchar":
            yield from ((_number(code), _text(target)) for code, target in _CHAR.findall(block))
        elif kind == b"beginbfrange":
            for first, last, target in _RANGE.findall(block):
                yield from _range(_number(first), _number(last), target)


def changed_map(said: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The map with each target changed, in its notation as ``<hex>``, but those of a range that goes on."""

    def of_range(found: re.Match[bytes]) -> bytes:
        first, last, target = found.groups()
        is_single = target.startswith(b"[") or _number(first) == _number(last)
        return first + last + (_ONE.sub(lambda one: change(one[0]), target) if is_single else target)

    made = []
    for kind, block in _parts(said):
        if kind == b"beginbfchar":
            block = _CHAR.sub(lambda pair: pair[1] + change(pair[2]), block)
        elif kind == b"beginbfrange":
            block = _RANGE.sub(of_range, block)
        made += [kind, block]
    return b"".join(made)


def _parts(said: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each keyword of a map with what follows; nothing stands in front of the first."""
    if len(said) > LARGEST:
        raise ValueError("too large")
    pieces = [b"", *_EDGES.split(said)]
    yield from zip(pieces[::2], pieces[1::2], strict=True)


def _range(first: int, last: int, target: bytes) -> Iterator[tuple[int, str]]:
    codes = range(first, last + 1)
    if target.startswith(b"["):
        texts = map(_text, _ONE.findall(target))
        yield from ((code, next(texts, "")) for code in codes)
        return
    text = _text(target)
    for code in codes:
        yield code, text[:-1] + chr(min(ord(text[-1]) + code - first, 0x10FFFF)) if text else ""


def _number(code: bytes) -> int:
    return int(b"".join(code.strip()[1:-1].split()) or b"0", 16)


def _text(target: bytes) -> str:
    digits = b"".join(target.strip()[1:-1].split()).decode("ascii")
    if len(digits) > _LONGEST:
        raise ValueError("too long")
    letters = bytes.fromhex(digits + "0" * (len(digits) % 2))
    return (letters.rjust(2, b"\0") if letters else b"").decode("utf-16-be", "replace")
