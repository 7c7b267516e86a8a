"""An outline of straight lines, corner by corner."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from studio.core.geometry import Point
from studio.document.masking.shapes import polygon
from studio.ui.canvas.tools.selecting import (
    SelectingTool,
    paint_closing,
    paint_outline,
    paint_size,
)
from studio.ui.canvas.tools.tool import Host, Pointer

_LEAST_CORNERS = 3
_CLOSES_WITHIN_PX = 8.0
_HANDLE_PX = 3.5
_TURN = math.pi / 4


class Polygon(SelectingTool):
    """Each click is a corner; a double click, Enter, or a click on the first one closes it.

    Backspace takes the last corner back, Esc gives up, Shift holds a line to eighths of a turn.
    """

    what = "polygon"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._corners: list[Point] = []
        self._next = Point(0, 0)
        self._pointer_at = QPointF()

    def press(self, pointer: Pointer) -> None:
        if self._corners and self._closes(pointer):
            self._close()
        elif self._corners or self.begin(pointer):
            self._next = self._place(pointer)
            self._corners.append(self._next)
            self._pointer_at = pointer.view
            self._host.repaint()

    def move(self, pointer: Pointer) -> None:
        if self._corners:
            self._corners[-1] = self._next = self._place(pointer, before=-1)
            self._pointer_at = pointer.view
            self._host.repaint()

    def hover(self, pointer: Pointer) -> None:
        if self._corners:
            self._next = self._place(pointer)
            self._pointer_at = pointer.view
            self._host.repaint()

    def double_click(self, pointer: Pointer) -> None:
        # The first of the two clicks was the last corner.
        del pointer
        self._close()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if not self._corners or modifiers:
            return False
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._close()
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self._corners.pop()
                self._host.repaint()
            case Qt.Key.Key_Escape:
                self.cancel()
            case _:
                return False
        return True

    def leave(self) -> None:
        """A drawn outline is not lost by a look at another tool: it is closed."""
        self._close()

    def cancel(self) -> None:
        self._corners = []
        self._host.repaint()

    def paint(self, painter: QPainter) -> None:
        if not self._corners:
            return
        viewport = self._host.viewport
        places = [viewport.to_view(point) for point in (*self._corners, self._next)]
        if len(self._corners) > 1:
            paint_closing(painter, places[-1], places[0])
        path = QPainterPath()
        path.addPolygon(QPolygonF(places))
        paint_outline(painter, path)
        _paint_handle(painter, places[0])
        last = self._corners[-1]
        if self._next != last:
            length = math.dist(last, self._next)
            paint_size(painter, f"{length:.0f} px", self._pointer_at)

    def _close(self) -> None:
        corners, self._corners = self._corners, []
        self._host.repaint()
        if len(corners) >= _LEAST_CORNERS:
            self.mask(polygon(corners, self.extent, antialias=self.settings.antialias))

    def _closes(self, pointer: Pointer) -> bool:
        first = self._host.viewport.to_view(self._corners[0])
        away = math.hypot(first.x() - pointer.view.x(), first.y() - pointer.view.y())
        return len(self._corners) >= _LEAST_CORNERS and away <= _CLOSES_WITHIN_PX

    def _place(self, pointer: Pointer, before: int = 0) -> Point:
        """Where the next corner lies. before: -1 where the last one is still moved about."""
        fixed = self._corners[: len(self._corners) + before]
        if fixed and pointer.has_shift:
            return _held_to_turns(fixed[-1], pointer.position)
        return self._host.snapped(pointer.position)


def _held_to_turns(start: Point, end: Point) -> Point:
    dx, dy = end.x - start.x, end.y - start.y
    angle = round(math.atan2(dy, dx) / _TURN) * _TURN
    length = dx * math.cos(angle) + dy * math.sin(angle)
    return Point(start.x + length * math.cos(angle), start.y + length * math.sin(angle))


def _paint_handle(painter: QPainter, at: QPointF) -> None:
    """Where a click closes the outline."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 190), 1.4))
    painter.setBrush(QColor(255, 255, 255))
    side = 2 * _HANDLE_PX
    painter.drawEllipse(QRectF(at.x() - _HANDLE_PX, at.y() - _HANDLE_PX, side, side))
    painter.restore()
