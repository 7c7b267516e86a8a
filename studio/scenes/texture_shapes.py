"""The shapes that textures are made of, and how large they are."""

import math

import numpy as np
import skia
from numpy.random import Generator
from numpy.typing import NDArray

from studio.scenes.brushes import polygon

LEAVES = 6
"""How many kinds of leaves there are."""


def power_law(rng: Generator, smallest: float, largest: float, count: int) -> NDArray[np.float64]:
    """Radii whose density falls with the third power, so that no scale is preferred."""
    u = rng.random(count)
    return (smallest**-2 - u * (smallest**-2 - largest**-2)) ** -0.5


def leaf(rng: Generator, radius: float, kinds: NDArray[np.float64]) -> skia.Path:
    """An oval, a rectangle, a polygon, a twig, a bent one or a blob around 0, by LEAVES weights."""
    high = radius * math.exp(rng.uniform(-1.2, 0.0))
    shape = skia.Path()
    match int(np.searchsorted(np.cumsum(kinds) / kinds.sum(), rng.random())):
        case 0:
            shape.addOval(skia.Rect.MakeLTRB(-radius, -high, radius, high))
        case 1:
            shape.addRect(skia.Rect.MakeLTRB(-radius, -high, radius, high))
        case 2:
            angles = np.sort(rng.uniform(0, math.tau, rng.integers(3, 9)))
            reach = radius * rng.uniform(0.5, 1.2, angles.size)
            shape = polygon(zip(np.cos(angles) * reach, np.sin(angles) * reach, strict=True))
        case 3:
            thin = radius * math.exp(rng.uniform(-3.5, -1.0))
            shape.addRect(skia.Rect.MakeLTRB(-2 * radius, -thin, 2 * radius, thin))
        case 4:
            shape = _bent(rng, radius)
        case _:
            shape = _blob(rng, radius, high)
    return shape


def _bent(rng: Generator, radius: float) -> skia.Path:
    """A curved twig, thinner towards its ends."""
    thin = radius * math.exp(rng.uniform(-3.0, -0.7))
    sag = radius * rng.normal(0, 0.7)
    bent = skia.Path()
    bent.moveTo(-1.5 * radius, 0)
    bent.quadTo(0, sag - thin, 1.5 * radius, 0)
    bent.quadTo(0, sag + thin, -1.5 * radius, 0)
    bent.close()
    return bent


def _blob(rng: Generator, radius: float, high: float) -> skia.Path:
    """A closed curve without corners, hollow here and there."""
    count = int(rng.integers(5, 15))
    angles = (np.arange(count) + rng.uniform(-0.3, 0.3, count)) * math.tau / count
    reach = radius * np.exp(rng.normal(0, rng.uniform(0.1, 0.5), count))
    corners = np.stack([np.cos(angles), np.sin(angles) * high / radius], axis=1) * reach[:, None]
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    blob = skia.Path()
    blob.moveTo(*map(float, middles[-1]))
    for corner, middle in zip(corners, middles, strict=True):
        blob.quadTo(*map(float, corner), *map(float, middle))
    blob.close()
    return blob


def glyph(rng: Generator, left: float, top: float, height: float) -> skia.Path:
    shape = skia.Path()
    for _ in range(rng.integers(1, 4)):
        corners = rng.integers(0, 3, (3, 2)) / 2 * (height * 0.5, height) + (left, top)
        shape.moveTo(*corners[0])
        if rng.random() < 0.5:
            shape.lineTo(*corners[1])
        else:
            shape.quadTo(*corners[1], *corners[2])
    return shape
