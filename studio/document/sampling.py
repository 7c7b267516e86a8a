"""The colour at a place of the picture."""

from __future__ import annotations

import numpy as np

from studio.core.geometry import Bounds, Point
from studio.core.pixels import Pixels
from studio.document.alpha import OPAQUE
from studio.document.colour import Colour
from studio.document.compositing import composite
from studio.document.document import Document


def colour_at(
    document: Document, point: Point, *, side_px: int = 1, sample_all: bool = True
) -> Colour | None:
    """The mean of a square around a place; None where nothing is, or outside.

    sample_all: of all visible layers, as they are seen; else of the active one alone.
    """
    x, y = point.pixel
    extent = document.extent
    if not (0 <= x < extent.width and 0 <= y < extent.height):
        return None
    half = side_px // 2
    square = Bounds(x - half, y - half, side_px, side_px).clipped(extent)
    return _mean(seen_in(document, square, sample_all=sample_all))


def seen_in(document: Document, bounds: Bounds, *, sample_all: bool) -> Pixels:
    """(h, w, 4) premultiplied: all visible layers, or the active one; clear where there is none."""
    layer = document.active_layer
    if sample_all:
        return composite(document.picture.nodes, bounds)
    if layer is None:
        return np.zeros((bounds.height, bounds.width, 4), np.uint8)
    return layer.raster.part(bounds)


def _mean(pixels: Pixels) -> Colour | None:
    """Each pixel counts as much as it is opaque."""
    red, green, blue, alpha = pixels.reshape(-1, 4).sum(axis=0, dtype=np.int64).tolist()
    if alpha == 0:
        return None
    return Colour(*(min(OPAQUE, round(OPAQUE * part / alpha)) for part in (red, green, blue)))
