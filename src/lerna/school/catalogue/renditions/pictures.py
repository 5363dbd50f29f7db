"""Pictures as WebP in a few widths: turned upright, and without what their camera noted (place, time, owner).

What moves and what is drawn (SVG) stays as it is: the first would stand still, the second fits any screen and is only
ever shown as a picture, in which no script runs.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import File
from PIL import Image, ImageFile, ImageOps

Content = BinaryIO | File  # type: ignore[type-arg]  # of bytes
LARGEST_PIXELS = 60_000_000  # width × height: 240 MB once it is decoded
WIDTHS = (320, 480, 720, 960, 1280, 1920)  # 720: the whole screen of a common phone, two points to a pixel
DRAWN = "image/svg+xml"
_QUALITY = 80
_WORTH = 0.8  # of a lean picture's bytes: for less it isn't written anew, which costs quality
_LYING = frozenset({5, 6, 7, 8})  # orientations that swap width and height
_ORIENTATION = 0x0112
_LEAN = frozenset({"WEBP", "AVIF"})  # formats that need no better one
_NOTES = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"})
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)  # as Pillow's readers say it


class UnreadablePictureError(Exception):
    """The bytes are no picture, or not the whole of one."""


class HugePictureError(Exception):
    """It has more pixels than a phone can hold."""


@dataclass(frozen=True, slots=True)
class Size:
    """One rendition; `content` is None for the picture as it came."""

    content: bytes | None
    width: int
    height: int


def check_picture(content: Content) -> None:
    """Reads the whole picture. UnreadablePictureError, HugePictureError."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once it is imported, lets half a picture pass everywhere
    with _reading(content) as picture:
        picture.load()


def measure_picture(content: Content) -> tuple[int, int]:
    """Width and height as it is shown, by its head alone; 0, 0 where that can't be read."""
    try:
        with _reading(content) as picture:
            width, height = picture.size
            return (height, width) if picture.getexif().get(_ORIENTATION) in _LYING else (width, height)
    except (UnreadablePictureError, HugePictureError):
        return 0, 0


def make_sizes(content: Content, size: int) -> Iterator[Size]:
    """The picture in each width that it has, the smallest first. UnreadablePictureError, HugePictureError.

    `size` in bytes. The picture itself is the largest where it is lean already and its camera noted nothing.
    """
    with _reading(content) as picture:
        if getattr(picture, "is_animated", False):
            yield Size(None, *picture.size)
            return
        is_lean = picture.format in _LEAN and not (picture.info.keys() & _NOTES)
        profile = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    own = min(plain.width, WIDTHS[-1])
    for width in (*(width for width in WIDTHS if width < own), own):
        height = max(1, round(plain.height * width / plain.width))
        written = _write(plain.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0), profile)
        if is_lean and width == plain.width and len(written) > _WORTH * size:
            yield Size(None, width, height)
        else:
            yield Size(written, width, height)


def _write(picture: Image.Image, profile: bytes | None) -> bytes:
    written = BytesIO()
    picture.save(written, "WEBP", quality=_QUALITY, method=4, icc_profile=profile or b"")
    return written.getvalue()


@contextmanager
def _reading(content: Content) -> Iterator[Image.Image]:
    content.seek(0)
    try:
        with Image.open(content) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise HugePictureError
            yield picture
    except Image.DecompressionBombError as error:
        raise HugePictureError from error
    except _BROKEN as error:
        raise UnreadablePictureError from error
