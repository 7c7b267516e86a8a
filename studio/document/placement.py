"""Where a rectangle of pixels is put: moved, scaled, flipped, turned."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF, QTransform

from studio.core.geometry import Bounds, Point
from studio.document.turning import Axis

HALF_TURN, FULL_TURN = 180.0, 360.0
_QUARTER_TURN = 90.0
_CLOSE = 1e-6
"""Px; what is nearer to a whole pixel than this lies on it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A rectangle around a centre, in px of the picture."""

    centre: Point
    width: float
    """Negative = flipped, left for right. Never 0."""
    height: float
    """Negative = flipped, top for bottom. Never 0."""
    angle: float = 0.0
    """Degrees clockwise."""

    @classmethod
    def of(cls, bounds: Bounds) -> Placement:
        """Where they are."""
        centre = Point(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2)
        return cls(centre, bounds.width, bounds.height)

    @property
    def quarter_turns(self) -> int | None:
        """0..3 clockwise, where it stands upright or lies on a side; None between."""
        turns = self.angle / _QUARTER_TURN
        return round(turns) % 4 if abs(turns - round(turns)) < _CLOSE else None

    @property
    def corners(self) -> QPolygonF:
        """As the rectangle's left top, right top, right bottom and left bottom are seen now."""
        across, down = self.width / 2, self.height / 2
        places = ((-across, -down), (across, -down), (across, down), (-across, down))
        return self.own_axes.map(QPolygonF([QPointF(x, y) for x, y in places]))

    @property
    def bounds(self) -> Bounds:
        """The whole pixels that it touches."""
        around = self.corners.boundingRect()
        return Bounds.between(
            math.floor(around.left() + _CLOSE),
            math.floor(around.top() + _CLOSE),
            math.ceil(around.right() - _CLOSE),
            math.ceil(around.bottom() - _CLOSE),
        )

    @property
    def own_axes(self) -> QTransform:
        """From places beside the centre, along the rectangle's own sides, to the picture."""
        return QTransform.fromTranslate(*self.centre).rotate(self.angle)

    def moved(self, dx: float, dy: float) -> Placement:
        return replace(self, centre=Point(self.centre.x + dx, self.centre.y + dy))

    def flipped(self, axis: Axis) -> Placement:
        """As a mirror across the picture's axis through the centre shows it."""
        if axis is Axis.HORIZONTAL:
            return replace(self, width=-self.width, angle=-self.angle)
        return replace(self, height=-self.height, angle=-self.angle)

    def turned(self, quarters: int) -> Placement:
        """Clockwise by quarters of a turn around the centre, or as close to it as pixels allow."""
        turned = replace(self, angle=wrapped(self.angle + quarters * _QUARTER_TURN))
        if self.quarter_turns is None or quarters % 2 == 0:
            return turned
        # A middle between two pixels is left so that turning back leads back to it.
        size = self.bounds
        shift = int((size.width - size.height) / 2) - (size.width - size.height) / 2
        return turned.moved(shift, -shift)

    def on_whole_px(self) -> Placement:
        """With its edges between pixels, where it stands upright or lies on a side."""
        turns = self.quarter_turns
        if turns is None:
            return self
        around = self.corners.boundingRect()
        left, top = round(around.left()), round(around.top())
        width = max(1, round(around.right()) - left)
        height = max(1, round(around.bottom()) - top)
        centre = Point(left + width / 2, top + height / 2)
        if turns % 2:
            width, height = height, width
        return Placement(
            centre,
            math.copysign(width, self.width),
            math.copysign(height, self.height),
            wrapped(turns * _QUARTER_TURN),
        )

    def from_bounds(self, bounds: Bounds) -> QTransform:
        """What puts pixels that lie in these bounds where this is."""
        start = Placement.of(bounds).centre
        scaled = self.own_axes.scale(self.width / bounds.width, self.height / bounds.height)
        return scaled.translate(-start.x, -start.y)

    def part(self, whole: Bounds, part: Bounds) -> Placement:
        """Where a part goes of what this is the placement of."""
        centre = self.from_bounds(whole).map(QPointF(*Placement.of(part).centre))
        return Placement(
            Point(centre.x(), centre.y()),
            part.width * self.width / whole.width,
            part.height * self.height / whole.height,
            self.angle,
        )


def wrapped(angle: float) -> float:
    """The same direction, above -180° and up to 180°."""
    return HALF_TURN - (HALF_TURN - angle) % FULL_TURN
