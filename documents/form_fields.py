"""Reading the fields of a foreign form (AcroForm, ISO 32000-2, 12.7) and the places where they stand on pages.

Nothing here imports Django.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from documents import weighing
from documents.rejection import Rejected

LONGEST_SIDE = 5000.0
"""Points of a field."""
_DEEPEST = 200
"""Fields above a field that may hand something down to it."""
_MOST_NODES = 20_000
_LANGUAGE = re.compile("\x1b[^\x1b]*\x1b")
"""A code of language inside a text (ISO 32000-2, 7.9.2.2)."""


def inherited(field: Object, key: str) -> Any:
    """What a field has itself or from the fields above it; None if nothing. Raises `Rejected`."""
    below: set[tuple[int, int]] = set()
    for _above in range(_DEEPEST):
        if key in field:
            return field[key]
        parent = field.get("/Parent")
        if not isinstance(parent, Dictionary) or (parent.is_indirect and parent.objgen in below):
            return None
        below.add(parent.objgen)
        field = parent
    raise Rejected("living_form")


def remarks_on(source: Pdf) -> Iterator[Object]:
    """All that lies on the pages: remarks, links and places of fields."""
    for page in source.pages:
        remarks = page.obj.get("/Annots")
        if isinstance(remarks, Array):
            yield from (remark for remark in remarks if isinstance(remark, Dictionary))


def all_places(source: Pdf) -> Iterator[Object]:
    """Where fields stand on the pages."""
    return (remark for remark in remarks_on(source) if remark.get("/Subtype") == Name.Widget)


def tell_parents(form: Dictionary) -> None:
    """A place that only its field names is told its field. Raises `Rejected`."""
    fields = form.get("/Fields")
    waiting = [field for field in fields if isinstance(field, Dictionary)] if isinstance(fields, Array) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        field = waiting.pop()
        kids = field.get("/Kids")
        if not field.is_indirect or field.objgen in seen or not isinstance(kids, Array):
            continue
        seen.add(field.objgen)
        for kid in kids:
            if isinstance(kid, Dictionary):
                waiting.append(kid)
                if "/Parent" not in kid:
                    kid["/Parent"] = field
        if len(seen) + len(waiting) > _MOST_NODES:
            raise Rejected("living_form")


def extent(box: object) -> tuple[float, float]:
    """Width and height; nothing of what is no box."""
    if not isinstance(box, Array) or len(box) != 4:
        return 0.0, 0.0
    left, bottom, right, top = (float(side) for side in box)
    return round(min(abs(right - left), LONGEST_SIDE), 3), round(min(abs(top - bottom), LONGEST_SIDE), 3)


def corners(place: Object) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(side) for side in place.Rect)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def part(place: Object, key: str, name: str) -> object:
    """What goes by `name` in the dictionary under `key`; None without one."""
    parts = place.get(key)
    return parts.get(name) if isinstance(parts, Dictionary) else None


def number(value: object) -> int:
    return int(value) if isinstance(value, int | Decimal) else 0


def written(value: object) -> str:
    """One value as somebody reads it; raises `Rejected` for what no field holds."""
    if isinstance(value, Stream):
        weighing.unpacked_size(value)
        value = String(value.read_bytes())
    if isinstance(value, Name):
        return str(value).removeprefix("/")
    if isinstance(value, String | int | Decimal) and not isinstance(value, bool):
        return _LANGUAGE.sub("", str(value)).rstrip("\0")
    raise Rejected("living_form")
