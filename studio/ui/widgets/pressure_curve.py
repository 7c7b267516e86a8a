"""How a pen's pressure is taken: a curve that is bent by dragging it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.document.brushes.brush import FLATTEST_CURVE, STEEPEST_CURVE
from studio.ui.theme import tokens
from studio.ui.widgets.painting import faded

_SIDE_PX = 92
_STEPS = 24
_KEY_FACTOR = 1.1


class PressureCurve(QWidget):
    """Pressure to the right, effect upwards. A double click makes it straight again."""

    value_changed = Signal(float)
    """The exponent."""

    def __init__(self) -> None:
        super().__init__()
        self._exponent = 1.0
        self.setFixedSize(QSize(_SIDE_PX, _SIDE_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName("Pressure curve")
        self.setToolTip("Drag the curve: below the diagonal a light hand does less")

    def show_value(self, exponent: float) -> None:
        """Tells nobody."""
        self._exponent = exponent
        self.update()

    @property
    def _frame(self) -> QRectF:
        return QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown, frame = tokens(), self._frame
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(shown.accent if self.hasFocus() else shown.line), 1))
        painter.setBrush(QColor(shown.field))
        painter.drawRoundedRect(frame, 6, 6)
        painter.setPen(QPen(QColor(shown.groove), 1, Qt.PenStyle.DashLine))
        painter.drawLine(frame.bottomLeft(), frame.topRight())
        curve = QPainterPath(frame.bottomLeft())
        for step in range(1, _STEPS + 1):
            share = step / _STEPS
            effect = share**self._exponent
            curve.lineTo(
                frame.left() + share * frame.width(), frame.bottom() - effect * frame.height()
            )
        under = QPainterPath(curve)
        under.lineTo(frame.bottomRight())
        painter.fillPath(under, faded(shown.accent, 0.16))
        painter.strokePath(curve, QPen(QColor(shown.accent), 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._bend(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._bend(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        del event
        self._take(1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._take(self._exponent / _KEY_FACTOR)
            case Qt.Key.Key_Down:
                self._take(self._exponent * _KEY_FACTOR)
            case _:
                super().keyPressEvent(event)

    def _bend(self, place: QPointF) -> None:
        """So that the curve goes through that place."""
        frame = self._frame
        pressure = min(max((place.x() - frame.left()) / frame.width(), 0.05), 0.95)
        effect = min(max((frame.bottom() - place.y()) / frame.height(), 0.02), 0.98)
        self._take(math.log(effect) / math.log(pressure))

    def _take(self, exponent: float) -> None:
        exponent = round(min(max(exponent, FLATTEST_CURVE), STEEPEST_CURVE), 2)
        if exponent != self._exponent:
            self.show_value(exponent)
            self.value_changed.emit(exponent)
