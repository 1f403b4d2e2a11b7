"""Boxes and radio buttons of a foreign form show the state that they are in. Nothing here imports Django."""

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from documents import weighing
from documents.form_fields import all_places, extent, inherited, number, part, written

_PUSHED = 1 << 16
"""Flag of a field that is pushed and keeps no state (ISO 32000-2, 12.7.5.2)."""


def set_buttons(source: Pdf, *, is_anew: bool) -> None:
    """Boxes and radio buttons show the state that they have, or the one that their value names.

    The second is taken where they have none, or viewers are asked to draw all anew. One that is on and has no drawing
    for that gets a cross.
    """
    known: dict[tuple[int, int], set[str]] = {}
    for place in all_places(source):
        if inherited(place, "/FT") != Name.Btn or number(inherited(place, "/Ff")) & _PUSHED:
            continue
        if is_anew or not isinstance(place.get("/AS"), Name):
            _name_state(place, known)
        if _is_on(place) and not _shows_state(place):
            place["/AP"] = Dictionary(N=_cross(source, place))


def _name_state(place: Object, known: dict[tuple[int, int], set[str]]) -> None:
    """Set the state that the value names, if any place of the field has a state of this name."""
    value, options = inherited(place, "/V"), inherited(place, "/Opt")
    if not isinstance(value, Name | String):
        return
    group = _group(place)
    if group.objgen not in known or not group.is_indirect:
        kids = group.get("/Kids")
        known[group.objgen] = set().union(*map(_states, kids if isinstance(kids, Array) else (group,)))
    try:
        named = {f"/{str(value).removeprefix('/')}"}
        if isinstance(options, Array) and not named & known[group.objgen]:
            named = {f"/{index}" for index, one in enumerate(options) if written(one) == written(value)}
    except UnicodeDecodeError:
        return  # a name of older programs: the state that stands there remains
    if named <= {"/", "/Off"} and named:
        place["/AS"] = Name.Off
    elif named & known[group.objgen]:
        place["/AS"] = Name(next(iter(named & _states(place)), "/Off"))


def _group(place: Object) -> Object:
    """The field whose kids a place is one of, or the place itself where it is a field of its own."""
    parent = place.get("/Parent")
    return parent if "/T" not in place and isinstance(parent, Dictionary) else place


def _states(place: object) -> set[str]:
    """The names of the states for which a place has drawings."""
    states = part(place, "/AP", "/N") if isinstance(place, Dictionary) else None
    if not isinstance(states, Dictionary) or isinstance(states, Stream):
        return set()
    try:
        return set(states.keys())
    except UnicodeDecodeError:
        return set()


def _is_on(place: Object) -> bool:
    """Whether a box is ticked, as its state says, or its value where it has neither state nor drawings."""
    state, value = place.get("/AS"), inherited(place, "/V")
    if isinstance(state, Name):
        return state != Name.Off
    is_alone = _group(place).objgen == place.objgen or len(_group(place).get("/Kids", Array())) == 1
    drawing = part(place, "/AP", "/N")
    is_drawn = isinstance(drawing, Stream) or bool(_states(place))
    return isinstance(value, Name) and value != Name.Off and is_alone and not is_drawn


def _shows_state(place: Object) -> bool:
    """Whether there is a drawing for the state in which a box is."""
    drawing = part(place, "/AP", "/N")
    if isinstance(drawing, Dictionary) and not isinstance(drawing, Stream):
        state = place.get("/AS")
        drawing = drawing.get(state if isinstance(state, Name) else Name.Off)
    return isinstance(drawing, Stream) and weighing.unpacked_size(drawing) > 0


def _cross(source: Pdf, place: Object) -> Stream:
    """A box with a cross, as large as its place."""
    width, height = extent(place.get("/Rect"))
    box = f"0.5 0.5 {width - 1:.2f} {height - 1:.2f} re"
    cross = f"2 2 m {width - 2:.2f} {height - 2:.2f} l 2 {height - 2:.2f} m {width - 2:.2f} 2 l"
    return source.make_stream(
        f"q 0 G 1 w {box} {cross} S Q".encode("ascii"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, width, height]),
    )
