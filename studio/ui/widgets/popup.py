"""A sheet of settings that opens under what was pressed, and goes with a press elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.theme import tokens

_MARGIN_PX = 14
_BELOW_PX = 6


class Popup(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self.rows.setSpacing(9)

    def open_under(self, widget: QWidget, *, flush_right: bool = False) -> None:
        """Its left edge at the widget's, or its right one, as far as the screen has room."""
        self.adjustSize()
        left = widget.width() - self.width() if flush_right else 0
        place = widget.mapToGlobal(QPoint(left, widget.height() + _BELOW_PX))
        room = widget.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setPen(QColor(tokens().line))
        painter.setBrush(QColor(tokens().raised))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
