"""Pictures at the gate: turned upright, freed of metadata, made small enough to print well, and set on an A4 sheet."""

import io
import warnings
from dataclasses import dataclass

import pikepdf
import pillow_heif
from pikepdf import Dictionary, Name, Pdf
from PIL import Image, ImageCms, UnidentifiedImageError

from documents import photographing, soundness
from documents.rejection import Rejected
from documents.sheet import LONG, SHORT, add_sheet, place

MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
DOTS_PER_INCH = 200
JPEG_QUALITY = 82
PREVIEW_SIDE, PREVIEW_QUALITY = 480, 70
_FORMATS = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",), "image/heic": ("HEIF",)}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as a PDF of one A4 page, what was noted, and a small JPEG of it."""

    pdf: bytes
    notes: tuple[str, ...]
    preview: bytes


def to_page(data: bytes, media_type: str) -> Photo:
    """Rebuild one picture; raises `Rejected`."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=_FORMATS[media_type]) as picture,
        ):
            if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
                raise Rejected("too_many_pixels")
            notes = ("first_frame",) if media_type == "image/png" and getattr(picture, "is_animated", False) else ()
            shape = picture.size
            upright = _upright(picture)
    except Image.DecompressionBombError as error:
        raise Rejected("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise Rejected("damaged") from error
    except MemoryError as error:
        raise Rejected("too_many_pixels") from error
    except _BROKEN as error:
        raise Rejected("damaged") from error
    return Photo(_sheet(upright), (*notes, *photographing.noticed(upright, shape)), _preview(upright))


def _upright(picture: Image.Image) -> Image.Image:
    """Shrunk first and only then converted, so that a large picture is in memory once."""
    wanted = round(LONG / 72 * DOTS_PER_INCH), round(SHORT / 72 * DOTS_PER_INCH)
    long, short = max(wanted), min(wanted)
    target = (long, short) if picture.width > picture.height else (short, long)
    picture.draft("RGB" if picture.mode != "L" else "L", target)
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    picture.load()
    factor = int(min(picture.width / target[0], picture.height / target[1]))
    small = _comparable(picture)
    if factor >= 2:
        small = small.reduce(factor)
    plain = _plain(small, picture.info.get("icc_profile"))
    scale = min(target[0] / plain.width, target[1] / plain.height, 1.0)
    plain = plain.resize(
        (max(round(plain.width * scale), 1), max(round(plain.height * scale), 1)), Image.Resampling.LANCZOS
    )
    plain.info.clear()
    return plain.transpose(turn) if turn is not None else plain


def _comparable(picture: Image.Image) -> Image.Image:
    """A mode whose pixels can be averaged: no palette, no single bits, 8 bits a channel."""
    if picture.mode in ("P", "PA") or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith(("I", "F")):
        span = picture.getextrema()
        assert isinstance(span[1], int | float)
        divisor = 257 if span[1] > 255 else 1
        return picture.convert("F").point(lambda value: value * (1 / divisor) + 0).convert("L")
    return picture


def _plain(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """On white, in grey or sRGB; a colour profile that cannot be read is left out."""
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = converted or picture
        except (ImageCms.PyCMSError, OSError):
            profile = None
    if picture.mode in ("LA", "RGBA", "La", "RGBa", "PA"):
        opaque = picture.convert("RGBA")
        white = Image.new("RGBA", opaque.size, "white")
        white.alpha_composite(opaque)
        picture = white
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _preview(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.BOX)
    return _packed(small, PREVIEW_QUALITY)


def _packed(picture: Image.Image, quality: int) -> bytes:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality, optimize=True)
    return packed.getvalue()


def _sheet(picture: Image.Image) -> bytes:
    placement = place(picture.width, picture.height, enlarge=72 / 96)
    with Pdf.new() as pdf:
        stream = pdf.make_stream(
            _packed(picture, JPEG_QUALITY),
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=picture.width,
                Height=picture.height,
                ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            ),
        )
        width, height = picture.width * placement.scale, picture.height * placement.scale
        add_sheet(pdf, stream, placement, (width, 0, 0, height, placement.x, placement.y))
        result = io.BytesIO()
        soundness.mark(pdf)
        pdf.save(result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return result.getvalue()
