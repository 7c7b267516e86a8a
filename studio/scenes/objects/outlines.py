"""Silhouettes of living things: soft outlines joined into one, and the shade on their dark side.

Outlines are made once and kept by their painters (`functools.cache`): nobody changes them after.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import skia

from studio.scenes.brushes import XY, Pen
from studio.scenes.objects.parts import brightness, deep
from studio.scenes.palette import Rgb

DARK: Rgb = (38, 32, 40)
WHITE: Rgb = (252, 250, 244)
ROSE: Rgb = (240, 146, 152)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """An outline, and the part of it that the light from the upper left does not reach."""

    outline: skia.Path
    shade: skia.Path

    def draw(self, pen: Pen, colour: Rgb, depth: float = 0.18) -> None:
        """depth: how much darker the shade is, 0..1."""
        pen.path(self.outline, colour)
        pen.bare.path(self.shade, deep(colour, depth))


def figure(*parts: skia.Path, lift: XY = (-0.035, -0.045)) -> Figure:
    """The parts as one; `lift`: how far the lit side reaches from the dark edge."""
    outline = joined(*parts)
    lit = skia.Path(outline)
    lit.offset(*lift)
    return Figure(outline, skia.Op(outline, lit, skia.PathOp.kDifference_PathOp))


def is_light(colour: Rgb, least: float = 150) -> bool:
    """Whether the brightness that the eye sees is at least `least` (0..255)."""
    return brightness(colour) >= least


def joined(*parts: skia.Path) -> skia.Path:
    """One outline around all parts."""
    return reduce(lambda one, two: skia.Op(one, two, skia.PathOp.kUnion_PathOp), parts)


def overlap(one: skia.Path, two: skia.Path) -> skia.Path:
    """What both cover: a pattern cut to the shape of its bearer."""
    return skia.Op(one, two, skia.PathOp.kIntersect_PathOp)


def soft(*points: XY) -> skia.Path:
    """A closed smooth outline through the points (a Catmull-Rom spline)."""
    path = skia.Path()
    path.moveTo(*points[0])
    count = len(points)
    for index in range(count):
        before, start, end, after = (points[(index + step) % count] for step in (-1, 0, 1, 2))
        path.cubicTo(
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            *end,
        )
    path.close()
    return path


def sharp(*points: XY) -> skia.Path:
    """A closed outline of straight lines."""
    return skia.Path.Polygon([skia.Point(*point) for point in points], True)


def oval(x: float, y: float, across: float, down: float, degrees: float = 0.0) -> skia.Path:
    """An ellipse by its centre and radii, turned clockwise about its centre."""
    path = skia.Path.Oval(skia.Rect.MakeLTRB(x - across, y - down, x + across, y + down))
    if degrees:
        path.transform(skia.Matrix.RotateDeg(degrees, skia.Point(x, y)))
    return path


def limb(*joints: tuple[float, float, float]) -> skia.Path:
    """A leg, a trunk or a tail: (x, y, radius) at each joint, tapering between them, round ends."""
    left: list[XY] = []
    right: list[XY] = []
    for index, (x, y, radius) in enumerate(joints):
        along, down = _heading(joints, index)
        left.append((x + down * radius, y - along * radius))
        right.append((x - down * radius, y + along * radius))
    first, last = _heading(joints, 0), _heading(joints, len(joints) - 1)
    (x1, y1, radius1), (x2, y2, radius2) = joints[0], joints[-1]
    tip = (x2 + last[0] * radius2, y2 + last[1] * radius2)
    root = (x1 - first[0] * radius1, y1 - first[1] * radius1)
    return soft(*left, tip, *reversed(right), root)


def _heading(joints: Sequence[tuple[float, float, float]], index: int) -> XY:
    """The direction of a limb at a joint, of length 1."""
    x1, y1, _ = joints[max(0, index - 1)]
    x2, y2, _ = joints[min(len(joints) - 1, index + 1)]
    length = math.hypot(x2 - x1, y2 - y1)
    return (x2 - x1) / length, (y2 - y1) / length


def arc(start: XY, bend: XY, end: XY) -> skia.Path:
    """An open curve from start to end, drawn towards `bend`."""
    path = skia.Path()
    path.moveTo(*start)
    path.quadTo(*bend, *end)
    return path


def leaf(start: XY, bend: XY, end: XY, back: XY) -> skia.Path:
    """A pointed leaf: out from start to end along `bend`, home along `back`."""
    path = arc(start, bend, end)
    path.quadTo(*back, *start)
    path.close()
    return path


def eye(pen: Pen, at: XY, radius: float, colour: Rgb) -> None:
    """A dark eye with a glint; on dark fur within a pale ring."""
    if not is_light(colour, 85):
        pen.bare.disc(at, radius * 1.35, WHITE)
    pen.bare.disc(at, radius, DARK)
    glint = (at[0] - radius * 0.3, at[1] - radius * 0.35)
    pen.lit.bare.disc(glint, radius * 0.38, WHITE)
