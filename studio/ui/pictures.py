"""Between numpy's pixels and Qt's images."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from studio.core.pixels import Pixels

_RGB = 3


def qimage_of(pixels: Pixels) -> QImage:
    """A copy of (h, w, 3) or straight (h, w, 4) pixels."""
    pixels = np.ascontiguousarray(pixels)
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_RGB888 if channels == _RGB else QImage.Format.Format_RGBA8888
    return QImage(pixels.data, width, height, pixels.strides[0], kind).copy()


def pixels_of(image: QImage) -> Pixels:
    """(h, w, 3), or straight (h, w, 4) where the image has alpha."""
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(straight.constBits(), np.uint8).reshape(straight.height(), -1)
    pixels = rows[:, : 4 * straight.width()].reshape(straight.height(), straight.width(), 4)
    return pixels.copy() if image.hasAlphaChannel() else pixels[..., :_RGB].copy()
