"""What the settings of a family of tools are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from studio.ui.menus.desk import Desk
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.slider import Curve, NumberSlider

GAP_PX = 14
_SLIDER_PX = (40, 96)
"""Narrowest and widest: a bar that is short of room takes it from its sliders."""
_FIELD_CHROME_PX = 10


class ToolOptions(QWidget):
    """A row of settings for the tools of one family; this one, which has none, is for the rest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session = desk.session
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GAP_PX)

    def show_tool(self, name: str) -> None:
        """A tool of the family was taken in hand."""


def bar_slider(
    name: str,
    number: NumberFormat,
    *,
    reach: float | None = None,
    curve: Curve = Curve.LINEAR,
    tooltip: str = "",
) -> NumberSlider:
    """A slider as wide as the bar has room for; see NumberSlider."""
    slider = NumberSlider(name, number, reach=reach, curve=curve, tooltip=tooltip)
    slider.slider.setMinimumWidth(_SLIDER_PX[0])
    slider.slider.setMaximumWidth(_SLIDER_PX[1])
    widest = slider.field.fontMetrics().horizontalAdvance(number.text(number.high))
    slider.field.setFixedWidth(widest + _FIELD_CHROME_PX)
    slider.field.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    slider.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return slider


def named(name: str, field: QWidget) -> QHBoxLayout:
    """A field with its name before it."""
    field.setAccessibleName(name)
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(secondary_label(name))
    row.addWidget(field)
    return row


def give_focus_back(desk: Desk) -> None:
    """To the canvas, where a field that was edited has let go of it: Enter and Esc act there."""

    def give() -> None:
        if QApplication.focusWidget() is None:
            desk.canvas.setFocus()

    # Only now does the next field get it, where it is the next field's.
    QTimer.singleShot(0, desk.canvas, give)
