"""Masks a rectangle; with Alt it is taken away, with Shift it is a square."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.core.geometry import Bounds, Point
from studio.document.operations.masks import mask_edit
from studio.ui.canvas.tools.tool import Host, Pointer, Tool


class Rectangle(Tool):
    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._start: Point | None = None
        self._end = Point(0, 0)

    def press(self, pointer: Pointer) -> None:
        session = self._host.session
        if session.document.is_blank:
            return
        if session.current_result is not None:
            session.select_result(None)
        self._start = self._end = pointer.position

    def move(self, pointer: Pointer) -> None:
        if self._start is not None:
            self._end = _square_end(self._start, pointer) if pointer.has_shift else pointer.position

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        bounds = self._bounds
        self._start = None
        if bounds.is_empty:
            return
        document = self._host.session.document
        mask = document.mask.pixels.copy()
        mask[bounds.slices] = 0 if pointer.has_alt else 255
        title = "Erase rectangle" if pointer.has_alt else "Mask rectangle"
        self._host.session.push(mask_edit(document, title, mask))

    def cancel(self) -> None:
        self._start = None

    def paint_cursor(self, painter: QPainter, view: QPointF) -> None:
        del view
        if self._start is None:
            return
        rect = self._host.viewport.rect(self._bounds)
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 130), 3))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(255, 255, 255), 1.4))
        painter.drawRect(rect)
        painter.restore()

    def cursor_rect(self, view: QPointF) -> QRectF:
        del view
        if self._start is None:
            return QRectF()
        return self._host.viewport.rect(self._bounds).adjusted(-3, -3, 3, 3)

    @property
    def _bounds(self) -> Bounds:
        """Whole pixels that the rectangle touches, inside the picture."""
        if self._start is None:
            return Bounds(0, 0, 0, 0)
        (left, right), (top, bottom) = (
            sorted(pair) for pair in zip(self._start, self._end, strict=True)
        )
        edges = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
        return Bounds.between(*edges).clipped(self._host.session.document.extent)


def _square_end(start: Point, pointer: Pointer) -> Point:
    dx, dy = pointer.position.x - start.x, pointer.position.y - start.y
    side = max(abs(dx), abs(dy))
    return Point(start.x + math.copysign(side, dx), start.y + math.copysign(side, dy))
