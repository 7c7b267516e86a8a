"""Paints the mask, or takes it away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.core.geometry import Point
from studio.document.brush import Brush, Stroke
from studio.document.brushes.brush import Brush as BrushSettings
from studio.document.picture import Picture
from studio.ui.canvas.tools.tool import Host, Pointer, Tool

_SMALLEST_RADIUS_PX = 2.5
_CROSS_PX = 5.0
_ROOM_PX = 3.0


class MaskBrush(Tool):
    """Shift and a click draw a straight line from where the last stroke ended."""

    def __init__(self, host: Host, erase: bool = False) -> None:
        super().__init__(host)
        self._erase = erase
        self._stroke: Stroke | None = None
        self._last: tuple[Picture, Point] | None = None

    @property
    def cursor(self) -> Qt.CursorShape:
        blank = self._host.session.document.is_blank
        return Qt.CursorShape.ArrowCursor if blank else Qt.CursorShape.BlankCursor

    def press(self, pointer: Pointer) -> None:
        session = self._host.session
        if session.document.is_blank:
            return
        if session.current_result is not None:
            # What is painted belongs to the document, so it must be seen.
            session.select_result(None)
        self._stroke = Stroke(session.document, self._brush(pointer.is_eraser))
        last = self._last_point if pointer.has_shift else None
        if last is None:
            self._stroke.move_to(pointer.position, pointer.pressure)
        else:
            self._stroke.start_from(last, pointer.pressure)
            self._stroke.line_to(pointer.position, pointer.pressure)

    def move(self, pointer: Pointer) -> None:
        if self._stroke is not None:
            self._stroke.move_to(pointer.position, pointer.pressure)

    def release(self, pointer: Pointer) -> None:
        if self._stroke is None:
            return
        stroke, self._stroke = self._stroke, None
        self._last = self._host.session.document.picture, stroke.last_point or pointer.position
        self._host.session.push(stroke.finish())

    def cancel(self) -> None:
        if self._stroke is not None:
            self._stroke.abort()
            self._stroke = None

    def paint_cursor(self, painter: QPainter, view: QPointF) -> None:
        if self._host.session.document.is_blank:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Dark under light: one of the two stands out from any picture.
        for colour, width in ((QColor(0, 0, 0, 130), 3.2), (QColor(255, 255, 255), 1.4)):
            painter.setPen(QPen(colour, width))
            self._paint_shape(painter, view)
        painter.restore()

    def cursor_rect(self, view: QPointF) -> QRectF:
        reach = max(self._radius_px, _CROSS_PX) + _ROOM_PX
        return QRectF(view.x() - reach, view.y() - reach, 2 * reach, 2 * reach)

    @property
    def _held(self) -> BrushSettings:
        tool = self._host.session.tool
        return tool.mask_eraser if self._erase else tool.mask_brush

    @property
    def _radius_px(self) -> float:
        """In the widget's px."""
        return self._held.size_px / 2 * self._host.viewport.scale

    @property
    def _last_point(self) -> Point | None:
        """Where the last stroke ended, if it was on this picture."""
        if self._last is None or self._last[0] is not self._host.session.document.picture:
            return None
        return self._last[1]

    def _brush(self, is_eraser: bool) -> Brush:
        held = self._held
        return Brush(held.size_px, held.hardness, held.opacity, self._erase or is_eraser)

    def _paint_shape(self, painter: QPainter, view: QPointF) -> None:
        radius = self._radius_px
        if radius >= _SMALLEST_RADIUS_PX:
            painter.drawEllipse(view, radius, radius)
            return
        for x, y in ((1.0, 0.0), (0.0, 1.0)):
            along = QPointF(x, y)
            for side in (-1, 1):
                painter.drawLine(view + along * (side * 2), view + along * (side * _CROSS_PX))


class MaskEraser(MaskBrush):
    def __init__(self, host: Host) -> None:
        super().__init__(host, erase=True)
