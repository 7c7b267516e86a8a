"""Rulers along the canvas: where things are, and where guides come from."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from studio.core.geometry import Point
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.operations import guides
from studio.ui import theme
from studio.ui.canvas.snapping import REACH_PX
from studio.ui.canvas.view import CanvasView
from studio.ui.theme import label_font
from studio.ui.widgets.painting import faded

THICK_PX = 20
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
_ROOM_PX = 58.0
"""A number needs so much along the ruler."""
_NEAR_PX = 5.0
_NUMBER_PX = 9
_MARK_PX = 4.0


class Ruler(QWidget):
    """Along the top or the left side. A drag from it onto the canvas makes a guide.

    The marks of the guides that cross it can be dragged, and off the picture again.
    """

    def __init__(self, canvas: CanvasView, *, is_top: bool) -> None:
        super().__init__()
        self._canvas = canvas
        self._is_top = is_top
        self._dragged: tuple[bool, float | None] | None = None
        """Whether the guide is upright, and where it was; None: it is a new one."""
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        if is_top:
            self.setFixedHeight(THICK_PX)
        else:
            self.setFixedWidth(THICK_PX)
        self.setAccessibleName("Ruler above" if is_top else "Ruler on the left")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        canvas.look_changed.connect(self.update)
        canvas.hovered.connect(self._follow)
        canvas.session.picture_changed.connect(self.update)
        theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(THICK_PX, THICK_PX)

    # Places.

    @property
    def _upright(self) -> bool | None:
        """Whether places along it are x of the picture; None: it is turned askew."""
        angle = self._canvas.viewport.angle
        if angle % 90:
            return None
        return self._is_top is (angle % 180 == 0)

    def _along(self, place: float, *, upright: bool) -> float:
        """In px of the ruler: where an x or a y of the picture is."""
        point = Point(place, 0.0) if upright else Point(0.0, place)
        view = self._canvas.viewport.to_view(point)
        return view.x() if self._is_top else view.y()

    def _guide_near(self, at: QPointF) -> float | None:
        upright = self._upright
        if upright is None or not self._canvas.session.view.guides:
            return None
        along = at.x() if self._is_top else at.y()
        lines = guides.lines_of(self._canvas.session.document.picture.guides, upright=upright)
        nearest = min(
            lines, key=lambda line: abs(self._along(line, upright=upright) - along), default=None
        )
        if nearest is None or abs(self._along(nearest, upright=upright) - along) > _NEAR_PX:
            return None
        return nearest

    # Guides.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        upright, session = self._upright, self._canvas.session
        if event.button() is not Qt.MouseButton.LeftButton or session.document.is_blank:
            return
        if upright is None:
            session.problem.emit("Guides need a view that stands straight: press 5.")
            return
        found = self._guide_near(event.position())
        self._dragged = (not upright, None) if found is None else (upright, found)
        if not session.view.guides:
            session.update_view(guides=True)
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._drag(event)
            return
        self._follow(self._on_canvas(event))
        shape = Qt.CursorShape
        across = shape.SplitHCursor if self._is_top else shape.SplitVCursor
        is_near = self._guide_near(event.position()) is not None
        self.setCursor(across if is_near else shape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        (upright, old), self._dragged = self._dragged, None
        self._canvas.show_guide(None)
        new = self._place(event, upright=upright)
        self._canvas.session.do(lambda document: _moved(document, old, new, upright=upright))

    def _drag(self, event: QMouseEvent) -> None:
        assert self._dragged is not None, "a guide is held"
        upright, old = self._dragged
        self._canvas.show_guide((upright, self._place(event, upright=upright), old))

    def _place(self, event: QMouseEvent, *, upright: bool) -> float | None:
        """Where the guide would be, on a whole pixel; None: nowhere on the picture."""
        viewport, extent = self._canvas.viewport, self._canvas.session.document.extent
        point = viewport.to_picture(self._on_canvas(event))
        place, side = (point.x, extent.width) if upright else (point.y, extent.height)
        reach = REACH_PX / viewport.scale
        for line in (0.0, side / 2, float(side)):
            if abs(line - place) <= reach / 2:
                return line
        return float(round(place)) if 0 <= place <= side else None

    def _on_canvas(self, event: QMouseEvent) -> QPointF:
        window = self.window()
        return self._canvas.mapFrom(window, self.mapTo(window, event.position()))

    def _follow(self, view: QPointF | None) -> None:
        self._pointer = None if view is None else QPointF(view)
        self.update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(shown.panel))
        painter.setPen(QColor(shown.line))
        last = THICK_PX - 1
        far = QPointF(self.width(), last) if self._is_top else QPointF(last, self.height())
        painter.drawLine(QPointF(0, last) if self._is_top else QPointF(last, 0), far)
        upright = self._upright
        if upright is not None and not self._canvas.session.document.is_blank:
            self._paint_scale(painter, upright)
            self._paint_guides(painter, upright)
        if self._pointer is not None:
            painter.setPen(QColor(shown.accent))
            painter.drawLine(self._across(self._pointer.x() if self._is_top else self._pointer.y()))

    def _paint_scale(self, painter: QPainter, upright: bool) -> None:
        scale = self._canvas.viewport.scale
        step = next((step for step in _STEPS if step * scale >= _ROOM_PX), _STEPS[-1])
        length = self.width() if self._is_top else self.height()
        ends = [self._picture_at(0.0, upright), self._picture_at(float(length), upright)]
        first, last = math.floor(min(ends) / step), math.ceil(max(ends) / step)
        font = label_font()
        font.setPixelSize(_NUMBER_PX)
        painter.setFont(font)
        part = 5 if step * scale >= 5 * _MARK_PX * 2 else 2
        marks: list[QLineF] = []
        for tick in range(first * part, last * part + 1):
            along = self._along(tick * step / part, upright=upright)
            marks.append(self._across(along, 9 if tick % part == 0 else 4))
        painter.setPen(faded(theme.tokens().secondary, 0.75))
        painter.drawLines(marks)
        painter.setPen(QColor(theme.tokens().secondary))
        for number in range(first, last + 1):
            self._paint_number(painter, number * step, self._along(number * step, upright=upright))

    def _paint_number(self, painter: QPainter, number: int, along: float) -> None:
        painter.save()
        if self._is_top:
            painter.translate(along + 3, 0)
        else:
            painter.translate(0, along - 3)
            painter.rotate(-90)
        painter.drawText(QRectF(0, 1, _ROOM_PX, 12), Qt.AlignmentFlag.AlignLeft, str(number))
        painter.restore()

    def _paint_guides(self, painter: QPainter, upright: bool) -> None:
        """A small arrow on each, to be taken hold of."""
        if not self._canvas.session.view.guides:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens().accent))
        lines = guides.lines_of(self._canvas.session.document.picture.guides, upright=upright)
        for line in lines:
            along, tip = self._along(line, upright=upright), THICK_PX - 1.0
            corners = ((along, tip), (along - 4, tip - 6), (along + 4, tip - 6))
            points = [QPointF(*(at if self._is_top else at[::-1])) for at in corners]
            painter.drawPolygon(QPolygonF(points))

    def _across(self, along: float, length: int = THICK_PX) -> QLineF:
        place, start = math.floor(along) + 0.5, float(THICK_PX - length)
        ends = (place, start), (place, float(THICK_PX))
        points = [QPointF(*(end if self._is_top else end[::-1])) for end in ends]
        return QLineF(points[0], points[1])

    def _picture_at(self, along: float, upright: bool) -> float:
        at = QPointF(along, 0) if self._is_top else QPointF(0, along)
        point = self._canvas.viewport.to_picture(at)
        return point.x if upright else point.y


class Corner(QWidget):
    """Where the two rulers meet."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(THICK_PX, THICK_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter, shown = QPainter(self), theme.tokens()
        painter.fillRect(self.rect(), QColor(shown.line))
        painter.fillRect(0, 0, THICK_PX - 1, THICK_PX - 1, QColor(shown.panel))


def _moved(
    document: Document, old: float | None, new: float | None, *, upright: bool
) -> PictureReplaced | None:
    """A guide that came from nowhere is new; one that goes nowhere is removed."""
    if old is not None and new is not None:
        return guides.move_edit(document, old, new, upright=upright)
    if new is not None:
        return guides.add_edit(document, new, upright=upright)
    return None if old is None else guides.remove_edit(document, old, upright=upright)
