"""Something that is so, or not."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from studio.ui.theme import label_font, tokens
from studio.ui.widgets.painting import paint_glyph

_BOX_PX = 15.0
_GAP_PX = 6
_RADIUS_PX = 4.5


class CheckBox(QCheckBox):
    """A small box with a tick, and its words, which are pressed too."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFont(label_font())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(int(_BOX_PX) + 2 + _GAP_PX + words + 2, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1.5, (self.height() - _BOX_PX) / 2, _BOX_PX, _BOX_PX)
        lit = self.hasFocus() or self.underMouse()
        if self.isChecked():
            colour = QColor(shown.accent if self.isEnabled() else shown.groove)
            painter.setPen(QPen(QColor(shown.text) if self.hasFocus() else colour, 1))
            painter.setBrush(colour)
        else:
            painter.setPen(QPen(QColor(shown.accent if lit else shown.placeholder), 1))
            painter.setBrush(QColor(shown.field))
        painter.drawRoundedRect(box, _RADIUS_PX, _RADIUS_PX)
        if self.isChecked():
            centre = QPointF(box.center())
            paint_glyph(painter, "check", centre, 11, QColor(shown.on_accent))
        painter.setPen(QColor(shown.secondary if self.isEnabled() else shown.disabled))
        left = box.right() + _GAP_PX
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
