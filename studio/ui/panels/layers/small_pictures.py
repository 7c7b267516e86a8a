"""Small pictures of layers, made anew only where something may have changed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.layer import Layer
from studio.document.surface import Raster

_FINER = 4
"""Pixels that are looked at for each pixel that is shown, a side: a layer of 8192² in 2 ms."""
_FORMAT = QImage.Format.Format_RGBA8888_Premultiplied


class SmallPictures:
    """Of layers on one canvas, by their uids."""

    def __init__(self, px: int) -> None:
        """px: the longest side of a picture."""
        self._px = px
        self._images: dict[str, tuple[Raster, Extent, QImage]] = {}
        self._stale: set[str] = set()

    def of(self, layer: Layer, extent: Extent) -> QImage:
        """What it holds of a canvas of that extent, in the canvas's shape."""
        made = self._images.get(layer.uid)
        is_current = made is not None and made[0] is layer.raster and made[1] == extent
        if made is not None and is_current and layer.uid not in self._stale:
            return made[2]
        self._stale.discard(layer.uid)
        image = small_picture(layer.raster, extent, self._px)
        self._images[layer.uid] = layer.raster, extent, image
        return image

    def forget_pixels(self) -> None:
        """Any layer may look different: each is made anew when it is asked for next."""
        self._stale = set(self._images)

    def keep_only(self, uids: set[str]) -> None:
        """Let go of the pictures of layers that are no more."""
        self._images = {uid: made for uid, made in self._images.items() if uid in uids}


def small_picture(raster: Raster, extent: Extent, px: int) -> QImage:
    """The canvas's part of a raster, px on its longest side."""
    seen = raster.part(Bounds.of(extent))
    pixels = _thinned(seen, px * _FINER)
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, pixels.strides[0], _FORMAT)
    size = extent.scaled(px / extent.longest_side)
    return image.scaled(
        size.width,
        size.height,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _thinned(pixels: Pixels, most: int) -> Pixels:
    """A copy with every so manieth row and column, so that no side has more than twice `most`."""
    step = max(1, max(pixels.shape[:2]) // most)
    return np.ascontiguousarray(pixels[step // 2 :: step, step // 2 :: step])
