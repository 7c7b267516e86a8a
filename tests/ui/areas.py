"""Areas in square px as geometry has them, to be held against what was masked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist

Place = tuple[float, float]


def disc(radius: float) -> float:
    return math.pi * radius**2


def soft_disc(diameter: float, hardness: float) -> float:
    """Under a dab that falls from full to nothing along s²(3 - 2s) in the outer part of its radius.

    The fall's steepness is a Beta(2, 2): its mean lies in its middle, its variance is width² / 20.
    """
    width = diameter / 2 * (1 - hardness)
    return math.pi * ((diameter / 2 - width / 2) ** 2 + width**2 / 20)


def stadium(length: float, radius: float) -> float:
    """What a disc passes over on a straight way."""
    return 2 * radius * length + disc(radius)


def right_angle(length: float, next_length: float, radius: float) -> float:
    """What a disc passes over on two straight ways, one at a right angle to the other.

    Both pass over three quarters of the disc between them, and a box in the fourth.
    """
    both = radius**2 + 3 / 4 * disc(radius)
    return stadium(length, radius) + stadium(next_length, radius) - both


def tapered(length: float, radius: float, end_radius: float) -> float:
    """The hull of two discs so far apart: a disc on a straight way that becomes another one."""
    narrower = radius - end_radius
    side = math.sqrt(length**2 - narrower**2)
    turn = math.asin(narrower / length)
    caps = (math.pi / 2 + turn) * radius**2 + (math.pi / 2 - turn) * end_radius**2
    return (radius + end_radius) * side + caps


def ring(radius: float, half_width: float) -> float:
    """What a disc of that half width passes over on its way round a circle."""
    return disc(radius + half_width) - disc(radius - half_width)


def lens(radius: float, distance: float) -> float:
    """What two discs of one size have in common, so far apart."""
    half = math.acos(distance / 2 / radius)
    return 2 * radius**2 * half - distance * math.sqrt(radius**2 - distance**2 / 4)


def shoelace(*corners: Place) -> float:
    """Inside a polygon that does not cross itself."""
    following = (*corners[1:], corners[0])
    pairs = zip(corners, following, strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def round_the_circle(centre: Place, radius: float, count: int) -> Iterable[Place]:
    """Corners of a polygon in a circle."""
    for number in range(count):
        turn = 2 * math.pi * number / count
        yield centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)


def grown_box(width: int, height: int, by: int) -> int:
    """Pixels whose middle is no farther than that from the middle of one in the box."""
    quarter = sum(x * x + y * y <= by * by for x in range(1, by + 1) for y in range(1, by + 1))
    return width * height + 2 * by * (width + height) + 4 * quarter


def smooth_box(width: float, height: float, deviation: float) -> float:
    """Where a box that was blurred by a Gaussian is at least half of what it was.

    Each corner loses the x, y > 0 with Φ(x)Φ(y) < 1/2, in units of the deviation.
    """
    normal, step = NormalDist(), 0.001
    middles = (step * (number + 0.5) for number in range(round(8 / step)))
    lost = step * sum(normal.inv_cdf(0.5 / normal.cdf(x)) for x in middles)
    return width * height - 4 * lost * deviation**2
