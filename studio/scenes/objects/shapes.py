"""Plain shapes, in a box of height 1 and the width that their kind's aspect gives."""

import math

import skia

from studio.scenes.brushes import Pen
from studio.scenes.palette import Rgb


def paint_circle(pen: Pen, colour: Rgb) -> None:
    pen.disc((0.5, 0.5), 0.49, colour)


def paint_square(pen: Pen, colour: Rgb) -> None:
    pen.rectangle(0.03, 0.03, 0.94, 0.94, colour)


def paint_triangle(pen: Pen, colour: Rgb) -> None:
    pen.fill(((0.5, 0.03), (1.0, 0.95), (0.0, 0.95)), colour)


def paint_star(pen: Pen, colour: Rgb) -> None:
    points: list[tuple[float, float]] = []
    for corner in range(10):
        radius = 0.52 if corner % 2 == 0 else 0.22
        angle = math.tau * corner / 10
        points.append((0.5 + radius * math.sin(angle), 0.53 - radius * math.cos(angle)))
    pen.fill(points, colour)


def paint_heart(pen: Pen, colour: Rgb) -> None:
    heart = skia.Path()
    heart.moveTo(0.5, 0.97)
    heart.cubicTo(-0.32, 0.42, 0.1, -0.16, 0.5, 0.24)
    heart.cubicTo(0.9, -0.16, 1.32, 0.42, 0.5, 0.97)
    heart.close()
    pen.path(heart, colour)


def paint_diamond(pen: Pen, colour: Rgb) -> None:
    pen.fill(((0.4, 0.0), (0.8, 0.5), (0.4, 1.0), (0.0, 0.5)), colour)


def paint_ring(pen: Pen, colour: Rgb) -> None:
    ring = skia.Path()
    ring.addCircle(0.5, 0.5, 0.49)
    ring.addCircle(0.5, 0.5, 0.27)
    ring.setFillType(skia.PathFillType.kEvenOdd)
    pen.path(ring, colour)


def paint_cross(pen: Pen, colour: Rgb) -> None:
    inner, outer = 0.33, 0.02
    far, near = 1 - outer, 1 - inner
    pen.fill(
        (
            (inner, outer),
            (near, outer),
            (near, inner),
            (far, inner),
            (far, near),
            (near, near),
            (near, far),
            (inner, far),
            (inner, near),
            (outer, near),
            (outer, inner),
            (inner, inner),
        ),
        colour,
    )
