"""The buffers of a document. numpy owns the bytes; a QImage over the same memory paints them."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels, Pixels, bounds_of_painted, extent_of
from studio.document.alpha import premultiplied


class Layer:
    """One picture of the stack. Write into `pixels` in place; the array is never rebound."""

    def __init__(
        self, name: str, pixels: Pixels, visible: bool = True, opacity: float = 1.0
    ) -> None:
        """pixels: (h, w, 4) premultiplied RGBA, owned by this layer from here on."""
        assert pixels.flags.c_contiguous and pixels.flags.writeable
        self.name = name
        self.visible = visible
        self.opacity = opacity
        self._pixels = pixels
        self._qimage = _borrowed(pixels, QImage.Format.Format_RGBA8888_Premultiplied)

    @classmethod
    def of(cls, name: str, straight: Pixels) -> Layer:
        """A layer with a copy of (h, w, 3) or straight (h, w, 4) pixels."""
        return cls(name, premultiplied(straight))

    @property
    def pixels(self) -> Pixels:
        """(h, w, 4) premultiplied RGBA."""
        return self._pixels

    @property
    def qimage(self) -> QImage:
        """The same memory, for QPainter; valid while this layer lives."""
        return self._qimage

    @property
    def extent(self) -> Extent:
        return extent_of(self._pixels)


class Mask:
    """What shall be replaced: (h, w), 0 = keep, 255 = replace. Never rebound, as a layer's."""

    def __init__(self, pixels: MaskPixels) -> None:
        assert pixels.flags.c_contiguous and pixels.flags.writeable
        self._pixels = pixels
        self._qimage = _borrowed(pixels, QImage.Format.Format_Alpha8)

    @classmethod
    def empty(cls, extent: Extent) -> Mask:
        return cls(np.zeros((extent.height, extent.width), np.uint8))

    @property
    def pixels(self) -> MaskPixels:
        return self._pixels

    @property
    def qimage(self) -> QImage:
        """The same memory as an alpha channel; valid while this mask lives."""
        return self._qimage

    @property
    def extent(self) -> Extent:
        return extent_of(self._pixels)

    @property
    def is_empty(self) -> bool:
        return not self._pixels.any()

    @property
    def bounds(self) -> Bounds:
        """Smallest rectangle around what is painted."""
        return bounds_of_painted(self._pixels)


def _borrowed(pixels: Pixels, image_format: QImage.Format) -> QImage:
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], image_format)
