"""A4 sheets with a free head and foot: every foreign page or picture is drawn into the middle as one form object."""

from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

SHORT, LONG = 595.276, 841.89
"""Sides of A4 in points."""
EDGE, HEAD, FOOT = 12.0, 40.0, 38.0
"""Points kept free at the sides, and for the stamps above and below."""
ENLARGE_UP_TO = 150.0
"""Pages whose longer side is below this many points are enlarged to it, so that they can be seen at all."""


class Placement(NamedTuple):
    """Sheet width and height, and the scale and offset of what is drawn on it, all in points."""

    width: float
    height: float
    scale: float
    x: float
    y: float


def place(width: float, height: float, *, enlarge: float = 1.0) -> Placement:
    """Where a rectangle comes to lie: portrait or landscape as itself, in the middle, enlarged by `enlarge` at most."""
    sheet_width, sheet_height = (LONG, SHORT) if width > height else (SHORT, LONG)
    room_width, room_height = sheet_width - 2 * EDGE, sheet_height - HEAD - FOOT
    enlarge = max(enlarge, ENLARGE_UP_TO / max(width, height))
    scale = min(room_width / width, room_height / height, enlarge)
    return Placement(
        sheet_width,
        sheet_height,
        scale,
        EDGE + (room_width - width * scale) / 2,
        FOOT + (room_height - height * scale) / 2,
    )


def add_sheet(pdf: Pdf, drawing: Object, placement: Placement, matrix: tuple[float, ...]) -> None:
    """Append a sheet that draws one form or image object under the given matrix."""
    numbers = " ".join(f"{number:.5f}".rstrip("0").rstrip(".") for number in matrix)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, placement.width, placement.height]),
        Resources=Dictionary(XObject=Dictionary(Gate=drawing)),
        Contents=pdf.make_stream(f"q {numbers} cm /Gate Do Q".encode("ascii")),
    )
    pdf.pages.append(Page(page))
