"""Values of a foreign form that nobody has drawn, or that viewers are asked to draw anew, get their drawings.

The limited child finds them and asks for drawings (`Undrawn`); `form_drawings` sets them in another one with the
project's own fonts, and the child lays them into their fields. Nothing here imports Django.
"""

import hashlib
import io
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from documents import weighing
from documents.form_buttons import set_buttons
from documents.form_fields import all_places, corners, extent, inherited, number, part, tell_parents, written
from documents.rejection import Rejected

WITHOUT_PAPER = 2 | 32
"""Flags of a place: hidden, not shown."""
_OF_UNKNOWN_KINDS, _NOT_TURNED = 1, 16
"""Flags of a place: one that means nothing for fields, one for what does not turn with the page."""
MOST_FIELDS = 3000
MOST_LETTERS = 50_000
"""In all values of a file together."""
_MULTILINE, _PASSWORD, _COMBO, _COMB = 1 << 12, 1 << 13, 1 << 17, 1 << 24
"""Flags of a field (ISO 32000-2, 12.7.5)."""
SMALLEST_LETTERS, LARGEST_LETTERS = 4.0, 60.0
"""Points that a form may ask for."""
MOST_CELLS = 200
BLEED = 12.0
"""Points around a field into which marks above and below its letters may reach."""
_LIGHT = 0.6
"""Values are set in black: darker backgrounds are left out, and lighter letters get a white one."""
_WHITE = "#ffffff"
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
    is_anew = form.get("/NeedAppearances", False) is True
    form["/NeedAppearances"] = False  # as long as it stands there, nothing is drawn into the pages
    tell_parents(form)
    for place in all_places(source):
        place["/F"] = number(place.get("/F")) & ~_OF_UNKNOWN_KINDS
    set_buttons(source, is_anew=is_anew)
    places = [place for place in _places(source) if (is_anew and not _is_rich_alone(place)) or _lacks_drawing(place)]
    if not places:
        return
    if len(places) > MOST_FIELDS:
        raise Rejected("living_form")
    wishes = [_wish(place, form) for place in places]
    if sum(len(wish.text) for wish in wishes) > MOST_LETTERS:
        raise Rejected("living_form")
    said = json.dumps([asdict(wish) for wish in wishes]).encode("ascii")
    if drawings is None or drawings.digest != digest(said):
        raise Undrawn(said)
    with pikepdf.open(io.BytesIO(drawings.pdf)) as drawn:
        for place, page in zip(places, drawn.pages, strict=True):
            drawing = source.copy_foreign(drawn.make_indirect(page.as_form_xobject()))
            drawing.Matrix = Array(_TURNS[_turn(place)])
            place["/AP"] = Dictionary(N=drawing)
            left, bottom, right, top = corners(place)
            if number(place.F) & _NOT_TURNED:  # it is turned by viewers about a corner, which has to stay where it is
                width, height = _sides(place)
                drawing.BBox = Array([BLEED, BLEED, width + BLEED, height + BLEED])
            else:
                place["/Rect"] = Array([left - BLEED, bottom - BLEED, right + BLEED, top + BLEED])


def digest(wishes: bytes) -> str:
    return hashlib.sha256(wishes).hexdigest()


def is_set(place: Object) -> bool:
    """Whether anything is written, chosen, ticked or signed."""
    value = inherited(place, "/V")
    if isinstance(value, Name):
        return value != Name.Off
    if isinstance(value, Dictionary):
        return True
    return bool(_text(place).strip() or str(inherited(place, "/RV") or "").strip())


def _places(source: Pdf) -> Iterator[Object]:
    """Of fields of text or choice that should be seen, and have room for a letter."""
    seen: set[tuple[int, int]] = set()
    for place in all_places(source):
        if place.is_indirect and place.objgen in seen:
            continue  # it stands on several pages
        seen.add(place.objgen)
        kind, flags = inherited(place, "/FT"), number(inherited(place, "/Ff"))
        is_hidden = number(place.get("/F")) & WITHOUT_PAPER or (kind == Name.Tx and flags & _PASSWORD)
        if kind in (Name.Tx, Name.Ch) and not is_hidden and min(_sides(place)) > 0:
            yield place


def _is_rich_alone(place: Object) -> bool:
    """Whether there is but formatted text, which is not set here."""
    return not _text(place).strip() and bool(str(inherited(place, "/RV") or "").strip())


def _lacks_drawing(place: Object) -> bool:
    """Whether a value stands there that nothing shows."""
    if not _text(place).strip():
        return False
    drawing = part(place, "/AP", "/N")
    if not isinstance(drawing, Stream) or not all(extent(drawing.get("/BBox"))):
        return True
    weighing.unpacked_size(drawing)
    return not any(_shows(list(one.operands), str(one.operator)) for one in pikepdf.parse_content_stream(drawing))


def _shows(operands: Sequence[Any], operator: str) -> bool:
    """Whether an operator of a drawing shows a letter, a picture or another drawing."""
    if operator in ("Do", "INLINE IMAGE"):
        return True
    parts = list(operands[-1]) if operator == "TJ" and operands else operands
    return operator in _TEXT and any(isinstance(part, String) and bytes(part).strip() for part in parts)


def _wish(place: Object, form: Dictionary) -> Wish:
    flags, is_choice = number(inherited(place, "/Ff")), inherited(place, "/FT") == Name.Ch
    width, height = _sides(place)
    has_cells = not is_choice and flags & _COMB and not flags & _MULTILINE
    look = str(inherited(place, "/DA") or form.get("/DA") or "")
    ground, has_line = part(place, "/MK", "/BG"), part(place, "/BS", "/W") != 0
    fill = _colour(ground)
    if _lightness(fill or _WHITE) < _LIGHT or (not fill and _lightness(_letters_colour(look)) >= _LIGHT):
        fill = _WHITE
    side = inherited(place, "/Q")
    return Wish(
        text=_text(place),
        width=width,
        height=height,
        size=_size(look),
        is_long=bool(not flags & _COMBO if is_choice else flags & _MULTILINE),
        side=number(form.get("/Q") if side is None else side) % 3,
        cells=min(max(number(inherited(place, "/MaxLen")), 0), MOST_CELLS) if has_cells else 0,
        fill=fill,
        line=_colour(part(place, "/MK", "/BC")) if has_line else "",
    )


def _text(place: Object) -> str:
    """What is written, or the names of what was chosen, a line for each."""
    value = inherited(place, "/V")
    options = inherited(place, "/Opt") if inherited(place, "/FT") == Name.Ch else None
    given = [written(one) for one in value] if isinstance(value, Array) else [] if value is None else [written(value)]
    return "\n".join(_chosen(given, options, inherited(place, "/I")) if isinstance(options, Array) else given)


def _chosen(given: list[str], options: Array, places: object) -> list[str]:
    """The names of chosen options, which are known by what they export; the same export may have several names."""
    pairs = [[written(part) for part in one][:2] if isinstance(one, Array) else [written(one)] for one in options]
    named = [places] if isinstance(places, int) else list(places) if isinstance(places, Array) else []
    chosen = [pairs[one] for one in named if isinstance(one, int) and 0 <= one < len(pairs) and pairs[one]]
    if not given or [pair[0] for pair in chosen] == given:
        return [pair[-1] for pair in chosen]
    names = {pair[0]: pair[-1] for pair in reversed(pairs) if pair}
    return [names.get(one, one) for one in given]


_TURNS = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, -1, 1, 0, 0, 0),
}
"""Matrices; viewers move what is turned back into its place (ISO 32000-2, 12.5.5)."""


def _turn(place: Object) -> int:
    turn = number(part(place, "/MK", "/R")) % 360
    return turn if turn in _TURNS else 0


def _sides(place: Object) -> tuple[float, float]:
    """Width and height of the drawing before it is turned, no longer than a page may be."""
    width, height = extent(place.get("/Rect"))
    return (height, width) if _turn(place) in (90, 270) else (width, height)


def _size(look: str) -> float:
    """Of the letters, from the field's default appearance; 0 where the form leaves it open."""
    words = look.split()
    try:
        size = abs(float(words[words.index("Tf") - 1]))
    except (ValueError, IndexError):
        return 0.0
    return min(max(size, SMALLEST_LETTERS), LARGEST_LETTERS) if size and math.isfinite(size) else 0.0


def _letters_colour(look: str) -> str:
    """By the last operator of colour in a default appearance."""
    words = look.split()
    for index, word in reversed(list(enumerate(words))):
        parts = {"g": 1, "rg": 3, "k": 4}.get(word, 0)
        if 0 < parts <= index:
            try:
                return _colour(Array([float(one) for one in words[index - parts : index]]))
            except ValueError:
                return ""
    return ""


def _colour(parts: object) -> str:
    """A colour of one, three or four parts; empty where there is none."""
    if not isinstance(parts, Array) or len(parts) not in (1, 3, 4):
        return ""
    if not all(isinstance(part, int | float | Decimal) for part in parts):
        return ""
    shares = [min(max(float(part), 0.0), 1.0) for part in parts]
    if len(shares) == 1:
        shares *= 3
    elif len(shares) == 4:
        shares = [(1 - share) * (1 - shares[3]) for share in shares[:3]]
    return "#" + "".join(f"{round(share * 255):02x}" for share in shares)


def _lightness(colour: str) -> float:
    """From 0 to 1; black where there is no colour."""
    return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) / 765 if colour else 0.0
