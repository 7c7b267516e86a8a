"""A small button that stays in: its icon on the accent while it is on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from studio.ui.theme import tokens
from studio.ui.widgets.painting import paint_glyph

_SIZE = QSize(28, 26)
_RADIUS_PX = 6.0
_GLYPH_PX = 16.0


class Switch(QAbstractButton):
    def __init__(self, glyph: str, tooltip: str) -> None:
        super().__init__()
        self._glyph = glyph
        self.setCheckable(True)
        self.setFixedSize(_SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tooltip)
        self.setAccessibleName(tooltip)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(shown.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(shown.accent))
        else:
            painter.setBrush(QColor(shown.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, _RADIUS_PX, _RADIUS_PX)
        ink = shown.on_accent if self.isChecked() else shown.icon
        if not self.isEnabled():
            ink = shown.disabled
        paint_glyph(painter, self._glyph, frame.center(), _GLYPH_PX, QColor(ink))
