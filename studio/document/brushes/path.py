"""The way of a brush: from where a pen was told to be, to evenly spaced dabs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from studio.core.geometry import Point
from studio.document.brushes.brush import Brush, Pen, Tip

_FLAT_PX = 0.2
"""A bend that keeps this near to its chord is drawn as a line."""
_FINEST_PX = 0.5
_NEARER = {Tip.BRISTLES: 0.25, Tip.FLAT: 0.25, Tip.SQUARE: 0.4}
"""Thin hairs and sharp corners need dabs that much nearer to each other, or leave teeth."""


class Path:
    """Smooths and bends the way through what the pen tells, and sets dabs along it.

    The brush hangs on a string and is pulled: a hand that trembles within the string's length does
    not move it. Between the middles of the pen's moves runs a curve, so that a fast hand draws no
    corners; it stays half a move behind until the pen is lifted.
    """

    def __init__(self, brush: Brush, string_px: float = 0.0) -> None:
        self._brush = brush
        self._string_px = string_px
        self._held: Pen | None = None
        """Where the hand is."""
        self._pulled: Pen | None = None
        """Where the brush is pulled to."""
        self._drawn: Pen | None = None
        """How far the way has been drawn."""
        self._until_next_px = 0.0

    @property
    def last(self) -> Pen | None:
        return self._held

    @property
    def pulled(self) -> Pen | None:
        return self._pulled

    def begin(self, pen: Pen) -> None:
        """Nothing is drawn here yet: what comes next is drawn from here."""
        self._held = self._pulled = self._drawn = pen
        self._until_next_px = self._spacing_px(pen.pressure)

    def to(self, pen: Pen) -> Iterator[Pen]:
        """The dabs that the pen's next place brings; the first place is one."""
        if self._pulled is None or self._drawn is None:
            self.begin(pen)
            yield pen
            return
        self._held = pen
        pulled = self._on_string(self._pulled, pen)
        if pulled is self._pulled:
            return
        bend, self._pulled = self._pulled, pulled
        yield from self._along_curve(self._drawn, bend, bend.towards(pulled, 0.5))

    def rest(self) -> Iterator[Pen]:
        """The dabs up to where the hand is, when it is lifted."""
        if self._drawn is None or self._pulled is None or self._held is None:
            return
        yield from self._along_line(self._drawn, self._pulled)
        yield from self._along_line(self._pulled, self._held)
        self._drawn = self._pulled = self._held

    def straight_to(self, pen: Pen) -> Iterator[Pen]:
        """A straight line that ends in a whole dab."""
        assert self._drawn is not None, "a line has a beginning"
        yield from self._along_line(self._drawn, pen)
        self.begin(pen)
        yield pen

    def _on_string(self, pulled: Pen, pen: Pen) -> Pen:
        distance = pulled.distance_to(pen)
        if distance <= self._string_px or distance == 0:
            return pulled
        place = pen.towards(pulled, self._string_px / distance).position
        return Pen(place, pen.pressure)

    def _along_curve(self, start: Pen, bend: Pen, end: Pen) -> Iterator[Pen]:
        """A parabola that leaves its start towards the bend."""
        chord = start.towards(end, 0.5)
        pieces = math.ceil(math.sqrt(chord.distance_to(bend) / 2 / _FLAT_PX))
        here = start
        for piece in range(1, pieces + 1):
            share = piece / pieces
            there = start.towards(bend, share).towards(bend.towards(end, share), share)
            yield from self._along_line(here, there)
            here = there
        yield from self._along_line(here, end)

    def _along_line(self, start: Pen, end: Pen) -> Iterator[Pen]:
        """Evenly spaced places after start; the distance left over waits for the next line."""
        length = start.distance_to(end)
        travelled = self._until_next_px
        self._drawn = end
        while travelled <= length:
            pen = start.towards(end, travelled / length if length else 1.0)
            yield pen
            travelled += self._spacing_px(pen.pressure)
        self._until_next_px = travelled - length

    def _spacing_px(self, pressure: float) -> float:
        brush = self._brush
        share = brush.spacing * _NEARER.get(brush.tip, 1.0)
        return max(_FINEST_PX, share * brush.diameter_px(pressure))


def place_of(point: Point, side: int, step: float) -> tuple[int, int, float, float]:
    """Left, top and the shifts within a pixel, in 0..1, of a mark around a point."""
    x, dx = _split(point.x - side / 2, step)
    y, dy = _split(point.y - side / 2, step)
    return x, y, dx, dy


def _split(value: float, step: float) -> tuple[int, float]:
    """Whole part and the rest, rounded to the step."""
    rounded = round(value / step) * step
    whole = math.floor(rounded)
    return whole, rounded - whole
