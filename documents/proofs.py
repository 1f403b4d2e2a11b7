"""A proof of a document's generated pages: small pictures of them, and what went wrong in setting them."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PIL import Image

from documents.content import Content
from documents.rendering import draw, render

PIXELS_PER_INCH = 40.0
MARGINS_MM = (8, 15, 8, 18)
"""What stays white at the top, right, bottom and left of each generated page."""
WHITE = 245
"""Grey value from which paper counts as blank: soft edges of letters are darker."""
SHADES = 8
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Proof:
    """Pictures (PNG) of the pages in order, the pages from 1 that run into the margins, and what no font has.

    `sections` gives how many pages each section takes, by its code; `missing` are codes such as ``U+0540``.
    """

    pictures: tuple[bytes, ...]
    overflowing: tuple[int, ...]
    missing: tuple[str, ...]
    sections: Mapping[str, int]


def prove(content: Content, page_counts: Mapping[str, int]) -> Proof:
    """Set a document as it would be compiled, and look at it; `page_counts` as for `rendering.render`."""
    rendered = render(content, page_counts)
    pictures = draw(content, page_counts, pixels_per_inch=PIXELS_PER_INCH)
    return Proof(
        pictures=tuple(map(_small, pictures)),
        overflowing=tuple(number for number, picture in enumerate(pictures, 1) if runs_into_margins(picture)),
        missing=rendered.missing_glyphs,
        sections={section.code: section.pages for section in rendered.sections},
    )


def _small(picture: bytes) -> bytes:
    """In a few shades of grey: enough to see how a page is filled, at a fraction of the bytes."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as page:
        page.convert("L").quantize(SHADES).save(out, "PNG", optimize=True)
    return out.getvalue()


def runs_into_margins(picture: bytes) -> bool:
    """Whether anything stands where the paper should be white."""
    with Image.open(io.BytesIO(picture)) as page:
        grey = page.convert("L")
    return any(min(grey.crop(edge).tobytes()) < WHITE for edge in _edges(grey.width, grey.height))


def _edges(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    top, right, bottom, left = (round(margin / MM_PER_INCH * PIXELS_PER_INCH) for margin in MARGINS_MM)
    yield 0, 0, width, top
    yield width - right, 0, width, height
    yield 0, height - bottom, width, height
    yield 0, 0, left, height
