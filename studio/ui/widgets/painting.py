"""Shapes that several controls share."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from studio.ui.icons import EM_PX, glyph_path
from studio.ui.theme import tokens

FIELD_RADIUS_PX = 9.0
RING_PX = 2
"""Room that a field keeps around its frame for the ring that shows focus."""


def faded(colour: str, alpha: float) -> QColor:
    """`alpha` in 0..1."""
    shown = QColor(colour)
    shown.setAlphaF(alpha)
    return shown


def mixed(colour: str, other: str, share: float) -> QColor:
    """`share` of the other colour, 0..1."""
    a, b = QColor(colour), QColor(other)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def paint_field(painter: QPainter, widget: QRect, *, focused: bool, hovered: bool) -> QRectF:
    """The frame of a field, with a ring in the accent while it has the focus.

    Returns the rectangle inside the frame.
    """
    shown = tokens()
    frame = QRectF(widget).adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if focused:
        ring = frame.adjusted(-1, -1, 1, 1)
        painter.setPen(QPen(faded(shown.accent, 0.35), RING_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, FIELD_RADIUS_PX + 1, FIELD_RADIUS_PX + 1)
    border = QColor(shown.accent) if focused else QColor(shown.line)
    if hovered and not focused:
        border = mixed(shown.line, shown.secondary, 0.4)
    painter.setPen(QPen(border, 1))
    painter.setBrush(QColor(shown.field))
    inside = frame.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inside, FIELD_RADIUS_PX, FIELD_RADIUS_PX)
    return inside


def paint_glyph(painter: QPainter, name: str, centre: QPointF, px: float, colour: QColor) -> None:
    """A Phosphor glyph in one colour, `px` wide, around a centre."""
    scale = px / EM_PX
    placed = QTransform.fromTranslate(centre.x(), centre.y()).scale(scale, scale)
    painter.fillPath(placed.map(glyph_path(name)), colour)


def paint_drop_line(painter: QPainter, y: float, left: float, right: float) -> None:
    """Where what is dragged in a list would go; in px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens().accent), 2))
    painter.setBrush(QColor(tokens().panel))
    painter.drawLine(QPointF(left + 3, y), QPointF(right, y))
    painter.drawEllipse(QPointF(left, y), 3, 3)
