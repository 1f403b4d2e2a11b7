"""Values of a foreign form that nobody has drawn, or that viewers are asked to draw anew, get their drawings.

The limited child finds them and asks for drawings (`Undrawn`); `form_drawings` sets them outside with the project's own
fonts, and the child lays them into the fields. Nothing here imports Django.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from documents import weighing
from documents.rejection import Rejected

WITHOUT_PAPER = 2 | 32
"""Flags of a place: hidden, not shown."""
MOST_FIELDS = 3000
MOST_LETTERS = 200_000
"""In all values of a file together."""
_MULTILINE, _PASSWORD, _COMBO, _COMB = 1 << 12, 1 << 13, 1 << 17, 1 << 24
"""Flags of a field (ISO 32000-2, 12.7.5)."""
_DEEPEST = 32
"""Fields above a field that may hand something down to it."""
_SMALLEST_LETTERS, LARGEST_LETTERS = 4.0, 60.0
"""Points that a form may ask for."""
LONGEST_SIDE = 5000.0
"""Points of a field."""
MOST_CELLS = 200
_LIGHT = 0.6
"""Backgrounds darker than this are left out: all values are set in black."""
_TEXT = ("Tj", "TJ", "'", '"')
"""Operators that show letters."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A drawing that is asked for, in points. `size` is 0 where any size will do, `cells` boxes for one letter each.

    `side` is 0 for left, 1 for the middle, 2 for right; `fill` and `line` are colours as `#rrggbb`, or empty.
    """

    text: str
    width: float
    height: float
    size: float
    is_long: bool
    side: int
    cells: int
    fill: str
    line: str


@dataclass(frozen=True, slots=True)
class Drawings:
    """The answer: a page for each wish, in order. `digest` names the wishes."""

    pdf: bytes
    digest: str


class Undrawn(Rejected):
    """Raised where drawings are needed; `wishes` is what `form_drawings.drawn` takes."""

    def __init__(self, wishes: bytes) -> None:
        super().__init__("undrawn")
        self.wishes = wishes


def draw(source: Pdf, form: Dictionary, drawings: Drawings | None) -> None:
    """Give each value that lacks one its drawing; raises `Undrawn` where `drawings` are not those, `Rejected`."""
    is_anew = bool(form.get("/NeedAppearances", False))
    if is_anew:
        _set_buttons(source)
        del form["/NeedAppearances"]  # as long as it stands there, nothing is drawn into the pages
    places = [place for place in _places(source) if is_anew or _lacks_drawing(place)]
    if not places:
        return
    if len(places) > MOST_FIELDS:
        raise Rejected("living_form")
    wishes = json.dumps([asdict(_wish(place)) for place in places]).encode("ascii")
    if len(wishes) > 12 * MOST_LETTERS:
        raise Rejected("living_form")
    if drawings is None or drawings.digest != digest(wishes):
        raise Undrawn(wishes)
    with pikepdf.open(io.BytesIO(drawings.pdf)) as drawn:
        for place, page in zip(places, drawn.pages, strict=True):
            drawing = source.copy_foreign(drawn.make_indirect(page.as_form_xobject()))
            drawing.Matrix = Array(_TURNS[_turn(place)])
            place["/AP"] = Dictionary(N=drawing)


def digest(wishes: bytes) -> str:
    return hashlib.sha256(wishes).hexdigest()


def is_set(place: Object) -> bool:
    """Whether anything is written, chosen or ticked."""
    value = inherited(place, "/V")
    if isinstance(value, Name):
        return value != Name.Off
    return bool(_text(place).strip() or str(inherited(place, "/RV") or "").strip())


def inherited(field: Object, key: str) -> Any:
    """What a field has itself or from the fields above it; None if nothing."""
    for _above in range(_DEEPEST):
        if key in field:
            return field[key]
        parent = field.get("/Parent")
        if not isinstance(parent, Dictionary):
            return None
        field = parent
    return None


def remarks_on(source: Pdf) -> Iterator[Object]:
    """All that lies on the pages: remarks, links and places of fields."""
    for page in source.pages:
        remarks = page.obj.get("/Annots")
        if isinstance(remarks, Array):
            yield from (remark for remark in remarks if isinstance(remark, Dictionary))


def _all_places(source: Pdf) -> Iterator[Object]:
    """Where fields stand on the pages."""
    return (remark for remark in remarks_on(source) if remark.get("/Subtype") == Name.Widget)


def _places(source: Pdf) -> Iterator[Object]:
    """Of fields of text or choice that should be seen, and have room for a letter."""
    for place in _all_places(source):
        kind, flags = inherited(place, "/FT"), _number(inherited(place, "/Ff"))
        is_hidden = _number(place.get("/F")) & WITHOUT_PAPER or (kind == Name.Tx and flags & _PASSWORD)
        if kind in (Name.Tx, Name.Ch) and not is_hidden and min(_sides(place)) > 0:
            yield place


def _lacks_drawing(place: Object) -> bool:
    """Whether a value stands there that nothing shows."""
    if not _text(place).strip():
        return False
    drawing = _part(place, "/AP", "/N")
    if not isinstance(drawing, Stream):
        return True
    weighing.unpacked_size(drawing)
    return not any(_shows(list(one.operands), str(one.operator)) for one in pikepdf.parse_content_stream(drawing))


def _shows(operands: Sequence[Any], operator: str) -> bool:
    """Whether an operator of a drawing shows a letter, a picture or another drawing."""
    if operator in ("Do", "INLINE IMAGE"):
        return True
    parts = list(operands[-1]) if operator == "TJ" and operands else operands
    return operator in _TEXT and any(isinstance(part, String) and bytes(part).strip() for part in parts)


def _wish(place: Object) -> Wish:
    flags, is_choice = _number(inherited(place, "/Ff")), inherited(place, "/FT") == Name.Ch
    width, height = _sides(place)
    has_cells = not is_choice and flags & _COMB and not flags & _MULTILINE
    return Wish(
        text=_text(place),
        width=width,
        height=height,
        size=_size(place),
        is_long=bool(not flags & _COMBO if is_choice else flags & _MULTILINE),
        side=_number(inherited(place, "/Q")) % 3,
        cells=min(max(_number(inherited(place, "/MaxLen")), 0), MOST_CELLS) if has_cells else 0,
        fill=_colour(_part(place, "/MK", "/BG"), darkest=_LIGHT),
        line=_colour(_part(place, "/MK", "/BC")),
    )


def _text(place: Object) -> str:
    """What is written, or the names of what was chosen, a line for each."""
    value = inherited(place, "/V")
    if value is None:
        return ""
    if isinstance(value, Stream):
        weighing.unpacked_size(value)
        given = [str(String(value.read_bytes()))]
    else:
        given = [str(one) for one in value] if isinstance(value, Array) else [str(value)]
    options = inherited(place, "/Opt") if inherited(place, "/FT") == Name.Ch else None
    pairs = [one for one in options if isinstance(one, Array) and len(one) == 2] if isinstance(options, Array) else []
    names = {str(pair[0]): str(pair[1]) for pair in pairs}
    return "\n".join(names.get(one, one) for one in given)


def _set_buttons(source: Pdf) -> None:
    """Boxes and radio buttons show the state that their value names."""
    for place in _all_places(source):
        value, states = inherited(place, "/V"), _part(place, "/AP", "/N")
        if not isinstance(states, Dictionary) or isinstance(states, Stream):
            continue
        if inherited(place, "/FT") == Name.Btn and isinstance(value, Name | String):
            state = Name("/" + str(value).removeprefix("/")) if str(value).strip("/") else Name.Off
            place["/AS"] = state if state in states else Name.Off


_TURNS = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, -1, 1, 0, 0, 0),
}
"""Matrices; viewers move what is turned back into its place (ISO 32000-2, 12.5.5)."""


def _turn(place: Object) -> int:
    turn = _number(_part(place, "/MK", "/R")) % 360
    return turn if turn in _TURNS else 0


def _sides(place: Object) -> tuple[float, float]:
    """Width and height of the drawing before it is turned, no longer than a page may be."""
    box = place.get("/Rect")
    if not isinstance(box, Array) or len(box) != 4:
        return 0.0, 0.0
    left, bottom, right, top = (float(side) for side in box)
    width, height = (round(min(abs(side), LONGEST_SIDE), 3) for side in (right - left, top - bottom))
    return (height, width) if _turn(place) in (90, 270) else (width, height)


def _size(place: Object) -> float:
    """Of the letters, from the field's default appearance; 0 where the form leaves it open."""
    words = str(inherited(place, "/DA") or "").split()
    try:
        size = abs(float(words[words.index("Tf") - 1]))
    except (ValueError, IndexError):
        return 0.0
    return min(max(size, _SMALLEST_LETTERS), LARGEST_LETTERS) if size else 0.0


def _colour(parts: object, *, darkest: float = 0.0) -> str:
    """A colour of one, three or four parts; empty where there is none or it is too dark."""
    if not isinstance(parts, Array) or len(parts) not in (1, 3, 4):
        return ""
    shares = [min(max(float(part), 0.0), 1.0) for part in parts]
    if len(shares) == 1:
        shares *= 3
    elif len(shares) == 4:
        shares = [(1 - share) * (1 - shares[3]) for share in shares[:3]]
    if sum(shares) / 3 < darkest:
        return ""
    return "#" + "".join(f"{round(share * 255):02x}" for share in shares)


def _part(place: Object, key: str, name: str) -> object:
    """What goes by `name` in the dictionary under `key`; None without one."""
    parts = place.get(key)
    return parts.get(name) if isinstance(parts, Dictionary) else None


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | Decimal) else 0
