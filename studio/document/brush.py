"""Painting the mask: a round brush whose dabs never add up beyond its opacity in one stroke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from studio.core.geometry import Bounds, Point
from studio.core.pixels import MaskPixels
from studio.core.request import check_range
from studio.document.document import Document
from studio.document.edit import Change, PixelEdit

SMALLEST_PX = 1.0
LARGEST_PX = 4096.0
SPACING = 0.05
"""Distance between dabs as a part of their diameter; the rim then waves by under 0.1 %."""
_FINE_BELOW_PX = 100
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Brush:
    """What the pen holds. Pressure, 0..1, scales what the last two say."""

    size_px: float = 64.0
    """Diameter in px of the picture."""
    hardness: float = 0.8
    """0 = falls off smoothly from the centre, 1 = full up to a rim of one pixel."""
    opacity: float = 1.0
    """What one stroke adds at most."""
    erase: bool = False
    pressure_sizes: bool = True
    pressure_fades: bool = False

    def __post_init__(self) -> None:
        check_range("The size of the brush", self.size_px, SMALLEST_PX, LARGEST_PX)
        check_range("The hardness of the brush", self.hardness, 0.0, 1.0)
        check_range("The opacity of the brush", self.opacity, 0.0, 1.0)

    def diameter_px(self, pressure: float) -> float:
        scaled = self.size_px * pressure if self.pressure_sizes else self.size_px
        return max(SMALLEST_PX, scaled)

    def strength(self, pressure: float) -> int:
        """Coverage in the middle of a dab, 0..255."""
        return round(255 * self.opacity * (pressure if self.pressure_fades else 1.0))


@dataclass(frozen=True, slots=True)
class Pen:
    """Where the pen is, and how hard it presses, 0..1."""

    position: Point
    pressure: float = 1.0

    def towards(self, other: Pen, share: float) -> Pen:
        x = self.position.x + (other.position.x - self.position.x) * share
        y = self.position.y + (other.position.y - self.position.y) * share
        return Pen(Point(x, y), self.pressure + (other.pressure - self.pressure) * share)

    def distance_to(self, other: Pen) -> float:
        dx = other.position.x - self.position.x
        return float(np.hypot(dx, other.position.y - self.position.y))


class Stroke:
    """One press of the brush, from touching the mask to leaving it.

    The mask is written as the pen moves. Coverage is kept for the stroke alone: where dabs
    overlap the stronger counts, and the mask as it was when the stroke began shows through.
    """

    def __init__(self, document: Document, brush: Brush, title: str = "") -> None:
        self._document = document
        self._brush = brush
        self._title = title or ("Erase mask" if brush.erase else "Paint mask")
        self._change = Change(document.mask)
        # Not zeros_like, which would touch all of its memory.
        self._coverage = np.zeros(document.mask.pixels.shape, np.uint8)
        self._pen: Pen | None = None
        self._until_next_px = 0.0

    @property
    def last_point(self) -> Point | None:
        return self._pen.position if self._pen else None

    def start_from(self, point: Point, pressure: float = 1.0) -> None:
        """Continue from a place that is painted already: the next move draws from there."""
        self._pen = Pen(point, pressure)
        self._until_next_px = self._spacing(pressure)

    def move_to(self, point: Point, pressure: float = 1.0) -> Bounds:
        """Draw from the last place to this one; the first call sets one dab.

        Returns what has changed, after the document's subscribers have been told.
        """
        pen = Pen(point, pressure)
        pens = iter((pen,)) if self._pen is None else self._between(self._pen, pen)
        if self._pen is None:
            self._until_next_px = self._spacing(pressure)
        dirty = self._draw(pens)
        self._pen = pen
        return dirty

    def line_to(self, point: Point, pressure: float = 1.0) -> Bounds:
        """A straight line from the last place that ends in a whole dab."""
        dirty = self.move_to(point, pressure)
        self._until_next_px = self._spacing(pressure)
        return dirty.united(self._draw(iter((Pen(point, pressure),))))

    def finish(self) -> PixelEdit | None:
        """The whole stroke as one edit, which is done already; None where it changed nothing."""
        return self._change.finish(self._title)

    def abort(self) -> None:
        """Leave the mask as it was when the stroke began."""
        self._notify(self._change.abort())

    def _spacing(self, pressure: float) -> float:
        return max(0.5, SPACING * self._brush.diameter_px(pressure))

    def _between(self, start: Pen, end: Pen) -> Iterator[Pen]:
        """Evenly spaced places after start; the distance left over waits for the next move."""
        length = start.distance_to(end)
        travelled = self._until_next_px
        while travelled <= length:
            pen = start.towards(end, travelled / length if length else 1.0)
            yield pen
            travelled += self._spacing(pen.pressure)
        self._until_next_px = travelled - length

    def _draw(self, pens: Iterator[Pen]) -> Bounds:
        """In batches: a long line is blended piece by piece, not as one box around all of it."""
        dirty = Bounds(0, 0, 0, 0)
        while batch := tuple(islice(pens, _BATCH)):
            piece = Bounds(0, 0, 0, 0)
            for pen in batch:
                piece = piece.united(self._cover(pen))
            self._blend(piece)
            dirty = dirty.united(piece)
        self._notify(dirty)
        return dirty

    def _cover(self, pen: Pen) -> Bounds:
        """Raise the stroke's coverage to one dab's. Returns the part of it in the picture."""
        brush = self._brush
        diameter = brush.diameter_px(pen.pressure)
        # A quarter of a pixel cannot be seen, and lets every dab of a stroke come from the cache.
        step = 0.25 if diameter < _FINE_BELOW_PX else 1.0
        diameter = round(diameter / step) * step
        side = _side(diameter)
        left, top = pen.position.x - side / 2, pen.position.y - side / 2
        x, dx = _split(left, step)
        y, dy = _split(top, step)
        whole = Bounds(x, y, side + 1, side + 1)
        inside = whole.clipped(self._document.extent)
        if inside.is_empty:
            return inside
        stamp = dab(diameter, brush.hardness, brush.strength(pen.pressure), dx, dy)
        part = stamp[inside.y - y : inside.bottom - y, inside.x - x : inside.right - x]
        covered = self._coverage[inside.slices]
        np.maximum(covered, part, out=covered)
        return inside

    def _blend(self, bounds: Bounds) -> None:
        self._change.keep(bounds)
        mask = self._change.surface
        for tile in mask.tiles_in(bounds):
            whole = mask.tile_bounds(tile)
            square = whole.intersected(bounds)
            before = self._change.before(tile)[square.moved(-whole.x, -whole.y).slices]
            coverage = self._coverage[square.slices]
            if self._brush.erase:
                after = _times(before, 255 - coverage)
            else:
                after = 255 - _times(255 - before, 255 - coverage)
            mask.part(square)[:] = after

    def _notify(self, bounds: Bounds) -> None:
        if not bounds.is_empty:
            self._document.notify(bounds)


@lru_cache(maxsize=64)
def dab(diameter_px: float, hardness: float, strength: int, dx: float, dy: float) -> MaskPixels:
    """Coverage of one dab, square and one pixel wider than it needs, for any dx and dy in 0..1.

    strength: 0..255 in the middle. Read-only, since it is cached.
    """
    side = _side(diameter_px)
    centres = np.arange(side + 1, dtype=np.float32) + np.float32(0.5 - side / 2)
    radius = np.hypot(centres - np.float32(dx), (centres - np.float32(dy))[:, None])
    soft_px = diameter_px / 2 * (1 - hardness)
    # The rim of a hard dab is one pixel wide, half of it outside, so that its area is right.
    rim_px = max(soft_px, 1.0)
    outer_px = diameter_px / 2 + (rim_px - soft_px) / 2
    inside = np.clip((outer_px - radius) / rim_px, 0, 1)
    stamp = np.rint(strength * inside * inside * (3 - 2 * inside)).astype(np.uint8)
    stamp.flags.writeable = False
    return stamp


def _side(diameter_px: float) -> int:
    return int(np.ceil(diameter_px)) + 2


def _split(value: float, step: float) -> tuple[int, float]:
    """Whole part and the rest, in 0..1, rounded to the step."""
    rounded = round(value / step) * step
    whole = int(np.floor(rounded))
    return whole, rounded - whole


def _times(a: MaskPixels, b: MaskPixels) -> MaskPixels:
    """a·b / 255, rounded, of bytes."""
    wide = np.multiply(a, b, dtype=np.uint16)
    wide += 128
    wide += wide >> 8
    wide >>= 8
    return wide.astype(np.uint8)
