"""Rectangles and ellipses, dragged from corner to corner."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from studio.core.geometry import Bounds, Point
from studio.document.masking.shapes import Shape, ellipse, rectangle
from studio.ui.canvas.tools.selecting import SelectingTool, paint_outline, paint_size
from studio.ui.canvas.tools.tool import Host, Pointer


class BoxTool(SelectingTool, ABC):
    """Shift pressed after the drag began makes both sides equal, Alt begins in the middle.

    Held from the start the same keys say how the shape meets the mask, until they are let go.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._start: Point | None = None
        self._corner = self._end = Point(0, 0)
        self._pointer_at = QPointF()
        self._shift_is_free = self._alt_is_free = False

    @abstractmethod
    def shape(self, corner: Point, opposite: Point) -> Shape:
        """What lies between two corners."""

    @abstractmethod
    def outline(self, corner: Point, opposite: Point) -> QPainterPath:
        """The same in px of the picture, to be shown."""

    def size_text(self, corner: Point, opposite: Point) -> str:
        """ "320 × 240" """
        width, height = abs(opposite.x - corner.x), abs(opposite.y - corner.y)
        return f"{width:.0f} × {height:.0f}"

    def press(self, pointer: Pointer) -> None:
        if self.begin(pointer):
            self._start = self._corner = self._end = self._host.snapped(pointer.position)
            self._pointer_at = pointer.view
            self._shift_is_free = not pointer.has_shift
            self._alt_is_free = not pointer.has_alt

    def move(self, pointer: Pointer) -> None:
        if self._start is None:
            return
        self._shift_is_free |= not pointer.has_shift
        self._alt_is_free |= not pointer.has_alt
        is_centred = self._alt_is_free and pointer.has_alt
        is_square = self._shift_is_free and pointer.has_shift
        opposite = self._host.snapped(pointer.position)
        self._end = _squared(self._start, opposite) if is_square else opposite
        self._corner = _mirrored(self._end, self._start) if is_centred else self._start
        self._pointer_at = pointer.view
        self._host.repaint()

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        if self._start is None:
            return
        corner, self._start = self._corner, None
        self._host.repaint()
        if corner.x != self._end.x and corner.y != self._end.y:
            self.mask(self.shape(corner, self._end))

    def cancel(self) -> None:
        self._start = None
        self._host.repaint()

    def paint(self, painter: QPainter) -> None:
        if self._start is None or self._start == self._end:
            return
        outline = self.outline(self._corner, self._end)
        paint_outline(painter, self._host.viewport.transform.map(outline))
        paint_size(painter, self.size_text(self._corner, self._end), self._pointer_at)


class Rectangle(BoxTool):
    """Whole pixels: all that are touched."""

    what = "rectangle"

    def shape(self, corner: Point, opposite: Point) -> Shape:
        return rectangle(touched(corner, opposite), self.extent)

    def outline(self, corner: Point, opposite: Point) -> QPainterPath:
        bounds = touched(corner, opposite)
        path = QPainterPath()
        path.addRect(QRectF(bounds.x, bounds.y, bounds.width, bounds.height))
        return path

    def size_text(self, corner: Point, opposite: Point) -> str:
        return str(touched(corner, opposite).extent)


class Ellipse(BoxTool):
    what = "ellipse"

    def shape(self, corner: Point, opposite: Point) -> Shape:
        return ellipse(corner, opposite, self.extent, antialias=self.settings.antialias)

    def outline(self, corner: Point, opposite: Point) -> QPainterPath:
        path = QPainterPath()
        path.addEllipse(QRectF(QPointF(*corner), QPointF(*opposite)).normalized())
        return path


def touched(corner: Point, opposite: Point) -> Bounds:
    """The whole pixels of the box between two places."""
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(corner, opposite, strict=True))
    return Bounds.between(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))


def _squared(start: Point, end: Point) -> Point:
    dx, dy = end.x - start.x, end.y - start.y
    side = max(abs(dx), abs(dy))
    return Point(start.x + math.copysign(side, dx), start.y + math.copysign(side, dy))


def _mirrored(point: Point, centre: Point) -> Point:
    return Point(2 * centre.x - point.x, 2 * centre.y - point.y)
