"""Moves, scales, flips and turns the active layer or group, by handles or by numbers.

What is done is in the document as soon as a handle is let go. All of it is one step of undo until
Enter is pressed, Esc takes it back, or something else is done.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from studio.core.geometry import Point
from studio.document.operations.moving import layer_at
from studio.document.placement import Placement
from studio.session.transforming import Transforming
from studio.ui.canvas.tools.handles import Grip, Handles, stretched, turned_towards
from studio.ui.canvas.tools.tool import Host, Pointer, Tool
from studio.ui.widgets.badge import badge_size, paint_badge
from studio.ui.widgets.painting import paint_glyph

NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
FAR_PX = 10
"""An arrow key moves so far with Shift."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TURN_MARK_PX = 20.0
_BADGE_GAP_PX = 12.0


@dataclass(frozen=True, slots=True)
class _Drag:
    grip: Grip
    start: Point
    """Of the pointer."""
    before: Placement


class Transform(Tool):
    """Corners keep the proportions as `keeps_shape` says, Shift turns that round.

    Ctrl takes the layer under the pointer. Alt scales around the centre; the ring around a corner
    turns, with Shift in steps of 15°.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.work = Transforming(host.session, self._show)
        self.keeps_shape = True
        self._drag: _Drag | None = None
        self._dragged: Placement | None = None
        """Where the drag under way has brought it, or the last one wants it."""
        self._lit: Grip | None = None

    @property
    def placement(self) -> Placement | None:
        """Where the active layer or group is seen; None where nothing is painted on it."""
        placement = self.work.placement
        return None if placement is None else self._dragged or placement

    # The pointer.

    @property
    def cursor(self) -> Qt.CursorShape:
        if self.work.is_busy:
            return Qt.CursorShape.BusyCursor
        grip, handles = self._grip, self._handles
        if handles is None:
            return Qt.CursorShape.ArrowCursor
        if grip is Grip.RING:
            return Qt.CursorShape.BlankCursor
        return handles.cursor(grip or Grip.INSIDE)

    def hover(self, pointer: Pointer) -> None:
        handles = self._handles
        lit = handles.at(pointer.view) if handles else None
        if lit is not self._lit:
            self._lit = lit
            self._host.repaint()

    def press(self, pointer: Pointer) -> None:
        session = self._host.session
        if session.document.is_blank or self.work.is_busy:
            return
        if session.current_result is not None:
            session.select_result(None)
        if pointer.modifiers & Qt.KeyboardModifier.ControlModifier:
            self._choose(pointer.position)
        with session.telling_problems():
            self.work.check()
            self.hover(pointer)
            placement = self.work.placement
            if placement is not None:
                self._drag = _Drag(self._lit or Grip.INSIDE, pointer.position, placement)

    def _choose(self, place: Point) -> None:
        """Work on the layer that is seen there."""
        session = self._host.session
        layer = layer_at(session.document.picture, place)
        if layer is not None and layer.uid != session.document.picture.active_node:
            session.choose(node=layer.uid)

    def move(self, pointer: Pointer) -> None:
        if self._drag is not None:
            self._dragged = self._to(self._drag, pointer)
            self._host.show_floating(self.work.floating(self._dragged))
            self._host.repaint()

    def release(self, pointer: Pointer) -> None:
        if self._drag is None:
            return
        self.move(pointer)
        dragged, self._drag = self._dragged, None
        if dragged is not None:
            self.work.place(dragged)
        self._show()

    def cancel(self) -> None:
        self._drag = None
        self._show()

    def leave(self) -> None:
        self._host.show_floating(None)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if self._host.session.current_result is not None:
            # They choose among the results then.
            return False
        can_end = self.work.is_begun or self.work.is_busy
        if key in ENTER and can_end:
            self.work.finish()
        elif key == Qt.Key.Key_Escape and can_end:
            self.work.give_up()
        elif key in NUDGES and (placement := self.work.placement) is not None:
            far = FAR_PX if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
            dx, dy = NUDGES[key]
            self.work.place(placement.moved(far * dx, far * dy))
        else:
            return False
        return True

    # How it looks.

    def paint(self, painter: QPainter) -> None:
        handles = self._handles
        if handles is not None and self._host.session.current_result is None:
            handles.paint(painter, self._grip)
            if self._drag is not None and self._dragged is not None:
                self._paint_numbers(painter, handles, self._drag, self._dragged)

    def paint_cursor(self, painter: QPainter, view: QPointF) -> None:
        if self._grip is not Grip.RING or self.work.is_busy:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            shade = view + QPointF(dx, dy)
            paint_glyph(painter, "arrow-clockwise", shade, _TURN_MARK_PX, QColor(0, 0, 0, 120))
        paint_glyph(painter, "arrow-clockwise", view, _TURN_MARK_PX, QColor(255, 255, 255))
        painter.restore()

    def cursor_rect(self, view: QPointF) -> QRectF:
        side = _TURN_MARK_PX + 4
        return QRectF(view.x() - side / 2, view.y() - side / 2, side, side)

    def _paint_numbers(
        self, painter: QPainter, handles: Handles, drag: _Drag, now: Placement
    ) -> None:
        """What the drag has come to, under the box."""
        dx, dy = now.centre.x - drag.before.centre.x, now.centre.y - drag.before.centre.y
        if drag.grip is Grip.INSIDE:
            text = f"{dx:+.0f}, {dy:+.0f} px".replace("-", "−")
        elif drag.grip is Grip.RING:
            text = f"{now.angle:.1f}°".replace("-", "−")
        else:
            text = f"{abs(now.width):.0f} × {abs(now.height):.0f}"
        around = handles.outline.boundingRect()
        width, _ = badge_size(text)
        place = QPointF(around.center().x() - width / 2, around.bottom() + _BADGE_GAP_PX)
        paint_badge(painter, text, place)

    @property
    def _grip(self) -> Grip | None:
        """What is held, or would be by a press."""
        return self._drag.grip if self._drag else self._lit

    @property
    def _handles(self) -> Handles | None:
        placement = self.placement
        return None if placement is None else Handles(placement, self._host.viewport)

    def _show(self) -> None:
        """What is in the document, or on its way there."""
        if not self.work.is_busy and self._drag is None:
            self._dragged = None
            self._host.show_floating(None)
        self._host.repaint()

    # What a drag means.

    def _to(self, drag: _Drag, pointer: Pointer) -> Placement:
        if drag.grip is Grip.INSIDE:
            return self._moved(drag, pointer)
        if drag.grip is Grip.RING:
            is_stepped = pointer.has_shift
            return turned_towards(drag.before, drag.start, pointer.position, in_steps=is_stepped)
        keeps = self.keeps_shape is not pointer.has_shift
        result = stretched(
            drag.before,
            drag.grip,
            self._host.snapped(pointer.position),
            keeps_shape=keeps if drag.grip.is_corner else pointer.has_shift,
            from_centre=pointer.has_alt,
        )
        return result.on_whole_px()

    def _moved(self, drag: _Drag, pointer: Pointer) -> Placement:
        """By whole px, drawn to what its corners or its centre are close to."""
        dx, dy = pointer.position.x - drag.start.x, pointer.position.y - drag.start.y
        if pointer.has_shift:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        box = drag.before.moved(round(dx), round(dy))
        places = (*(Point(each.x(), each.y()) for each in box.corners.toList()), box.centre)
        snapped = [(place, self._host.snapped(place)) for place in places]
        pull_x = _nearest([there.x - here.x for here, there in snapped])
        pull_y = _nearest([there.y - here.y for here, there in snapped])
        # Shift keeps to one axis, whatever lies beside it.
        return box.moved(
            0 if pointer.has_shift and not dx else pull_x,
            0 if pointer.has_shift and not dy else pull_y,
        )


def _nearest(pulls: list[float]) -> int:
    """The shortest way to something that draws, in whole px; 0 where nothing does."""
    return round(min((pull for pull in pulls if pull), key=abs, default=0.0))
