"""Photos of a printed page: sharp ones pass in silence, bad ones are noticed, none is refused."""

import io
import random
from functools import cache

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from documents import fonts
from documents.intake import Gate
from tests.documents.conftest import ANY

BAD = {"blurred", "dark", "coarse"}


@cache
def printed_page() -> Image.Image:
    """A page of invented words, as large as a phone photographs it."""
    chance = random.Random(7)
    page = Image.new("RGB", (2250, 3000), (244, 242, 236))
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(some_font(), 40)
    for line in range(55):
        words = (
            "".join(chance.choices("abcdefghijklmnoprstuvwz", k=chance.randint(2, 11)))
            for _ in range(chance.randint(3, 9))
        )
        pen.text((180, 180 + line * 48), " ".join(words), fill=(40, 40, 50), font=font)
    return page.rotate(2.3, expand=True, fillcolor=(120, 100, 80), resample=Image.Resampling.BICUBIC)


def some_font() -> str:
    return str(sorted(fonts.FOLDERS[0].glob("NotoSans[[]*"))[0])


def photo(*, blur: float = 0.6, light: float = 1.0, side: int = 3000) -> bytes:
    picture = printed_page().filter(ImageFilter.GaussianBlur(blur))
    picture = ImageEnhance.Brightness(picture).enhance(light)
    picture.thumbnail((side, side))
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=88)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("how", "noticed"),
    [
        ({}, set()),
        ({"blur": 1.5}, set()),
        ({"blur": 6}, {"blurred"}),
        ({"blur": 12}, {"blurred"}),
        ({"light": 0.6}, set()),
        ({"light": 0.2}, {"dark"}),
        ({"side": 1400}, set()),
        ({"side": 700}, {"coarse"}),
    ],
)
def test_what_a_photo_shows_of_how_it_was_taken(gate: Gate, how: dict[str, float], noticed: set[str]) -> None:
    examined = gate.examine(photo(**how), ANY)  # type: ignore[arg-type]

    assert set(examined.notes) & BAD == noticed
    assert max(Image.open(io.BytesIO(examined.preview)).size) == 480
