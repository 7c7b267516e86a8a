"""What else there is to set of a brush: its tip, how it flows, and what the pen's weight does."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.document.brushes.brush import Brush, Tip
from studio.ui.panels.options.tips import TipTiles
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.formats import PERCENT, NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.popup import Popup
from studio.ui.widgets.pressure_curve import PressureCurve
from studio.ui.widgets.slider import NumberSlider

_SPACING = NumberFormat(low=0.01, high=2.0, step=0.01, factor=100, unit="%")
_SMOOTHING = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_LABEL_PX = 66


class BrushPopup(Popup):
    changed = Signal(dict)
    """Fields of a Brush with their new values."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tips = TipTiles()
        self.flow = NumberSlider("Flow", PERCENT, tooltip="How fast a stroke builds up")
        self.spacing = NumberSlider(
            "Spacing", _SPACING, reach=1.0, tooltip="Between dabs, as a part of their size"
        )
        self.smoothing = NumberSlider(
            "Smoothing", _SMOOTHING, tooltip="Steadies a hand that trembles"
        )
        self.sizes = CheckBox("Size")
        self.fades = CheckBox("Opacity")
        self.curve = PressureCurve()
        self._lay_out()
        self._connect()

    def show_brush(self, brush: Brush) -> None:
        self.tips.show_tip(brush.tip)
        self.flow.set_value(brush.flow)
        self.spacing.set_value(brush.spacing)
        self.smoothing.set_value(brush.smoothing)
        self.sizes.setChecked(brush.pressure_sizes)
        self.fades.setChecked(brush.pressure_fades)
        self.curve.show_value(brush.pressure_curve)

    def offer(self, *, flow: bool, sizes: bool) -> None:
        """What means something to the tool in hand."""
        self.flow.setVisible(flow)
        self.sizes.setVisible(sizes)

    def _lay_out(self) -> None:
        self.rows.addWidget(self.tips)
        for slider in (self.flow, self.spacing, self.smoothing):
            slider.label.setFixedWidth(_LABEL_PX)
            slider.field.setFixedWidth(44)
            self.rows.addWidget(slider)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(secondary_label("The pen’s pressure changes"))
        words.addWidget(self.sizes)
        words.addWidget(self.fades)
        words.addStretch()
        pen = QHBoxLayout()
        pen.addLayout(words)
        pen.addStretch()
        pen.addWidget(self.curve)
        self.rows.addSpacing(2)
        self.rows.addLayout(pen)

    def _connect(self) -> None:
        self.tips.chosen.connect(lambda tip: self._tell(tip=Tip(tip)))
        self.flow.value_changed.connect(lambda value: self._tell(flow=value))
        self.spacing.value_changed.connect(lambda value: self._tell(spacing=value))
        self.smoothing.value_changed.connect(lambda value: self._tell(smoothing=value))
        self.sizes.clicked.connect(lambda on: self._tell(pressure_sizes=on))
        self.fades.clicked.connect(lambda on: self._tell(pressure_fades=on))
        self.curve.value_changed.connect(lambda value: self._tell(pressure_curve=value))

    def _tell(self, **changes: Any) -> None:
        """Any: each field has its own type."""
        self.changed.emit(changes)
