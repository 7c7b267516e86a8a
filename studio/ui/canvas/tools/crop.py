"""Chooses the part of the picture that stays; a frame beyond the canvas gives it more room."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from studio.core.geometry import Bounds, Extent, Point
from studio.document.operations.geometry import crop_edit
from studio.document.placement import Placement
from studio.session.patience import QUICK, do_patiently
from studio.ui.canvas.tools.handles import Grip, Handles, stretched
from studio.ui.canvas.tools.tool import Host, Pointer, Tool
from studio.ui.canvas.tools.transform import ENTER, FAR_PX, NUDGES
from studio.ui.widgets.badge import badge_size, paint_badge

_STICKY_PX = 7.0
"""So close to an edge of the canvas, in the widget's px, the frame lies on it."""
_VEIL = QColor(0, 0, 0, 140)
_THIRDS = QColor(255, 255, 255, 90)
_THIRDS_SHADE = QColor(0, 0, 0, 60)
_BADGE_GAP_PX = 8.0


@dataclass(frozen=True, slots=True)
class _Drag:
    grip: Grip | None
    """None: a new frame is drawn."""
    start: Point
    """Of the pointer."""
    before: Bounds


class Crop(Tool):
    """Shift keeps the frame's proportions, Alt its centre; Enter or a double click crops."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.keeps_outside = False
        self._ratio: float | None = None
        self._frame: Bounds | None = None
        self._made_for: Extent | None = None
        """Of the picture that the frame was drawn on."""
        self._drag: _Drag | None = None
        self._lit: Grip | None = None

    # What the bar of options shows and does.

    @property
    def frame(self) -> Bounds:
        """What stays, in px of the picture; all of it until something else is chosen."""
        extent = self._host.session.document.extent
        if self._frame is None or self._made_for != extent:
            return Bounds.of(extent)
        return self._frame

    @property
    def is_begun(self) -> bool:
        """Whether there is anything to cut."""
        document = self._host.session.document
        return not document.is_blank and self.frame != Bounds.of(document.extent)

    @property
    def ratio(self) -> float | None:
        """Width over height that the frame keeps; None: any."""
        return self._ratio

    def choose_ratio(self, ratio: float | None) -> None:
        """The frame becomes the largest of that shape inside of what it is, or of the canvas."""
        self._ratio = ratio
        if ratio is not None:
            self.set_frame(largest_inside(Bounds.of(self._host.session.document.extent), ratio))

    def set_frame(self, frame: Bounds | None) -> None:
        """None: all of the picture."""
        self._frame, self._made_for = frame, self._host.session.document.extent
        self._host.repaint()

    def apply(self) -> None:
        frame, keeps = self.frame, self.keeps_outside
        session = self._host.session
        do_patiently(
            session,
            "Crop",
            frame.extent.area * len(session.document.layers) // QUICK,
            lambda document, _: crop_edit(document, frame, keeps_outside=keeps),
        )
        self.set_frame(None)

    def give_up(self) -> None:
        self._ratio = None
        self.set_frame(None)

    # The pointer.

    @property
    def cursor(self) -> Qt.CursorShape:
        if self._host.session.document.is_blank:
            return Qt.CursorShape.ArrowCursor
        grip = self._drag.grip if self._drag else self._lit
        return Qt.CursorShape.CrossCursor if grip is None else self._handles.cursor(grip)

    def hover(self, pointer: Pointer) -> None:
        lit = self._grip_at(pointer)
        if lit is not self._lit:
            self._lit = lit
            self._host.repaint()

    def press(self, pointer: Pointer) -> None:
        session = self._host.session
        if session.document.is_blank:
            return
        if session.current_result is not None:
            session.select_result(None)
        self._lit = self._grip_at(pointer)
        self._drag = _Drag(self._lit, pointer.position, self.frame)

    def move(self, pointer: Pointer) -> None:
        if self._drag is not None:
            self.set_frame(self._to(self._drag, pointer))

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        self._drag = None
        self._host.repaint()

    def cancel(self) -> None:
        if self._drag is not None:
            self.set_frame(self._drag.before)
            self._drag = None

    def double_click(self, pointer: Pointer) -> None:
        if self.is_begun and self._grip_at(pointer) is Grip.INSIDE:
            self.apply()
        else:
            self.press(pointer)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if not self.is_begun or self._host.session.current_result is not None:
            return False
        if key in ENTER:
            self.apply()
        elif key == Qt.Key.Key_Escape:
            self.give_up()
        elif key in NUDGES:
            far = FAR_PX if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
            dx, dy = NUDGES[key]
            self.set_frame(self.frame.moved(far * dx, far * dy))
        else:
            return False
        return True

    # How it looks.

    def paint(self, painter: QPainter) -> None:
        session = self._host.session
        if session.document.is_blank or session.current_result is not None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = self._host.viewport.outline(self.frame)
        if self.is_begun:
            self._paint_veil(painter, outline)
            self._paint_thirds(painter)
        self._handles.paint(painter, self._drag.grip if self._drag else self._lit)
        if self._drag is not None:
            self._paint_size(painter, outline)
        painter.restore()

    def _paint_veil(self, painter: QPainter, outline: QPolygonF) -> None:
        path = QPainterPath()
        path.addRect(QRectF(painter.viewport()))
        path.addPolygon(outline)
        painter.fillPath(path, _VEIL)

    def _paint_thirds(self, painter: QPainter) -> None:
        frame, to_view = self.frame, self._host.viewport.to_view
        for share in (1 / 3, 2 / 3):
            x, y = frame.x + frame.width * share, frame.y + frame.height * share
            lines = (
                QLineF(to_view(Point(x, frame.y)), to_view(Point(x, frame.bottom))),
                QLineF(to_view(Point(frame.x, y)), to_view(Point(frame.right, y))),
            )
            for colour, width in ((_THIRDS_SHADE, 2.4), (_THIRDS, 1.0)):
                painter.setPen(QPen(colour, width))
                painter.drawLines(lines)

    def _paint_size(self, painter: QPainter, outline: QPolygonF) -> None:
        text = str(self.frame.extent)
        width, height = badge_size(text)
        around = outline.boundingRect()
        left = around.center().x() - width / 2
        top = around.bottom() - height - _BADGE_GAP_PX
        paint_badge(painter, text, QPointF(left, top))

    @property
    def _handles(self) -> Handles:
        return Handles(Placement.of(self.frame), self._host.viewport, turns=False)

    def _grip_at(self, pointer: Pointer) -> Grip | None:
        if self._host.session.document.is_blank:
            return None
        grip = self._handles.at(pointer.view)
        # All of the picture cannot be moved: a press inside draws a frame.
        return None if grip is Grip.INSIDE and not self.is_begun else grip

    # What a drag means.

    def _to(self, drag: _Drag, pointer: Pointer) -> Bounds:
        if drag.grip is Grip.INSIDE:
            return self._moved(drag, pointer)
        place = self._sticky(pointer.position)
        keeps = self._ratio is not None or pointer.has_shift
        if drag.grip is None:
            return self._drawn(drag.start, place, keeps=keeps)
        stretched_box = stretched(
            Placement.of(drag.before),
            drag.grip,
            place,
            keeps_shape=keeps,
            from_centre=pointer.has_alt,
        )
        return stretched_box.on_whole_px().bounds

    def _drawn(self, start: Point, to: Point, *, keeps: bool) -> Bounds:
        """A new frame between two places."""
        width, height = to.x - start.x, to.y - start.y
        if keeps:
            ratio = self._ratio or 1.0
            side = max(abs(width), abs(height) * ratio)
            width, height = math.copysign(side, width), math.copysign(side / ratio, height)
        (left, right), (top, bottom) = (
            sorted((start.x, start.x + width)),
            sorted((start.y, start.y + height)),
        )
        left, top = round(left), round(top)
        return Bounds.between(left, top, max(left + 1, round(right)), max(top + 1, round(bottom)))

    def _moved(self, drag: _Drag, pointer: Pointer) -> Bounds:
        dx, dy = pointer.position.x - drag.start.x, pointer.position.y - drag.start.y
        if pointer.has_shift:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        moved = drag.before.moved(round(dx), round(dy))
        corner = self._sticky(Point(moved.x, moved.y))
        other = self._sticky(Point(moved.right, moved.bottom))
        pull_x = round(corner.x - moved.x) or round(other.x - moved.right)
        pull_y = round(corner.y - moved.y) or round(other.y - moved.bottom)
        return moved.moved(pull_x, pull_y)

    def _sticky(self, point: Point) -> Point:
        """Drawn to what snaps, and always to the edges of the canvas."""
        snapped = self._host.snapped(point)
        extent = self._host.session.document.extent
        reach = _STICKY_PX / self._host.viewport.scale
        return Point(
            _drawn_to(snapped.x, (0, extent.width), reach),
            _drawn_to(snapped.y, (0, extent.height), reach),
        )


def largest_inside(bounds: Bounds, ratio: float) -> Bounds:
    """The largest rectangle of that proportion in the middle of another."""
    width = min(bounds.width, max(1, round(bounds.height * ratio)))
    height = min(bounds.height, max(1, round(width / ratio)))
    left, top = (bounds.width - width) // 2, (bounds.height - height) // 2
    return Bounds(bounds.x + left, bounds.y + top, width, height)


def _drawn_to(place: float, edges: tuple[int, int], reach: float) -> float:
    return next((float(edge) for edge in edges if abs(edge - place) <= reach), place)
