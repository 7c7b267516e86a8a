"""Pillow as it is used here: a few decoders, damaged files in mind, and limits of our own."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from studio.core.errors import FileProblem
from studio.core.pixels import LARGEST_SIDE, Pixels

DECODER_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
    EOFError, MemoryError, RuntimeError, AssertionError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow's decoders are known to raise on damaged files."""

PLUGINS = (
    AvifImagePlugin, BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin,
    TiffImagePlugin, WebPImagePlugin,
)  # fmt: skip
"""Loaded by name: otherwise Pillow loads all it has to find one."""

_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N")
_BLOCK = 16 << 10
"""Compressed bytes that are decoded in one go: the interpreter stands still so long."""
_BAND_AREA = 1 << 20
"""In px."""

# Every size is checked here by the header, against the memory that is free; Pillow's own limit
# is a third of what a canvas may have.
Image.MAX_IMAGE_PIXELS = LARGEST_SIDE**2


def load(image: Image.Image) -> None:
    """Decode all of an opened picture, in small steps."""
    if isinstance(image, ImageFile.ImageFile):
        image.decodermaxblock = _BLOCK
    image.load()


def pixels_of(image: Image.Image) -> Pixels:
    """(h, w, channels), or (h, w) of one channel; copied in bands, for the same reason."""
    channels = len(image.getbands())
    shape = (image.height, image.width) if channels == 1 else (image.height, image.width, channels)
    pixels = np.empty(shape, np.uint8)
    rows = max(1, _BAND_AREA // image.width)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        pixels[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)))
    return pixels


def has_sixteen_bits(image: Image.Image) -> bool:
    """Of an opened picture that is not loaded yet: Pillow takes the upper eight without a word."""
    tiles = getattr(image, "tile", None) or [(None, None, None, "")]
    how = tiles[0][3]
    raw_mode = how[0] if isinstance(how, tuple) and how else how
    return image.mode in _SIXTEEN_BITS or ";16" in str(raw_mode)


def eight_bits(image: Image.Image) -> Image.Image:
    """A loaded picture with at most eight bits a channel. Raises FileProblem beyond sixteen."""
    if image.mode in _SIXTEEN_BITS:
        wide = np.asarray(image).astype(np.uint32)
        return Image.fromarray(((wide * 255 + 32767) // 65535).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise FileProblem(
            "The picture has 32 bits a channel: save it with 8 or 16 bits a channel first."
        )
    return image
