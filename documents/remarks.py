"""Form values and remarks of a foreign PDF become part of its pages, as a viewer shows them."""

import re
from collections.abc import Callable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from documents import form_values
from documents.form_fields import remarks_on
from documents.form_values import WITHOUT_PAPER, Drawings
from documents.rejection import Rejected

_TAG = re.compile("<[^>]*>")


def draw_in(source: Pdf, drawings: Drawings | None) -> set[str]:
    """Draw values and remarks into their pages; returns notes. Links are simply left behind.

    Raises `Rejected`, and `Undrawn` where values lack `drawings`.
    """
    _check_form(source, drawings)
    notes = set()
    for remark in remarks_on(source):
        if remark.get("/Subtype") == Name.Link and "/AP" not in remark:
            notes.add("links")
            continue
        if "/AP" not in remark and not int(remark.get("/F", 0)) & WITHOUT_PAPER:
            _give_appearance(source, remark)
        if "/AP" in remark:
            notes.add("flattened")
        if _says_more_than_is_drawn(remark) or _is_broken(remark):
            notes.add("remark_left")
    if notes - {"links"}:
        source.flatten_annotations("screen")
    return notes


def take_away(source: Pdf, is_unwanted: Callable[[Object], bool]) -> None:
    """Leave out remarks, links and places of fields."""
    for page in source.pages:
        there = page.obj.get("/Annots")
        if isinstance(there, Array):
            page.obj.Annots = Array([one for one in there if not (isinstance(one, Dictionary) and is_unwanted(one))])


def _says_more_than_is_drawn(remark: Object) -> bool:
    """Whether its words stand in a window of a viewer, or nowhere: a drawing holds only the words of free text."""
    if remark.get("/Subtype") in (Name.Widget, Name.Popup, Name.FileAttachment):
        return False
    is_drawn = remark.get("/Subtype") == Name.FreeText and "/AP" in remark
    formatted = _TAG.sub("", str(remark.get("/RC", "")))
    return bool((str(remark.get("/Contents", "")) + formatted).strip()) and not is_drawn


def _is_broken(remark: Object) -> bool:
    """Whether it should be seen and cannot be drawn: its drawing, its place or the form around its value is gone."""
    if int(remark.get("/F", 0)) & WITHOUT_PAPER or remark.get("/Subtype") == Name.Popup:
        return False
    if "/AP" not in remark:
        return remark.get("/Subtype") == Name.Widget and form_values.is_set(remark)
    normal = remark.AP.get("/N") if isinstance(remark.AP, Dictionary) else None
    if isinstance(normal, Stream):
        return "/BBox" not in normal or "/Rect" not in remark
    has_states = isinstance(normal, Dictionary) and ("/AS" in remark or remark.get("/Subtype") == Name.Widget)
    return not has_states


def holds_files(source: Pdf) -> bool:
    """Whether files are packed into this one, as in a portfolio; they do not pass the gate."""
    attached = any(remark.get("/Subtype") == Name.FileAttachment for remark in remarks_on(source))
    return attached or bool(source.attachments)


def _check_form(source: Pdf, drawings: Drawings | None) -> None:
    """Values that were never drawn are drawn now; forms that no other program can show are refused."""
    form = source.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return
    if "/XFA" in form and (source.Root.get("/NeedsRendering") or not len(form.get("/Fields", Array()))):
        raise Rejected("living_form")
    form_values.draw(source, form, drawings)


Point = tuple[float, float]
Stroke = tuple[list[Point], str]
"""Points in order, and the operator that paints them."""


def _give_appearance(source: Pdf, remark: Object) -> None:
    """What a viewer would draw for a marking that brings no drawing of its own; its stated box may be wrong."""
    colour = [float(part) for part in remark.get("/C", Array([1, 1, 0]))]
    operator = {1: "G", 3: "RG", 4: "K"}.get(len(colour))
    strokes = [stroke for stroke in _strokes(remark) if stroke[0]]
    if not strokes or operator is None:
        return
    xs = [x for points, _ in strokes for x, _ in points]
    ys = [y for points, _ in strokes for _, y in points]
    remark["/Rect"] = Array([min(xs) - 2, min(ys) - 2, max(xs) + 2, max(ys) + 2])
    paint = " ".join(f"{part:.3f}" for part in colour)
    drawing = " ".join(_path(points, end) for points, end in strokes)
    appearance = source.make_stream(
        f"/Gs gs {paint} {operator} {paint} {operator.lower()} {drawing}".encode("ascii"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=remark["/Rect"],
        Resources=Dictionary(ExtGState=Dictionary(Gs=Dictionary(BM=Name.Multiply))),
    )
    remark["/AP"] = Dictionary(N=appearance)


def _strokes(remark: Object) -> list[Stroke]:
    kind = str(remark.get("/Subtype"))
    if kind == "/Highlight":
        return [([a, b, d, c], "f") for a, b, c, d in _quads(remark)]
    if kind in ("/Underline", "/Squiggly"):
        return [([c, d], "S") for _, _, c, d in _quads(remark)]
    if kind == "/StrikeOut":
        return [([_between(a, c), _between(b, d)], "S") for a, b, c, d in _quads(remark)]
    if kind == "/Ink":
        return [(_points(line), "S") for line in remark.get("/InkList", Array())]
    if kind == "/Line":
        return [(_points(remark.get("/L", Array())), "S")]
    if kind in ("/Square", "/Circle"):
        left, bottom, right, top = (float(number) for number in remark["/Rect"])
        return [([(left, bottom), (right, bottom), (right, top), (left, top)], "s")]
    return []


def _points(numbers: Object) -> list[Point]:
    values = [float(number) for number in numbers]
    return list(zip(values[::2], values[1::2], strict=False))


def _quads(remark: Object) -> Iterator[tuple[Point, Point, Point, Point]]:
    points = _points(remark.get("/QuadPoints", Array()))
    for start in range(0, len(points) - 3, 4):
        a, b, c, d = points[start : start + 4]
        yield a, b, c, d


def _between(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _path(points: list[Point], end: str) -> str:
    return " ".join([*(f"{x:.2f} {y:.2f} {'l' if index else 'm'}" for index, (x, y) in enumerate(points)), end])
