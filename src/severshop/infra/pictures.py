"""Pictures that strangers send: looked at with care and drawn anew, so that nothing of the file itself is kept.

What a camera writes beside the picture (where it was taken, with which phone) is gone, and so is whatever else was
hidden in the file. Anything that is not a JPEG, PNG or WebP of a decent size is refused.
"""

from io import BytesIO
from typing import Final, NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE: Final = 12_000_000
"""Bytes: what phones make today, and then some."""
MOST_PIXELS: Final = 60_000_000
"""More than any phone makes; a small file can unpack to far more."""
LONGEST_EDGE: Final = 1600
SMALLEST_EDGE: Final = 16
FORMATS: Final = ("JPEG", "PNG", "WEBP")
QUALITY: Final = 82


class Picture(NamedTuple):
    """A JPEG that we drew ourselves."""

    content: bytes
    width: int
    height: int


class PictureRefusedError(ValueError):
    """The file cannot be taken in. `cause` is one of: too_large, not_a_picture, too_small."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def redrawn(content: bytes) -> Picture:
    """Return the picture of a file as a new JPEG of at most 1600 pixels a side, upright. Raises `PictureRefusedError`.

    Only the head of the file is believed until its size is known: a bomb is never unpacked.
    """
    if len(content) > LARGEST_FILE:
        raise PictureRefusedError("too_large")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise PictureRefusedError("too_large")
            if min(found.size) < SMALLEST_EDGE:
                raise PictureRefusedError("too_small")
            found.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            return _jpeg(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        if isinstance(error, PictureRefusedError):
            raise
        raise PictureRefusedError("not_a_picture") from error


def _jpeg(image: Image.Image) -> Picture:
    # Onto a fresh sheet: whatever came along with the old one stays behind.
    sheet = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    sheet.paste(layer, mask=layer.getchannel("A"))
    file = BytesIO()
    sheet.save(file, "JPEG", quality=QUALITY, optimize=True)
    return Picture(file.getvalue(), *sheet.size)
