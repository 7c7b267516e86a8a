"""A mouse that is moved over a canvas by places of its picture, with keys held."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from studio.core.geometry import Point
from studio.ui.canvas.view import CanvasView

NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
_LEFT, _NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_PRESS, _MOVE, _RELEASE, _DOUBLE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)


class Mouse:
    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._held = _NO_BUTTON

    def press(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._held = _LEFT
        self._send(_PRESS, x, y, keys, _LEFT)

    def move(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._send(_MOVE, x, y, keys, _NO_BUTTON)

    def release(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._held = _NO_BUTTON
        self._send(_RELEASE, x, y, keys, _LEFT)

    def click(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.press(x, y, keys)
        self.release(x, y, keys)

    def double_click(self, x: float, y: float) -> None:
        self.click(x, y)
        self._held = _LEFT
        self._send(_DOUBLE, x, y, NO_KEYS, _LEFT)
        self.release(x, y)

    def drag(self, *places: tuple[float, float], keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """From the first place to the last, and over the middle between each two, as hands do."""
        self.press(*places[0], keys)
        for start, end in pairwise(places):
            self.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, keys)
            self.move(*end, keys)
        self.release(*places[-1], keys)

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
        event = QMouseEvent(kind, place, over, button, self._held, keys)
        QApplication.sendEvent(self._canvas, event)
