"""A ring of hues around a square of that hue's shades."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QConicalGradient,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from studio.ui.theme import tokens
from studio.ui.widgets.painting import faded

_SIDE_PX = 212
_RING_PX = 15.0
_GAP_PX = 4.0
_KNOB_PX = 6.5
_HUES = 12
_KEYS = {
    Qt.Key.Key_Left: (-0.01, 0.0),
    Qt.Key.Key_Right: (0.01, 0.0),
    Qt.Key.Key_Up: (0.0, 0.01),
    Qt.Key.Key_Down: (0.0, -0.01),
}

Hsv = tuple[float, float, float]
"""Hue, saturation and value, each 0..1."""


class ColourWheel(QWidget):
    picked = Signal(float, float, float)
    """Hue, saturation, value, each 0..1, when a person changed them."""

    def __init__(self) -> None:
        super().__init__()
        self._hsv: Hsv = (0.0, 0.0, 0.0)
        self._turns_ring = False
        self.setFixedSize(QSize(_SIDE_PX, _SIDE_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Colour wheel")

    def show_hsv(self, hsv: Hsv) -> None:
        """Tells nobody."""
        self._hsv = hsv
        self.update()

    @property
    def square(self) -> QRectF:
        """Saturation to the right, value upwards."""
        side = (_SIDE_PX - 2 * (_RING_PX + _GAP_PX)) / math.sqrt(2)
        return QRectF((_SIDE_PX - side) / 2, (_SIDE_PX - side) / 2, side, side)

    def place_of_hue(self, hue: float) -> QPointF:
        """In the middle of the ring; hue 0 lies to the right, and they run against the clock."""
        radius = (_SIDE_PX - _RING_PX) / 2 - 1
        turn = 2 * math.pi * hue
        middle = _SIDE_PX / 2
        return QPointF(middle + radius * math.cos(turn), middle - radius * math.sin(turn))

    def place_of_shade(self, saturation: float, value: float) -> QPointF:
        square = self.square
        return QPointF(
            square.left() + saturation * square.width(), square.bottom() - value * square.height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hue, saturation, value = self._hsv
        self._paint_ring(painter)
        self._paint_square(painter, hue)
        _paint_knob(painter, self.place_of_hue(hue), QColor.fromHsvF(hue % 1, 1, 1))
        shade = QColor.fromHsvF(hue % 1, saturation, value)
        _paint_knob(painter, self.place_of_shade(saturation, value), shade)

    def _paint_ring(self, painter: QPainter) -> None:
        outer = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        inner = outer.adjusted(_RING_PX, _RING_PX, -_RING_PX, -_RING_PX)
        ring = QPainterPath()
        ring.addEllipse(outer)
        ring.addEllipse(inner)
        hues = QConicalGradient(outer.center(), 0)
        for step in range(_HUES + 1):
            hues.setColorAt(step / _HUES, QColor.fromHsvF(step / _HUES % 1, 1, 1))
        painter.fillPath(ring, hues)
        if self.hasFocus():
            painter.setPen(QPen(faded(tokens().accent, 0.8), 2))
            painter.drawEllipse(outer)

    def _paint_square(self, painter: QPainter, hue: float) -> None:
        square = self.square
        shape = QPainterPath()
        shape.addRoundedRect(square, 5, 5)
        paler = QLinearGradient(square.topLeft(), square.topRight())
        paler.setColorAt(0, QColor(255, 255, 255))
        paler.setColorAt(1, QColor.fromHsvF(hue % 1, 1, 1))
        darker = QLinearGradient(square.topLeft(), square.bottomLeft())
        darker.setColorAt(0, QColor(0, 0, 0, 0))
        darker.setColorAt(1, QColor(0, 0, 0))
        painter.fillPath(shape, paler)
        painter.fillPath(shape, darker)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._turns_ring = not self.square.adjusted(-4, -4, 4, 4).contains(event.position())
        self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        hue, saturation, value = self._hsv
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._take((hue + step[0] + step[1]) % 1, saturation, value)
        else:
            self._take(hue, _clamped(saturation + step[0]), _clamped(value + step[1]))

    def _follow(self, place: QPointF) -> None:
        hue, saturation, value = self._hsv
        if self._turns_ring:
            line = place - QPointF(_SIDE_PX / 2, _SIDE_PX / 2)
            self._take(math.atan2(-line.y(), line.x()) / (2 * math.pi) % 1, saturation, value)
            return
        square = self.square
        saturation = (place.x() - square.left()) / square.width()
        value = (square.bottom() - place.y()) / square.height()
        self._take(hue, _clamped(saturation), _clamped(value))

    def _take(self, hue: float, saturation: float, value: float) -> None:
        self.show_hsv((hue, saturation, value))
        self.picked.emit(hue, saturation, value)


def _clamped(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _paint_knob(painter: QPainter, at: QPointF, colour: QColor) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 90), 4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, _KNOB_PX, _KNOB_PX)
    painter.setPen(QPen(QColor(255, 255, 255), 2))
    painter.setBrush(colour)
    painter.drawEllipse(at, _KNOB_PX, _KNOB_PX)
