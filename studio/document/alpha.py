"""Between straight alpha, which files and the engine speak, and premultiplied, which Qt blends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from studio.core.errors import BadInput
from studio.core.pixels import Pixels, check_extent, extent_of

RGB, RGBA = 3, 4
OPAQUE = 255

_BAND_AREA = 1 << 18
"""In px."""
_HALF = 1 << 15
_INVERSE = np.zeros(256, np.uint32)
"""255 / alpha in steps of 2⁻¹⁶, rounded up: so that each product is rounded as its quotient is."""
_INVERSE[1:] = -(-(OPAQUE << 16) // np.arange(1, 256))


def premultiplied(straight: Pixels) -> Pixels:
    """A new contiguous (h, w, 4) buffer from (h, w, 3) or (h, w, 4) with straight alpha."""
    check_picture(straight)
    height, width, channels = straight.shape
    result = np.empty((height, width, RGBA), np.uint8)
    result[..., :channels] = straight
    if channels == RGB:
        result[..., RGB] = OPAQUE
        return result
    for band in _bands(result):
        if (band[..., RGB] != OPAQUE).any():
            # ⌊(x + 128 + ⌊(x + 128) / 256⌋) / 256⌋ is x / 255 rounded, for all x of two bytes.
            product = band[..., :RGB] * band[..., RGB:].astype(np.uint16) + np.uint16(128)
            product += product >> 8
            band[..., :RGB] = product >> 8
    return result


def unpremultiplied(pixels: Pixels) -> Pixels:
    """(h, w, 4) with straight alpha from (h, w, 4) premultiplied; exact where it is opaque.

    `premultiplied` makes the same pixels of it again.
    """
    result = pixels.copy()
    for band in _bands(result):
        alpha = band[..., RGB]
        if ((alpha != 0) & (alpha != OPAQUE)).any():
            band[..., :RGB] = _divided(band[..., :RGB], _INVERSE[alpha][..., None])
    return result


def straight_planes(planes: Pixels) -> npt.NDArray[np.uint32]:
    """The colours of premultiplied planes: (3, n) of (4, n), as `unpremultiplied` gives them."""
    colours, alpha = planes[:RGB], planes[RGB]
    if bool((alpha == OPAQUE).all()):
        return colours.astype(np.uint32)
    return _divided(colours, _INVERSE[alpha])


def _divided(colours: Pixels, inverse: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    quotient = colours * inverse
    quotient += _HALF
    quotient >>= 16
    return np.minimum(quotient, OPAQUE, out=quotient)


def _bands(pixels: Pixels) -> Iterator[Pixels]:
    """Views of rows under each other: what is worked on at once takes little memory."""
    rows = max(1, _BAND_AREA // max(1, pixels.shape[1]))
    for top in range(0, pixels.shape[0], rows):
        yield pixels[top : top + rows]


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
