"""A slider with a thin groove, and the row that names it and shows its number."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from studio.ui.theme import tokens
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.painting import faded
from studio.ui.widgets.value_field import ValueField

_GROOVE_PX = 4.0
_HANDLE_RADIUS_PX = 7.0


class Slider(QSlider):
    """Jumps to where it is pressed. The wheel acts only while it has the focus."""

    def __init__(self, ticks: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, ticks)
        self.setPageStep(max(1, ticks // 10))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(96, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 20)

    def _handle_x(self) -> float:
        share = self.value() / max(1, self.maximum())
        return _HANDLE_RADIUS_PX + share * (self.width() - 2 * _HANDLE_RADIUS_PX)

    def _tick_at(self, x: float) -> int:
        share = (x - _HANDLE_RADIUS_PX) / max(1.0, self.width() - 2 * _HANDLE_RADIUS_PX)
        return round(min(max(share, 0.0), 1.0) * self.maximum())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, x = self.height() / 2, self._handle_x()
        groove = QRectF(0, middle - _GROOVE_PX / 2, self.width(), _GROOVE_PX)
        painter.setBrush(QColor(shown.groove))
        painter.drawRoundedRect(groove, _GROOVE_PX / 2, _GROOVE_PX / 2)
        groove.setRight(x)
        painter.setBrush(QColor(shown.accent if self.isEnabled() else shown.disabled))
        painter.drawRoundedRect(groove, _GROOVE_PX / 2, _GROOVE_PX / 2)
        self._paint_handle(painter, QPointF(x, middle))

    def _paint_handle(self, painter: QPainter, centre: QPointF) -> None:
        shown = tokens()
        if self.hasFocus() or self.isSliderDown():
            painter.setBrush(faded(shown.accent, 0.35))
            painter.drawEllipse(centre, _HANDLE_RADIUS_PX + 2.5, _HANDLE_RADIUS_PX + 2.5)
        radius = _HANDLE_RADIUS_PX + (0.5 if self.underMouse() and self.isEnabled() else 0.0)
        painter.setBrush(QColor(shown.handle if self.isEnabled() else shown.disabled))
        painter.drawEllipse(centre, radius, radius)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self.setValue(self._tick_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._tick_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 -- Qt's signature
        self.setSliderDown(False)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Curve(Enum):
    """How a slider's length is spread over its values."""

    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"


_LOGARITHMIC_TICKS = 240


class NumberSlider(QWidget):
    """Name, slider, number: the number can be typed too."""

    value_changed = Signal(float)
    """When a person changed it."""

    def __init__(
        self,
        name: str,
        number: NumberFormat,
        *,
        reach: float | None = None,
        curve: Curve = Curve.LINEAR,
        tooltip: str = "",
    ) -> None:
        """`reach`: the slider's right end, where more than that can only be typed."""
        super().__init__()
        self._number = number
        self._curve = curve
        self._reach = reach or number.high
        self._value = number.low
        self.label: QLabel = secondary_label(name)
        self.slider = Slider(self._ticks())
        self.field = ValueField(number, number.low)
        self.slider.setAccessibleName(name)
        self.field.setAccessibleName(name)
        self.setToolTip(tooltip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.field)
        self.slider.valueChanged.connect(self._slid)
        self.field.value_changed.connect(self._typed)

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value; tells nobody."""
        self._value = value
        self.field.set_value(value)
        self.slider.blockSignals(True)
        self.slider.setValue(self._tick_of(value))
        self.slider.blockSignals(False)
        self.slider.update()

    def _slid(self, tick: int) -> None:
        self._take(self._number.clamped(self._value_of(tick)))

    def _typed(self, value: float) -> None:
        self._take(value)

    def _take(self, value: float) -> None:
        if value != self._value:
            self.set_value(value)
            self.value_changed.emit(value)

    def _ticks(self) -> int:
        if self._curve is Curve.LOGARITHMIC:
            return _LOGARITHMIC_TICKS
        return round((self._reach - self._number.low) / self._unit())

    def _unit(self) -> float:
        return 1 / (self._number.factor * 10**self._number.decimals)

    def _value_of(self, tick: int) -> float:
        low, high = self._number.low, self._reach
        if self._curve is Curve.LOGARITHMIC:
            return low * (high / low) ** (tick / _LOGARITHMIC_TICKS)
        return low + tick * self._unit()

    def _tick_of(self, value: float) -> int:
        low, high = self._number.low, self._reach
        if self._curve is Curve.LOGARITHMIC:
            return round(_LOGARITHMIC_TICKS * math.log(value / low) / math.log(high / low))
        return round((value - low) / self._unit())
