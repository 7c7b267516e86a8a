"""Pictures in another size: by Pillow, on premultiplied pixels, so that no colour bleeds in."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studio.core.geometry import Extent
from studio.core.pixels import Pixels, extent_of
from studio.core.work import Work

if TYPE_CHECKING:
    from PIL.Image import Image

_STRIP_PX = 128
"""Rows that are made at once: what they need stays near the processor."""
_MOST_THREADS = 4
_ALPHA = 3
_WITH_CHANNELS = 3
"""Dimensions of (h, w, 4)."""


class Resampling(Enum):
    """How a pixel of another size comes about. Where a picture shrinks, all but NEAREST average."""

    NEAREST = "nearest"
    BILINEAR = "bilinear"
    BICUBIC = "bicubic"
    LANCZOS = "lanczos"

    @property
    def reach_px(self) -> int:
        """Pixels to each side that one looks at, at full size."""
        return {Resampling.NEAREST: 0, Resampling.BILINEAR: 1, Resampling.BICUBIC: 2}.get(self, 3)


class Box(NamedTuple):
    """A part of a picture in px, fractions too."""

    left: float
    top: float
    right: float
    bottom: float


def resampled(
    pixels: Pixels,
    extent: Extent,
    resampling: Resampling,
    box: Box | None = None,
    work: Work | None = None,
) -> Pixels:
    """A new picture of that extent from all of another, or from the box of it.

    pixels: (h, w, 4) premultiplied or (h, w). box: inside of it. Raises Stopped once the work is
    not wanted any longer.
    """
    size = extent_of(pixels)
    box = box or Box(0, 0, size.width, size.height)
    image = _image_of(pixels)
    result = np.empty((extent.height, extent.width, *pixels.shape[2:]), np.uint8)

    def make_strip(top: int) -> None:
        if work is not None:
            work.check()
        strip = result[top : top + _STRIP_PX]
        strip[:] = _resized(image, _rows_of(box, extent, top, len(strip)), strip, resampling)
        if pixels.ndim == _WITH_CHANNELS and resampling.reach_px > 1:
            # These filters overshoot at edges, and no colour can be more than its alpha.
            np.minimum(strip, strip[..., _ALPHA:], out=strip)

    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as pool:
        # Pillow lets go of the interpreter while it works.
        for _ in pool.map(make_strip, range(0, extent.height, _STRIP_PX)):
            pass
    return result


def _image_of(pixels: Pixels) -> Image:
    """The pixels as Pillow sees them, not copied where they lie in one piece."""
    # Needed for few pictures, and not before the first paint.
    from PIL import Image  # noqa: PLC0415

    # Four channels that mean nothing: Pillow would take RGBA for straight alpha.
    mode = "RGBX" if pixels.ndim == _WITH_CHANNELS else "L"
    height, width = pixels.shape[:2]
    whole = np.ascontiguousarray(pixels)
    return Image.frombuffer(mode, (width, height), whole, "raw", mode, 0, 1)


def _rows_of(box: Box, extent: Extent, top: int, rows: int) -> Box:
    """What of the box becomes these rows of a picture of that extent."""
    step = (box.bottom - box.top) / extent.height
    bottom = box.bottom if top + rows == extent.height else box.top + (top + rows) * step
    return Box(box.left, box.top + top * step, box.right, bottom)


def _resized(image: Image, box: Box, strip: Pixels, resampling: Resampling) -> Pixels:
    from PIL import Image as pillow  # noqa: N813, PLC0415 - see above

    filters = pillow.Resampling
    chosen = {
        Resampling.NEAREST: filters.NEAREST,
        Resampling.BILINEAR: filters.BILINEAR,
        Resampling.BICUBIC: filters.BICUBIC,
        Resampling.LANCZOS: filters.LANCZOS,
    }[resampling]
    size = (strip.shape[1], strip.shape[0])
    return np.asarray(image.resize(size, chosen, box=box))
