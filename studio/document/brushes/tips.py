"""The marks of a brush's tips: how much of each pixel one dab covers. Made once, then cached."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from studio.core.pixels import MaskPixels
from studio.document.brushes.brush import Tip

_SMALL_BELOW_PX = 100
_HAIRS = 40
_FLATNESS = 4
"""A flat tip is that many times as long as it is wide."""
_TALLEST_PX = 2304
PAPER_PX = 256
_GRAINS = ((1, 0.85), (5, 0.5))
"""Fine grains and coarse ones: how often noise is softened, and how much of it there is."""

_Values = npt.NDArray[np.floating]


def mark(tip: Tip, diameter_px: float, hardness: float, dx: float, dy: float) -> MaskPixels:
    """Cover of one dab, square and one pixel wider than it needs, for any dx and dy in 0..1.

    Read-only, since it is cached; take diameters and shifts from `rounded`.
    """
    made = _small_mark if diameter_px < _SMALL_BELOW_PX else _large_mark
    return made(tip, diameter_px, hardness, dx, dy)


def rounded(diameter_px: float) -> tuple[float, float]:
    """The diameter in steps too fine to be seen, and the step of places for marks of that size.

    So that every dab of a stroke comes from the cache, and those of a pressed pen mostly do.
    """
    if diameter_px < _SMALL_BELOW_PX:
        return round(diameter_px * 4) / 4, 0.25
    step = max(1, int(diameter_px) // 128)
    return float(round(diameter_px / step) * step), 1.0


def side_of(diameter_px: float) -> int:
    """Of a mark that lies on whole pixels."""
    return math.ceil(diameter_px) + 2


@cache
def paper() -> MaskPixels:
    """How deep the pits of the paper are, 0..255, repeated every PAPER_PX; larger than any mark."""
    # Seeded by nothing that matters: the paper is the same on every day.
    dice = np.random.default_rng(7)
    grain = np.zeros((PAPER_PX, PAPER_PX), np.float32)
    for rounds, weight in _GRAINS:
        soft = _softened(dice.random(grain.shape, dtype=np.float32), rounds)
        grain += weight * (soft - soft.mean()) / soft.std()
    depth = np.clip(0.45 + 0.42 * grain, 0, 1) * 255
    times = _TALLEST_PX // PAPER_PX
    return np.tile(np.rint(depth).astype(np.uint8), (times, times))


def _softened(noise: _Values, rounds: int) -> _Values:
    """Binomial, over the edges: the paper repeats."""
    for _ in range(rounds):
        for axis in (0, 1):
            noise = (2 * noise + np.roll(noise, 1, axis) + np.roll(noise, -1, axis)) / 4
    return noise


def _made(tip: Tip, diameter_px: float, hardness: float, dx: float, dy: float) -> MaskPixels:
    side = side_of(diameter_px)
    centres = np.arange(side + 1, dtype=np.float32) + np.float32(0.5 - side / 2)
    x, y = centres - np.float32(dx), (centres - np.float32(dy))[:, None]
    if tip is Tip.BRISTLES:
        cover = _bristles(x, y, diameter_px, hardness)
    elif tip is Tip.FLAT:
        cover = _flat(x, y, diameter_px, hardness)
    elif dx == dy == 0:
        # One quarter is enough: the other three mirror it, and the last row is for shifts.
        half = (side + 1) // 2
        cover = _mirrored(_upright(tip, x[:half], y[:half], diameter_px, hardness), side)
    else:
        cover = _upright(tip, x, y, diameter_px, hardness)
    result = np.rint(255 * cover).astype(np.uint8)
    result.flags.writeable = False
    return result


_small_mark = lru_cache(maxsize=512)(_made)
_large_mark = lru_cache(maxsize=16)(_made)


def _upright(tip: Tip, x: _Values, y: _Values, diameter_px: float, hardness: float) -> _Values:
    """Tips that are the same in all four quarters."""
    if tip is Tip.SQUARE:
        return _inside(np.maximum(abs(x), abs(y)), diameter_px / 2, hardness)
    squared = x * x + y * y
    if tip is Tip.AIRBRUSH:
        left = np.clip(1 - squared / (diameter_px / 2) ** 2, 0, 1)
        return left ** (1 + 3 * (1 - hardness))
    return _inside(np.sqrt(squared), diameter_px / 2, hardness)


def _inside(distance: _Values, radius_px: float, hardness: float) -> _Values:
    """Full in the middle, nothing beyond the rim, smooth between."""
    soft_px = radius_px * (1 - hardness)
    # The rim of a hard dab is one pixel wide, half of it outside, so that its area is right.
    rim_px = max(soft_px, 1.0)
    outer_px = radius_px + (rim_px - soft_px) / 2
    share = np.clip((outer_px - distance) / rim_px, 0, 1)
    return share * share * (3 - 2 * share)


def _flat(x: _Values, y: _Values, diameter_px: float, hardness: float) -> _Values:
    """A narrow box, turned by an eighth of a circle."""
    along, across = abs(x - y) / math.sqrt(2), abs(x + y) / math.sqrt(2)
    narrow = diameter_px / 2 / _FLATNESS
    return _inside(np.maximum(across, along - diameter_px / 2 + narrow), narrow, hardness)


def _bristles(x: _Values, y: _Values, diameter_px: float, hardness: float) -> _Values:
    """Hairs of several thicknesses, gathered in a round; drawn along they leave streaks."""
    dice = np.random.default_rng(3)
    cover = np.zeros((y.shape[0], x.shape[0]), np.float32)
    for turn, share, thick, ink in dice.random((_HAIRS, 4)):
        radius = max(0.5, diameter_px * (0.016 + 0.03 * thick))
        reach = (diameter_px / 2 - radius) * math.sqrt(share)
        at_x = reach * math.cos(2 * math.pi * turn)
        at_y = reach * math.sin(2 * math.pi * turn)
        columns, rows = _near(x, at_x, radius), _near(y[:, 0], at_y, radius)
        distance = np.hypot(x[columns] - np.float32(at_x), y[rows] - np.float32(at_y))
        hair = (0.35 + 0.65 * np.float32(ink)) * _inside(distance, radius, hardness)
        part = cover[rows, columns]
        np.maximum(part, hair, out=part)
    return cover


def _near(places: _Values, middle: float, radius: float) -> slice:
    """Those of ascending places that lie within a radius and a pixel."""
    found = np.searchsorted(places, (middle - radius - 1, middle + radius + 1))
    return slice(int(found[0]), int(found[1]))


def _mirrored(quarter: _Values, side: int) -> _Values:
    half = quarter.shape[0]
    result = np.zeros((side + 1, side + 1), np.float32)
    result[:half, :half] = quarter
    result[:half, half:side] = quarter[:, : side - half][:, ::-1]
    result[half:side] = result[: side - half][::-1]
    return result
