"""What a photo of a document shows of the way it was taken: too blurred, too dark, too coarse. It warns, never refuses.

Sharp is what has steep edges: where there is most contrast, the largest step between two neighbouring pixels is set
against the whole range from dark to light. A step is half the range in a good photo, a seventh in one whose small print
cannot be read. Compared with measures of the whole picture this depends neither on how much is written nor on light.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from PIL import Image, ImageChops, ImageStat

LOOKED_AT = 1600
"""Pixels of the long side at which edges are looked at; averaging down to it takes the noise of dark photos away."""
TILE = 64
TILES = 16
FAINT = 24
"""Grey levels from dark to light; where nothing has more, there is nothing to judge by."""
BLURRED = 0.2
DARK = 90
"""Grey level that a tenth of the pixels reach in a photo light enough: paper is the lightest thing on it."""
COARSE = 900
"""Pixels of the long side; an A4 page then has 77 dots per inch, and small print is a guess."""

Box = tuple[int, int, int, int]


def noticed(picture: Image.Image, size: tuple[int, int]) -> tuple[str, ...]:
    """Codes of what is wrong with a photo, as a person should be told; `size` is what it had when it came."""
    grey = _looked_at(picture)
    codes = (
        ("blurred", sharpness(grey) < BLURRED),
        ("dark", _level(grey.histogram(), 0.9) < DARK),
        ("coarse", max(size) < COARSE),
    )
    return tuple(code for code, applies in codes if applies)


def sharpness(grey: Image.Image) -> float:
    """The steepest step as a share of the contrast, in the middle of the tiles with most of it; 1 if there is none."""
    steps = [step for step in map(_steepness, _liveliest(grey)) if step is not None]
    return median(steps) if steps else 1.0


def _looked_at(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    factor = max(grey.size) / LOOKED_AT
    if factor <= 1:
        return grey
    return grey.resize((round(grey.width / factor), round(grey.height / factor)), Image.Resampling.BOX)


def _liveliest(grey: Image.Image) -> list[Image.Image]:
    tiles = [grey.crop(box) for box in _boxes(grey)]
    return sorted(tiles, key=lambda tile: ImageStat.Stat(tile).stddev[0], reverse=True)[:TILES]


def _boxes(grey: Image.Image) -> Iterator[Box]:
    for left in range(0, grey.width - TILE + 1, TILE):
        yield from ((left, top, left + TILE, top + TILE) for top in range(0, grey.height - TILE + 1, TILE))


def _steepness(tile: Image.Image) -> float | None:
    levels = tile.histogram()
    span = _level(levels, 0.98) - _level(levels, 0.02)
    if span < FAINT:
        return None
    beside = ImageChops.difference(tile.crop((1, 0, TILE, TILE)), tile.crop((0, 0, TILE - 1, TILE)))
    below = ImageChops.difference(tile.crop((0, 1, TILE, TILE)), tile.crop((0, 0, TILE, TILE - 1)))
    return max(_level(beside.histogram(), 0.99), _level(below.histogram(), 0.99)) / span


def _level(histogram: Sequence[int], share: float) -> int:
    """The grey level below which this share of the pixels lies."""
    wanted, counted = share * sum(histogram), 0
    for level, number in enumerate(histogram):
        counted += number
        if counted >= wanted:
            return level
    return len(histogram) - 1
