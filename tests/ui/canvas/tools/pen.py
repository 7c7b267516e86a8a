"""A pen that touches a canvas at places of its picture, with some weight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from studio.core.geometry import Point
from studio.ui.canvas.view import CanvasView

Kind = QPointingDevice.PointerType
_TILT = (40, -30)
"""Degrees; nothing depends on it."""


class Pen:
    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def stroke(
        self,
        *touches: tuple[float, float, float],
        kind: Kind = Kind.Pen,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Through (x, y, pressure), then lifted. kind: which end of the pen it is."""
        device = _a_device(kind)
        self._send(QEvent.Type.TabletPress, device, touches[0], keys)
        for touch in touches[1:]:
            self._send(QEvent.Type.TabletMove, device, touch, keys)
        self._send(QEvent.Type.TabletRelease, device, (*touches[-1][:2], 0.0), keys)

    def _send(
        self,
        kind: QEvent.Type,
        device: QPointingDevice,
        touch: tuple[float, float, float],
        keys: Qt.KeyboardModifier,
    ) -> None:
        x, y, pressure = touch
        place = self._canvas.viewport.to_view(Point(x, y))
        over = QPointF(self._canvas.mapToGlobal(place))
        button = Qt.MouseButton.LeftButton
        is_up = kind == QEvent.Type.TabletRelease
        held = Qt.MouseButton.NoButton if is_up else button
        event = QTabletEvent(
            kind, device, place, over, pressure, *_TILT, 0, 0, 0, keys, button, held
        )
        QApplication.sendEvent(self._canvas, event)


def _a_device(kind: Kind) -> QPointingDevice:
    stylus, presses = QInputDevice.DeviceType.Stylus, QInputDevice.Capability.Pressure
    return QPointingDevice("pen", 1, stylus, kind, presses, 1, 3)
