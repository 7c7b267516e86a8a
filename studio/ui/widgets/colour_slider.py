"""One part of a colour: a letter, a groove that shows what it would become, its number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.ui.theme import tokens
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.painting import faded
from studio.ui.widgets.slider import Slider
from studio.ui.widgets.value_field import ValueField

_GROOVE_PX = 10.0
_KNOB_PX = 6.5
_STOPS = 12

Ramp = Callable[[float], QColor]
"""The colour at a share of the groove, 0..1."""


class _Groove(Slider):
    def __init__(self, ticks: int) -> None:
        super().__init__(ticks)
        self.ramp: Ramp = lambda _share: QColor()

    def sizeHint(self) -> QSize:
        return QSize(120, 22)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        groove = QRectF(0.5, middle - _GROOVE_PX / 2, self.width() - 1, _GROOVE_PX)
        colours = QLinearGradient(groove.topLeft(), groove.topRight())
        for stop in range(_STOPS + 1):
            colours.setColorAt(stop / _STOPS, self.ramp(stop / _STOPS))
        painter.setPen(QPen(faded(tokens().text, 0.14), 1))
        painter.setBrush(colours)
        painter.drawRoundedRect(groove, _GROOVE_PX / 2, _GROOVE_PX / 2)
        at = QPointF(self._handle_x(), middle)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), 6))
            painter.drawEllipse(at, _KNOB_PX, _KNOB_PX)
        painter.setPen(QPen(QColor(0, 0, 0, 90), 4))
        painter.drawEllipse(at, _KNOB_PX, _KNOB_PX)
        painter.setPen(QPen(QColor(255, 255, 255), 2))
        painter.setBrush(self.ramp(self.value() / max(1, self.maximum())))
        painter.drawEllipse(at, _KNOB_PX, _KNOB_PX)


class ColourSlider(QWidget):
    value_changed = Signal(float)
    """0..1, when a person changed it."""

    def __init__(self, letter: str, name: str, steps: int) -> None:
        """steps: the number at the right end, of whole ones."""
        super().__init__()
        self._number = NumberFormat(low=0.0, high=1.0, step=1 / steps, factor=steps)
        self.groove = _Groove(steps)
        self.groove.setAccessibleName(name)
        self.setToolTip(name)
        self.field = ValueField(self._number, 0.0)
        self.field.setAccessibleName(name)
        self.field.setFixedWidth(34)
        label = secondary_label(letter)
        label.setFixedWidth(12)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label)
        layout.addWidget(self.groove, 1)
        layout.addWidget(self.field)
        self.groove.valueChanged.connect(lambda tick: self.value_changed.emit(tick / steps))
        self.field.value_changed.connect(self.value_changed.emit)

    def show_value(self, value: float, ramp: Ramp) -> None:
        """Tells nobody."""
        self.field.set_value(value)
        self.groove.ramp = ramp
        self.groove.blockSignals(True)
        self.groove.setValue(round(value * self.groove.maximum()))
        self.groove.blockSignals(False)
        self.groove.update()
