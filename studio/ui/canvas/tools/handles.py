"""A box with handles: where they are, how they are drawn, and what dragging one makes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from studio.core.geometry import Point
from studio.document.placement import Placement, wrapped
from studio.ui.canvas.viewport import Viewport
from studio.ui.theme import tokens

SNAP_DEGREES = 15.0
_GRIP_PX = 8.0
"""Side of a handle, in the widget's px."""
_REACH_PX = 8.0
"""So close to its middle a press takes it."""
_RING_PX = 30.0
"""So far around a corner, outside of the box, a press turns it."""
_SMALLEST_SHOWN_PX = 30.0
"""A box shown smaller than this has no handles in the middle of its sides."""
_SMALLEST_PX = 1.0
_SHADE = QColor(0, 0, 0, 130)


class Grip(Enum):
    """What is held: a corner or a side by its direction, the inside, or the ring around corners."""

    LEFT_TOP = (-1, -1)
    TOP = (0, -1)
    RIGHT_TOP = (1, -1)
    RIGHT = (1, 0)
    RIGHT_BOTTOM = (1, 1)
    BOTTOM = (0, 1)
    LEFT_BOTTOM = (-1, 1)
    LEFT = (-1, 0)
    INSIDE = (0, 0)
    RING = (2, 2)

    @property
    def is_corner(self) -> bool:
        return self in _CORNERS

    @property
    def is_side(self) -> bool:
        return self in _SIDES


_CORNERS = (Grip.LEFT_TOP, Grip.RIGHT_TOP, Grip.RIGHT_BOTTOM, Grip.LEFT_BOTTOM)
_SIDES = (Grip.TOP, Grip.RIGHT, Grip.BOTTOM, Grip.LEFT)


@dataclass(frozen=True, slots=True)
class Handles:
    """The handles of a box as a window shows it."""

    box: Placement
    viewport: Viewport
    turns: bool = True
    """Whether it can be turned."""

    def place(self, grip: Grip) -> QPointF:
        """In the widget's px."""
        across, down = grip.value
        half = QPointF(across * abs(self.box.width) / 2, down * abs(self.box.height) / 2)
        return self.viewport.transform.map(self.box.own_axes.map(half))

    @property
    def outline(self) -> QPolygonF:
        return QPolygonF([self.place(grip) for grip in _CORNERS])

    @property
    def grips(self) -> tuple[Grip, ...]:
        """Those that are shown, the corners first."""
        sides = tuple(grip for grip in _SIDES if self._length_along(grip) >= _SMALLEST_SHOWN_PX)
        return (*_CORNERS, *sides)

    def at(self, view: QPointF) -> Grip | None:
        """What a press there takes; None away from the box."""
        reached = [(_distance(self.place(grip), view), grip) for grip in self.grips]
        distance, grip = min(reached, key=lambda pair: pair[0])
        if distance <= _REACH_PX:
            return grip
        if self.outline.containsPoint(view, Qt.FillRule.OddEvenFill):
            return Grip.INSIDE
        is_near = min(_distance(self.place(corner), view) for corner in _CORNERS) <= _RING_PX
        return Grip.RING if self.turns and is_near else None

    def cursor(self, grip: Grip | None) -> Qt.CursorShape:
        """The arrow that shows where a handle can go, as the box lies on the screen."""
        shape = Qt.CursorShape
        if grip is Grip.INSIDE:
            return shape.SizeAllCursor
        if grip is None or grip is Grip.RING:
            return shape.ArrowCursor
        along = self.place(grip) - self.place(Grip.INSIDE)
        eighth = round(math.degrees(math.atan2(along.y(), along.x())) / 45) % 4
        return (
            shape.SizeHorCursor,
            shape.SizeFDiagCursor,
            shape.SizeVerCursor,
            shape.SizeBDiagCursor,
        )[eighth]

    def paint(self, painter: QPainter, lit: Grip | None = None) -> None:
        """The outline and the handles; one of them lit."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_line(painter, self.outline)
        for grip in self.grips:
            self._paint_grip(painter, self.place(grip), is_lit=grip is lit)
        painter.restore()

    def _paint_grip(self, painter: QPainter, place: QPointF, *, is_lit: bool) -> None:
        side = _GRIP_PX + 2 if is_lit else _GRIP_PX
        square = QRectF(place.x() - side / 2, place.y() - side / 2, side, side)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 1))
        painter.setBrush(QColor(tokens().accent) if is_lit else QColor(255, 255, 255))
        painter.drawRoundedRect(square, 2, 2)

    def _length_along(self, side: Grip) -> float:
        """Of a side of the box, in the widget's px."""
        across, down = side.value
        length = abs(self.box.width) if across == 0 else abs(self.box.height)
        assert across == 0 or down == 0
        return length * self.viewport.scale


def paint_line(painter: QPainter, outline: QPolygonF) -> None:
    """Dark under light: one of the two stands out from any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_SHADE, 3.0), (QColor(255, 255, 255), 1.3)):
        painter.setPen(QPen(colour, width))
        painter.drawPolygon(outline)


def stretched(
    box: Placement, grip: Grip, to: Point, *, keeps_shape: bool, from_centre: bool
) -> Placement:
    """The box when one of its handles is dragged to a place of the picture.

    What lies opposite stays, or the centre does. Dragged over it, the box is flipped.
    """
    across, down = grip.value
    inverse, _ = box.own_axes.inverted()
    there = inverse.map(QPointF(*to))
    before = abs(box.width), abs(box.height)
    share = 0.5 if from_centre else 1.0
    fixed = (0.0, 0.0) if from_centre else (-across * before[0] / 2, -down * before[1] / 2)
    width = (there.x() - fixed[0]) * across / share if across else before[0]
    height = (there.y() - fixed[1]) * down / share if down else before[1]
    if keeps_shape:
        width, height = _in_shape(before, (width, height), grip)
    width, height = _at_least(width), _at_least(height)
    moved = QPointF(0, 0)
    if not from_centre:
        moved = QPointF(
            fixed[0] + across * width / 2 if across else 0.0,
            fixed[1] + down * height / 2 if down else 0.0,
        )
    centre = box.own_axes.map(moved)
    return replace(
        box,
        centre=Point(centre.x(), centre.y()),
        width=math.copysign(1, box.width) * width,
        height=math.copysign(1, box.height) * height,
    )


def turned_towards(box: Placement, start: Point, to: Point, *, in_steps: bool) -> Placement:
    """The box turned around its centre as the pointer went from one place to another."""
    angle = box.angle + _direction(box.centre, to) - _direction(box.centre, start)
    step = SNAP_DEGREES if in_steps else 0.1
    return replace(box, angle=wrapped(round(angle / step) * step))


def _in_shape(
    before: tuple[float, float], wanted: tuple[float, float], grip: Grip
) -> tuple[float, float]:
    """In the proportions that it had, as large as the further of the two sides wants."""
    factors = (wanted[0] / before[0], wanted[1] / before[1])
    if grip.is_side:
        factor = factors[0] if grip.value[0] else factors[1]
        # A side that is not dragged keeps its direction.
        return (
            (before[0] * factor, before[1] * abs(factor))
            if grip.value[0]
            else (before[0] * abs(factor), before[1] * factor)
        )
    factor = max(abs(factors[0]), abs(factors[1]))
    return (
        math.copysign(before[0] * factor, wanted[0]),
        math.copysign(before[1] * factor, wanted[1]),
    )


def _at_least(length: float) -> float:
    return length if abs(length) >= _SMALLEST_PX else math.copysign(_SMALLEST_PX, length)


def _direction(centre: Point, place: Point) -> float:
    """In degrees, clockwise from the right."""
    return math.degrees(math.atan2(place.y - centre.y, place.x - centre.x))


def _distance(one: QPointF, other: QPointF) -> float:
    return QLineF(one, other).length()
