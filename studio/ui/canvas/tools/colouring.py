"""Tools that colour the active layer at one stroke: fill and gradient. Alt picks a colour."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from studio.core.geometry import Point
from studio.document.operations.filling import Gradient, fill_edit, gradient_edit
from studio.ui.canvas.tools.brush_cursor import paint_outlined
from studio.ui.canvas.tools.on_layer import begin_painting, mask_to_keep_to
from studio.ui.canvas.tools.picker import pick_foreground
from studio.ui.canvas.tools.tool import Host, Pointer, Tool

_HANDLE_PX = 5.0
_SHORTEST_PX = 3.0
"""In the widget: what is shorter was a click."""
_EIGHTH = math.pi / 4


class _ColouringTool(Tool):
    @property
    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor


class Fill(_ColouringTool):
    """With Shift all pixels of like colour are filled, or only those that hang together."""

    def press(self, pointer: Pointer) -> None:
        session = self._host.session
        if pointer.has_alt:
            pick_foreground(session, pointer.position)
            return
        begin_painting(session)
        settings, document = session.tool.fill, session.document
        with session.telling_problems():
            edit = fill_edit(
                document,
                pointer.position,
                session.tool.foreground,
                settings.likeness,
                contiguous=settings.contiguous != pointer.has_shift,
                grow_px=settings.grow_px,
                within=mask_to_keep_to(session),
            )
            session.push(edit)


class GradientTool(_ColouringTool):
    """From where it is pressed to where it is let go; with Shift at eighths of a turn."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._line: tuple[Point, Point] | None = None

    def press(self, pointer: Pointer) -> None:
        if pointer.has_alt:
            pick_foreground(self._host.session, pointer.position)
            return
        begin_painting(self._host.session)
        place = self._host.snapped(pointer.position)
        self._line = place, place

    def move(self, pointer: Pointer) -> None:
        if self._line is None:
            return
        start = self._line[0]
        place = self._host.snapped(pointer.position)
        self._line = start, _on_eighth(start, place) if pointer.has_shift else place
        self._host.repaint()

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        gradient = self._gradient
        self.cancel()
        session = self._host.session
        if gradient is not None:
            with session.telling_problems():
                edit = gradient_edit(session.document, gradient, within=mask_to_keep_to(session))
                session.push(edit)

    def cancel(self) -> None:
        self._line = None
        self._host.repaint()

    def paint(self, painter: QPainter) -> None:
        """The gradient as it will be, above all layers, and its line."""
        gradient = self._gradient
        if gradient is None:
            return
        extent, look = self._host.session.document.extent, self._host.viewport
        painter.save()
        painter.setTransform(look.transform, combine=True)
        painter.fillRect(QRectF(0, 0, extent.width, extent.height), gradient.brush)
        painter.restore()
        start, end = look.to_view(gradient.start), look.to_view(gradient.end)
        line = QPainterPath(start)
        line.lineTo(end)
        for place in (start, end):
            line.addEllipse(place, _HANDLE_PX, _HANDLE_PX)
        paint_outlined(painter, line)

    @property
    def _gradient(self) -> Gradient | None:
        """None where there is none yet, or it is no longer than a click."""
        if self._line is None:
            return None
        start, end = self._line
        look, tool = self._host.viewport, self._host.session.tool
        if _length(look.to_view(start) - look.to_view(end)) < _SHORTEST_PX:
            return None
        last = None if tool.gradient.to_clear else tool.background
        return Gradient(
            start=start, end=end, first=tool.foreground, last=last, shape=tool.gradient.shape
        )


def _on_eighth(start: Point, end: Point) -> Point:
    dx, dy = end.x - start.x, end.y - start.y
    angle = round(math.atan2(dy, dx) / _EIGHTH) * _EIGHTH
    along = dx * math.cos(angle) + dy * math.sin(angle)
    return Point(start.x + along * math.cos(angle), start.y + along * math.sin(angle))


def _length(line: QPointF) -> float:
    return math.hypot(line.x(), line.y())
