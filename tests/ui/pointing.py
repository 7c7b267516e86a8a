"""Moves of the mouse that arrive at once.

`qtbot.mouseMove` asks the window system to move its pointer, which tells of it when it likes and
puts moves that follow each other into one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

_NONE = Qt.MouseButton.NoButton


def move_to(widget: QWidget, place: QPoint, held: Qt.MouseButton = _NONE) -> None:
    """The pointer comes to a place of the widget.

    held: the button that is down, for widgets that hear of no other moves.
    """
    over = QPointF(widget.mapToGlobal(place))
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), over, _NONE, held, keys)
    QApplication.sendEvent(widget, event)
