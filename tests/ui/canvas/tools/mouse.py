"""A mouse that is moved over a canvas by places of its picture, with keys held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from studio.core.geometry import Point
from studio.ui.canvas.view import CanvasView

NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
_LEFT = Qt.MouseButton.LeftButton


class Mouse:
    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def press(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._send(QEvent.Type.MouseButtonPress, x, y, keys, _LEFT)

    def move(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._send(QEvent.Type.MouseMove, x, y, keys, Qt.MouseButton.NoButton)

    def release(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._send(QEvent.Type.MouseButtonRelease, x, y, keys, _LEFT)

    def double_click(self, x: float, y: float) -> None:
        self.press(x, y)
        self.release(x, y)
        self._send(QEvent.Type.MouseButtonDblClick, x, y, NO_KEYS, _LEFT)
        self.release(x, y)

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        keys: Qt.KeyboardModifier = NO_KEYS,
    ) -> None:
        """Over the place between them, as hands do."""
        self.press(*start, keys)
        self.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, keys)
        self.move(*end, keys)
        self.release(*end, keys)

    def _send(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        keys: Qt.KeyboardModifier,
        button: Qt.MouseButton,
    ) -> None:
        place = self._canvas.viewport.to_view(Point(x, y))
        over = QPointF(self._canvas.mapToGlobal(place))
        QApplication.sendEvent(self._canvas, QMouseEvent(kind, place, over, button, button, keys))
