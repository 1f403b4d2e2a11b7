"""What of a foreign page is an artifact (ISO 32000-1, 14.8.2.2): lines and fields of colour beside what is tagged.

On a page that is tagged as a whole there is none: otherwise there would be artifacts inside of what is read aloud
(PDF/UA-1, 7.1). Nothing here imports Django.
"""

import re
from collections.abc import Callable, Iterable, Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Operator, Pdf, Stream

from documents.font_encodings import ODD

_Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_MARKS = re.compile(rb"Artifact|/\S*#|/Lang\b")
"""What may begin an artifact, or say the language of a part."""
_PATH = frozenset(["m", "l", "c", "v", "y", "h", "re", "W", "W*"])
_PAINTING = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"])


def melt(target: Pdf) -> bool:
    """Give what is marked as an artifact a mark without meaning; tells whether that was done everywhere."""
    forms = [one for one in target.objects if isinstance(one, Stream) and one.get("/Subtype") == Name.Form]
    return _rewrite([form for form in forms if _MARKS.search(form.read_bytes())], _melted)


def cover(forms: Iterable[Object]) -> bool:
    """Mark lines and fields of colour that stand outside of all marks as artifacts; tells whether that was done."""
    return _rewrite(forms, _covered)


def _rewrite(forms: Iterable[Object], change: Callable[[Iterable[_Instruction]], Iterator[_Instruction]]) -> bool:
    try:
        for form in forms:
            form.write(pikepdf.unparse_content_stream(list(change(pikepdf.parse_content_stream(form)))))
    except ODD:
        return False
    return True


def _melted(instructions: Iterable[_Instruction]) -> Iterator[_Instruction]:
    for one in instructions:
        if str(one.operator) in ("BMC", "BDC") and next(iter(one.operands), None) == Name.Artifact:
            yield _mark(Name.Span)
        else:
            yield _without_language(one)


def _covered(instructions: Iterable[_Instruction]) -> Iterator[_Instruction]:
    depth = 0
    path: list[_Instruction] = []
    for one in instructions:
        operator = str(one.operator)
        if not depth and operator in _PATH:
            path.append(one)
            continue
        one = _without_language(one)
        is_seen = bool(path) and operator in _PAINTING and operator != "n"
        yield from (_mark(Name.Artifact), *path, one, _END) if is_seen else (*path, one)
        path = []
        depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
    yield from path


def _without_language(one: _Instruction) -> _Instruction:
    """The structure says it, or nothing does: what stands in the content may be no language at all."""
    said = one.operands[-1] if str(one.operator) == "BDC" and len(one.operands) else None
    if isinstance(said, Dictionary) and "/Lang" in said:
        said = Dictionary({key: value for key, value in said.items() if key != "/Lang"})
        return pikepdf.ContentStreamInstruction([one.operands[0], said], Operator("BDC"))
    return one


def _mark(name: Name) -> _Instruction:
    return pikepdf.ContentStreamInstruction([name], Operator("BMC"))


_END = pikepdf.ContentStreamInstruction([], Operator("EMC"))
