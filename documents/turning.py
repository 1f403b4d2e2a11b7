"""Turning what the gate made of a file by quarters: the drawing on each sheet, so that head and foot stay free."""

import io

import pikepdf
from pikepdf import Array, Matrix, Name, Object, Page, Pdf

from documents.sheet import add_sheet, place

QUARTER, WHOLE = 90, 360
ENLARGE = 1.2
"""A drawing that filled a sheet lengthwise may fill the other one too; small ones hardly grow."""


def turned(pdf: bytes, degrees: int) -> bytes:
    """The gate's sheets with their drawings turned clockwise, each on a sheet that lies as it does now.

    Raises ValueError unless `degrees` are quarters.
    """
    if degrees % QUARTER:
        raise ValueError(degrees)
    if not degrees % WHOLE:
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as source, Pdf.new() as target:
        for page in source.pages:
            _add_turned(target, page, degrees)
        result = io.BytesIO()
        target.save(result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return result.getvalue()


def _add_turned(target: Pdf, page: Page, degrees: int) -> None:
    drawing = page.obj.Resources.XObject.Gate
    matrix = _drawn_with(page) @ Matrix().rotated(-degrees)
    left, bottom, right, top = _bounds(drawing, matrix)
    placement = place(right - left, top - bottom, enlarge=ENLARGE)
    scale = placement.scale
    moved = matrix @ Matrix(scale, 0, 0, scale, placement.x - left * scale, placement.y - bottom * scale)
    add_sheet(target, target.copy_foreign(drawing), placement, moved.shorthand)


def _drawn_with(page: Page) -> Matrix:
    """The matrix under which a sheet of the gate draws (see `sheet.add_sheet`)."""
    _save, *numbers, _cm = page.obj.Contents.read_bytes().split()[:8]
    return Matrix(*(float(number) for number in numbers))


def _bounds(drawing: Object, matrix: Matrix) -> tuple[float, float, float, float]:
    """The box of a drawing on the sheet: a picture fills the unit square, a form its own box under its own matrix."""
    x1, y1, x2, y2 = 0.0, 0.0, 1.0, 1.0
    if drawing.Subtype == Name.Form:
        x1, y1, x2, y2 = (float(number) for number in drawing.BBox)
        matrix = Matrix(drawing.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))) @ matrix
    corners = [matrix.transform(corner) for corner in ((x1, y1), (x1, y2), (x2, y1), (x2, y2))]
    xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)
