"""Between straight alpha, which files and the engine speak, and premultiplied, which Qt blends."""

from __future__ import annotations

import numpy as np

from studio.core.errors import BadInput
from studio.core.pixels import Pixels, check_extent, extent_of

RGB, RGBA = 3, 4
OPAQUE = 255


def premultiplied(straight: Pixels) -> Pixels:
    """A new contiguous (h, w, 4) buffer from (h, w, 3) or (h, w, 4) with straight alpha."""
    check_picture(straight)
    height, width, channels = straight.shape
    result = np.empty((height, width, RGBA), np.uint8)
    if channels == RGB:
        result[..., :RGB] = straight
        result[..., RGB] = OPAQUE
        return result
    result[...] = straight
    see_through = straight[..., RGB] != OPAQUE
    if see_through.any():
        part = straight[see_through].astype(np.uint16)
        part[:, :RGB] = (part[:, :RGB] * part[:, RGB:] + OPAQUE // 2) // OPAQUE
        result[see_through] = part
    return result


def unpremultiplied(pixels: Pixels) -> Pixels:
    """(h, w, 4) with straight alpha from (h, w, 4) premultiplied; exact where it is opaque."""
    result = pixels.copy()
    alpha = pixels[..., RGB]
    between = (alpha != 0) & (alpha != OPAQUE)
    if between.any():
        part = pixels[between].astype(np.uint32)
        colour = (part[:, :RGB] * OPAQUE + part[:, RGB:] // 2) // part[:, RGB:]
        part[:, :RGB] = np.minimum(colour, OPAQUE)
        result[between] = part
    return result


def over_white(pixels: Pixels) -> Pixels:
    """(h, w, 3): premultiplied (h, w, 4) pixels on white paper."""
    # At most 255 by the meaning of premultiplied; a file of ours cannot say otherwise.
    paper = OPAQUE - pixels[..., RGB:]
    return pixels[..., :RGB] + np.minimum(paper, OPAQUE - pixels[..., :RGB])


def is_opaque(pixels: Pixels) -> bool:
    return pixels.shape[2] == RGB or bool((pixels[..., RGB] == OPAQUE).all())


def check_picture(pixels: Pixels) -> None:
    """Raises BadInput unless it is (h, w, 3) or (h, w, 4) bytes of a size that can be held."""
    if pixels.ndim != RGB or pixels.shape[2] not in (RGB, RGBA) or pixels.dtype != np.uint8:
        raise BadInput("A picture must have three or four channels of eight bits.")
    check_extent(extent_of(pixels))
