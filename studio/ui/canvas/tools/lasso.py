"""An outline drawn by hand; what it goes round is masked."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from studio.core.geometry import Point
from studio.document.masking.shapes import polygon
from studio.ui.canvas.tools.selecting import SelectingTool, paint_closing, paint_outline
from studio.ui.canvas.tools.tool import Host, Pointer

_LEAST_POINTS = 3
_APART_PX = 1.0


class Lasso(SelectingTool):
    what = "lasso"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._points: list[Point] = []
        self._last = QPointF()

    def press(self, pointer: Pointer) -> None:
        if self.begin(pointer):
            self._points = [pointer.position]
            self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        # A pen tells of places that are closer together than the screen shows.
        if self._points and (pointer.view - self._last).manhattanLength() >= _APART_PX:
            self._points.append(pointer.position)
            self._last = pointer.view
            self._host.repaint()

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        points, self._points = self._points, []
        self._host.repaint()
        if len(points) >= _LEAST_POINTS:
            self.mask(polygon(points, self.extent, antialias=self.settings.antialias))

    def cancel(self) -> None:
        self._points = []
        self._host.repaint()

    def paint(self, painter: QPainter) -> None:
        if len(self._points) > 1:
            places = QPolygonF([QPointF(*point) for point in self._points])
            places = self._host.viewport.transform.map(places)
            paint_closing(painter, places.last(), places.first())
            path = QPainterPath()
            path.addPolygon(places)
            paint_outline(painter, path)
