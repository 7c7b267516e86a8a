"""Backgrounds of plain scenes: one colour, or a pattern of two."""

import numpy as np
import skia

from studio.scenes.brushes import WHITE, Pen
from studio.scenes.description import PlainScene
from studio.scenes.palette import COLOUR_VALUES


def paint_pattern(pen: Pen, scene: PlainScene) -> None:
    """The seed chooses how fine the pattern is, and which way stripes run."""
    rng = np.random.default_rng(scene.seed)
    pen.path(_rectangle(-0.1, -0.1, 1.2, 1.2), COLOUR_VALUES[scene.background])
    count = int(rng.integers(5, 8))
    match scene.pattern:
        case "stripes":
            shape = _stripes(count, turn=int(rng.integers(4)) * 45.0)
        case "dots":
            shape = _dots(count)
        case "checks":
            shape = _checks(count)
        case _:
            shape = None
    if shape is not None:
        pen.path(shape, COLOUR_VALUES[scene.second])
    else:
        pen.glow((0.5, 0.42), (0.8, 0.8), WHITE, 0.12)


def _rectangle(left: float, top: float, width: float, height: float) -> skia.Path:
    path = skia.Path()
    path.addRect(skia.Rect.MakeXYWH(left, top, width, height))
    return path


def _stripes(count: int, turn: float) -> skia.Path:
    """Turned by degrees around the picture's middle."""
    stripes, width = skia.Path(), 0.5 / count
    for number in range(-count, 2 * count):
        stripes.addRect(skia.Rect.MakeXYWH(2 * number * width, -1.0, width, 3.0))
    stripes.transform(skia.Matrix.RotateDeg(turn, skia.Point(0.5, 0.5)))
    return stripes


def _dots(count: int) -> skia.Path:
    dots, cell = skia.Path(), 1 / count
    for row in range(2 * count + 1):
        for column in range(count + 1):
            x = (column + 0.5 * (row % 2)) * cell
            dots.addCircle(x, row * cell * 0.5, cell * 0.19)
    return dots


def _checks(count: int) -> skia.Path:
    checks, cell = skia.Path(), 1 / count
    for row in range(count):
        for column in range(row % 2, count, 2):
            checks.addRect(skia.Rect.MakeXYWH(column * cell, row * cell, cell, cell))
    return checks
