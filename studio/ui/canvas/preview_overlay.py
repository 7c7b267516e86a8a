"""The picture as it forms: the newest look at it, in its place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels, Pixels
from studio.ui.pictures import qimage_of

_LARGEST_PX = 1024


def preview_image(pixels: Pixels, bounds: Bounds, mask: MaskPixels | None) -> QImage:
    """A smooth picture for these bounds of the document, clear where the mask keeps.

    pixels: about one a latent cell. mask: (h, w) of the whole document, or None.
    """
    image = _enlarged(qimage_of(pixels), _size_for(bounds))
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    if mask is not None:
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = _alpha_of(mask[bounds.slices])
        painter.drawImage(QRectF(image.rect()), shape, QRectF(shape.rect()))
        painter.end()
    return image


def _size_for(bounds: Bounds) -> QSize:
    size = QSize(bounds.width, bounds.height)
    largest = QSize(_LARGEST_PX, _LARGEST_PX)
    too_large = bounds.extent.longest_side > _LARGEST_PX
    return size.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio) if too_large else size


def _enlarged(image: QImage, size: QSize) -> QImage:
    """Doubling again and again is far smoother than one step: no cell shows its corners."""
    mode = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    while image.width() * 2 <= size.width() and image.height() * 2 <= size.height():
        image = image.scaled(image.size() * 2, *mode)
    return image.scaled(size, *mode)


def _alpha_of(mask: MaskPixels) -> QImage:
    mask = np.ascontiguousarray(mask)
    height, width = mask.shape
    return QImage(mask.data, width, height, mask.strides[0], QImage.Format.Format_Alpha8).copy()
