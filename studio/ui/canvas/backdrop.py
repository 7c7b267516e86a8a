"""What lies behind the picture: its shadow, and the paper that shines through where it is clear."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QRegion

_SQUARE_PX = 8
SHADOW_PX = 26
_DROP_PX = 6


def shadow_rect(picture: QRectF) -> QRectF:
    """All that the shadow of a picture touches, in the widget's px."""
    return picture.adjusted(-SHADOW_PX, -SHADOW_PX, SHADOW_PX, SHADOW_PX + _DROP_PX)


def paint_shadow(painter: QPainter, picture: QRectF, is_dark: bool) -> None:
    """A soft shadow around a rectangle, a little below it."""
    strength = 34 if is_dark else 15
    painter.save()
    around = QRegion(shadow_rect(picture).toAlignedRect()) - QRegion(picture.toRect())
    painter.setClipRegion(around, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    dropped = picture.translated(0, _DROP_PX)
    rings = 9
    for ring in range(rings):
        # Faint rings that add up towards the picture fall off as a blur does.
        reach = SHADOW_PX * (1 - ring / rings) ** 1.6
        painter.setBrush(QColor(0, 0, 0, round(strength * (0.25 + 0.75 * ring / rings))))
        painter.drawRoundedRect(dropped.adjusted(-reach, -reach, reach, reach), reach, reach)
    painter.restore()


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
