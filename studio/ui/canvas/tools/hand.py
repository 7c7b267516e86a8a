"""Moves the picture in the window."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from studio.ui.canvas.tools.tool import Host, Pointer, Tool


class Hand(Tool):
    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._last: QPointF | None = None

    @property
    def cursor(self) -> Qt.CursorShape:
        shape = Qt.CursorShape
        return shape.OpenHandCursor if self._last is None else shape.ClosedHandCursor

    def press(self, pointer: Pointer) -> None:
        self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        if self._last is not None:
            self._host.pan_by(pointer.view - self._last)
            self._last = pointer.view

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        self._last = None

    def cancel(self) -> None:
        self._last = None
