"""Small words on a picture, readable on any."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from studio.ui.theme import label_font

HEIGHT_PX = 21.0
_PADDING_PX = 8.0
_RADIUS_PX = 5.0
_DOT_PX, _DOT_ROOM_PX = 8.0, 13.0
_GROUND = QColor(14, 15, 18, 214)
_INK = QColor(255, 255, 255)


def badge_size(text: str, *, dotted: bool = False) -> tuple[float, float]:
    """Width and height in px."""
    width = QFontMetricsF(label_font()).horizontalAdvance(text) + dotted * _DOT_ROOM_PX
    return width + 2 * _PADDING_PX, HEIGHT_PX


def paint_badge(
    painter: QPainter, text: str, left_top: QPointF, dot: QColor | None = None
) -> QRectF:
    """A rounded dark label; returns where it lies. The painter is in the widget's px.

    dot: the colour of one before the words.
    """
    width, height = badge_size(text, dotted=dot is not None)
    # On whole pixels the letters stay sharp.
    rect = QRectF(round(left_top.x()), round(left_top.y()), width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
    words = rect
    if dot is not None:
        painter.setBrush(dot)
        middle = QPointF(rect.left() + _PADDING_PX + _DOT_PX / 2, rect.center().y())
        painter.drawEllipse(middle, _DOT_PX / 2, _DOT_PX / 2)
        words = rect.adjusted(_DOT_ROOM_PX, 0, 0, 0)
    painter.setFont(label_font())
    painter.setPen(_INK)
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return rect
