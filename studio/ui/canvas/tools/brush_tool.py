"""What all tools have in common that draw with a brush."""

from __future__ import annotations

from abc import ABC, abstractmethod

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from studio.core.geometry import Point
from studio.document.brushes.brush import Brush
from studio.document.brushes.stroke import Stroke
from studio.document.document import Document
from studio.ui.canvas.tools.brush_cursor import paint_brush_cursor, paint_outlined, reach_px
from studio.ui.canvas.tools.tool import Host, Pointer, Tool

_LONGEST_STRING_PX = 120.0
"""On the screen, whatever the zoom: what trembles is the hand."""


class BrushTool(Tool, ABC):
    """Shift and a click draw a straight line from where the last stroke ended."""

    brush_name = ""
    """Which brush of the ToolSettings it draws with."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._stroke: Stroke | None = None
        self._last: tuple[Document, Point] | None = None

    @property
    def cursor(self) -> Qt.CursorShape:
        shape = Qt.CursorShape
        return shape.BlankCursor if self.can_draw else shape.ArrowCursor

    @property
    def can_draw(self) -> bool:
        """Whether there is something to draw on, or will be."""
        return not self._host.session.document.is_blank

    @property
    def brush(self) -> Brush:
        held = self._host.session.tool.brush(self.brush_name)
        assert held is not None, "a tool that draws has a brush"
        return held

    @abstractmethod
    def begun(self, pointer: Pointer) -> Stroke:
        """A stroke that has not touched anything yet. Raises BadInput where nothing can be."""

    @property
    def string_px(self) -> float:
        """In px of the picture."""
        return self.brush.smoothing * _LONGEST_STRING_PX / self._host.viewport.scale

    def press(self, pointer: Pointer) -> None:
        session = self._host.session
        if not self.can_draw:
            return
        if session.current_result is not None:
            # What is painted belongs to the document, so it must be seen.
            session.select_result(None)
        with session.telling_problems():
            stroke = self._stroke = self.begun(pointer)
            last = self._last_point if pointer.has_shift else None
            if last is None:
                stroke.move_to(pointer.position, pointer.pressure)
            else:
                stroke.start_from(last, pointer.pressure)
                stroke.line_to(pointer.position, pointer.pressure)

    def move(self, pointer: Pointer) -> None:
        if self._stroke is not None:
            self._stroke.move_to(pointer.position, pointer.pressure)

    def release(self, pointer: Pointer) -> None:
        if self._stroke is None:
            return
        stroke, self._stroke = self._stroke, None
        self._last = self._host.session.document, stroke.last_point or pointer.position
        self._host.session.push(stroke.finish())

    def cancel(self) -> None:
        if self._stroke is not None:
            self._stroke.abort()
            self._stroke = None

    def leave(self) -> None:
        self.cancel()

    def paint_cursor(self, painter: QPainter, view: QPointF) -> None:
        if not self.can_draw:
            return
        style = self._host.session.preferences.brush_cursor
        paint_brush_cursor(painter, view, self.brush, self._host.viewport, style)
        pulled = self._stroke.pulled_point if self._stroke else None
        if pulled is not None and self.string_px:
            string = QPainterPath(view)
            string.lineTo(self._host.viewport.to_view(pulled))
            paint_outlined(painter, string)

    def cursor_rect(self, view: QPointF) -> QRectF:
        reach = reach_px(self.brush, self._host.viewport)
        if self._stroke is not None:
            reach = max(reach, self.string_px * self._host.viewport.scale + 2)
        return QRectF(view.x() - reach, view.y() - reach, 2 * reach, 2 * reach)

    @property
    def _last_point(self) -> Point | None:
        """Where the last stroke ended, if it was on this document."""
        if self._last is None or self._last[0] is not self._host.session.document:
            return None
        return self._last[1]
