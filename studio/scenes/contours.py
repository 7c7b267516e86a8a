"""Outlines of land against what is behind it: rolling, jagged, and smooth lines through points."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import skia
from numpy.random import Generator

XY = tuple[float, float]
OVERHANG = 0.05
"""Land goes on beyond the picture's sides, so that no outline runs along them."""


def smooth(points: Sequence[XY]) -> skia.Path:
    """An open line through points from left to right, level at each of them."""
    path = skia.Path()
    path.moveTo(*points[0])
    for (x0, y0), (x1, y1) in pairwise(points):
        reach = (x1 - x0) * 0.45
        path.cubicTo(x0 + reach, y0, x1 - reach, y1, x1, y1)
    return path


def down_to(path: skia.Path, bottom: float) -> skia.Path:
    """The land below a line that runs from the picture's left side to its right."""
    path.lineTo(1 + OVERHANG, bottom)
    path.lineTo(-OVERHANG, bottom)
    path.close()
    return path


def rolling_line(rng: Generator, top: float, swing: float, waves: int) -> list[XY]:
    """Points of a line that rises and falls `waves` times by about `swing` around `top`."""
    xs = np.linspace(-OVERHANG, 1 + OVERHANG, 2 * waves + 1)
    sign = 1 if rng.random() < 0.5 else -1
    heights = rng.uniform(0.4, 1.0, xs.size)
    return [
        (float(x), top + swing * float(height) * (sign if index % 2 else -sign))
        for index, (x, height) in enumerate(zip(xs, heights, strict=True))
    ]


def rolling(rng: Generator, top: float, swing: float, waves: int, bottom: float) -> skia.Path:
    """Soft land from a rolling line down to `bottom`."""
    return down_to(smooth(rolling_line(rng, top, swing, waves)), bottom)


def jagged(points: Sequence[XY], bottom: float) -> skia.Path:
    """Land of straight edges down to `bottom`."""
    path = skia.Path()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    return down_to(path, bottom)
