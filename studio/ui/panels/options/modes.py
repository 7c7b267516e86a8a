"""Four buttons: whether a shape replaces the mask, is added, taken away, or intersected."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from studio.document.masking.shapes import Mode
from studio.ui.theme import tokens

_BUTTON = QSize(28, 26)
_RADIUS_PX = 6.0
_SIDE_PX = 9.0
_SHIFT_PX = 4.0
_TOOLTIPS = {
    Mode.REPLACE: "Replace the mask",
    Mode.ADD: "Add to the mask  Shift",
    Mode.SUBTRACT: "Take from the mask  Alt",
    Mode.INTERSECT: "Intersect with the mask  Shift+Alt",
}


class ModeButton(QAbstractButton):
    """Two squares that overlap, with what becomes of them filled."""

    def __init__(self, mode: Mode) -> None:
        super().__init__()
        self.mode = mode
        self.setCheckable(True)
        self.setFixedSize(_BUTTON)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(_TOOLTIPS[mode])
        self.setAccessibleName(_TOOLTIPS[mode].split("  ")[0])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(shown.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(shown.accent))
        else:
            painter.setBrush(QColor(shown.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, _RADIUS_PX, _RADIUS_PX)
        self._paint_squares(painter, QColor(shown.on_accent if self.isChecked() else shown.icon))

    def _paint_squares(self, painter: QPainter, ink: QColor) -> None:
        old, new = self._squares()
        filled = {
            Mode.REPLACE: new,
            Mode.ADD: old.united(new),
            Mode.SUBTRACT: old.subtracted(new),
            Mode.INTERSECT: old.intersected(new),
        }[self.mode]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(filled, ink)
        faint = QColor(ink)
        faint.setAlphaF(0.75)
        painter.setPen(QPen(faint, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.mode is not Mode.REPLACE:
            painter.drawPath(old)
            painter.drawPath(new)

    def _squares(self) -> tuple[QPainterPath, QPainterPath]:
        """The mask that is there, and the shape that comes: on half pixels, so lines are thin."""
        left = (self.width() - _SIDE_PX - _SHIFT_PX) // 2 + 0.5
        top = (self.height() - _SIDE_PX - _SHIFT_PX) // 2 + 0.5
        old, new = QPainterPath(), QPainterPath()
        if self.mode is Mode.REPLACE:
            middle = _SHIFT_PX / 2
            new.addRect(QRectF(left + middle, top + middle, _SIDE_PX, _SIDE_PX))
        else:
            old.addRect(QRectF(left, top, _SIDE_PX, _SIDE_PX))
            new.addRect(QRectF(left + _SHIFT_PX, top + _SHIFT_PX, _SIDE_PX, _SIDE_PX))
        return old, new


class ModeButtons(QWidget):
    chosen = Signal(str)
    """The value of a Mode."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons = {mode: ModeButton(mode) for mode in Mode}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for mode, button in self.buttons.items():
            self._group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(lambda _=False, mode=mode: self.chosen.emit(mode.value))

    def show_mode(self, mode: Mode) -> None:
        self.buttons[mode].setChecked(True)
