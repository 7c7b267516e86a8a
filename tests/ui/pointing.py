"""Moves of the mouse that arrive at once.

`qtbot.mouseMove` asks the window system to move its pointer, which tells of it when it likes and
puts moves that follow each other into one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def move_to(widget: QWidget, place: QPoint) -> None:
    """The pointer comes to a place of the widget; which button is down, the widget knows."""
    none, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    over = QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), over, none, none, no_keys)
    QApplication.sendEvent(widget, event)
