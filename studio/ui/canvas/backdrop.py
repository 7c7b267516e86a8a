"""What lies behind the picture: its shadow, and the paper that shines through where it is clear."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

_SQUARE_PX = 8
SHADOW_PX = 36
_DROP_PX = 8
_SIGMA_PX = 13.0


def shadow_rect(picture: QRectF) -> QRectF:
    """All that the shadow of a picture touches, in the widget's px."""
    reach = SHADOW_PX
    return picture.adjusted(-reach, -reach, reach, reach).translated(0, _DROP_PX)


def paint_shadow(painter: QPainter, picture: QRectF, is_dark: bool) -> None:
    """A soft shadow around a rectangle, a little below it."""
    image = _soft_square(0.62 if is_dark else 0.34)
    whole = QRectF(shadow_rect(picture).toAlignedRect())
    # A small picture has no room for whole corners.
    corner = min(2 * SHADOW_PX, int(whole.width()) // 2, int(whole.height()) // 2)
    x = (whole.left(), whole.left() + corner, whole.right() - corner, whole.right())
    y = (whole.top(), whole.top() + corner, whole.bottom() - corner, whole.bottom())
    side = image.width()
    source = (0, corner, side - corner, side)
    for row, column in product(range(3), repeat=2):
        if (row, column) != (1, 1):
            into = QRectF(QPointF(x[column], y[row]), QPointF(x[column + 1], y[row + 1]))
            start = QPointF(source[column], source[row])
            out_of = QRectF(start, QPointF(source[column + 1], source[row + 1]))
            painter.drawImage(into, image, out_of)


@cache
def _soft_square(opacity: float) -> QImage:
    """The blurred shadow of a square: corners to keep, and a middle to stretch."""
    side = 4 * SHADOW_PX + 2
    place = np.minimum(np.arange(side), np.arange(side)[::-1]) + 0.5 - SHADOW_PX
    # The logistic curve is within 1 % of a Gaussian blur's edge.
    edge = 1 / (1 + np.exp(-1.702 * place / _SIGMA_PX))
    alpha = np.rint(255 * opacity * np.outer(edge, edge)).astype(np.uint8)
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[..., 3] = alpha
    image_format = QImage.Format.Format_RGBA8888_Premultiplied
    return QImage(pixels.data, side, side, 4 * side, image_format).copy()


def paint_checkerboard(painter: QPainter, picture: QRectF, is_dark: bool) -> None:
    """Squares that say: nothing is here. They keep their size at every zoom."""
    brush = QBrush(_squares(is_dark))
    painter.save()
    painter.setBrushOrigin(QPointF(picture.topLeft()))
    painter.fillRect(picture, brush)
    painter.restore()


@cache
def _squares(is_dark: bool) -> QImage:
    first, second = ("#3a3c40", "#46484d") if is_dark else ("#ffffff", "#e3e5e8")
    image = QImage(2 * _SQUARE_PX, 2 * _SQUARE_PX, QImage.Format.Format_RGB32)
    image.fill(QColor(first))
    painter = QPainter(image)
    painter.fillRect(_SQUARE_PX, 0, _SQUARE_PX, _SQUARE_PX, QColor(second))
    painter.fillRect(0, _SQUARE_PX, _SQUARE_PX, _SQUARE_PX, QColor(second))
    painter.end()
    return image
