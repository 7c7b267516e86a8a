"""What hangs together: connected regions, the holes in them, and pixels of like colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.core.pixels import MaskPixels, Pixels

Flags = npt.NDArray[np.bool_]
"""(h, w)."""
Places = npt.NDArray[np.int32]
"""Enough for the largest picture, and half the memory to go through."""

_HALF = 128
_OPAQUE = 255
_ROWS_AT_ONCE = 256


def alike(pixels: Pixels, colour: npt.NDArray[np.uint8], tolerance: int) -> Flags:
    """Pixels none of whose channels is more than the tolerance (0..255) off the colour's.

    pixels: (h, w, c); colour: (c,).
    """
    low = np.clip(colour.astype(np.int16) - tolerance, 0, 255).astype(np.uint8)
    high = np.clip(colour.astype(np.int16) + tolerance, 0, 255).astype(np.uint8)
    result = np.empty(pixels.shape[:2], np.bool_)
    # A band of rows at a time: what lies between never leaves the cache.
    for top in range(0, len(pixels), _ROWS_AT_ONCE):
        part = pixels[top : top + _ROWS_AT_ONCE]
        inside = result[top : top + _ROWS_AT_ONCE]
        inside[:] = True
        for channel in range(pixels.shape[2]):
            inside &= part[..., channel] >= low[channel]
            inside &= part[..., channel] <= high[channel]
    return result


def connected(inside: Flags, seeds: Flags) -> Flags:
    """The parts of `inside` that hang together, side by side, with a seed in them."""
    runs = _Runs.of(inside)
    roots = _roots(runs.count, *runs.touching())
    reached = np.zeros(runs.count, np.bool_)
    reached[roots[runs.holding(_Runs.of(seeds & inside))]] = True
    return runs.drawn(reached[roots])


def connected_from(inside: Flags, x: int, y: int) -> Flags:
    """The part of `inside` that hangs together with one pixel; nothing where that is outside."""
    seeds = np.zeros_like(inside)
    seeds[y, x] = True
    return connected(inside, seeds)


def filled(mask: MaskPixels) -> MaskPixels:
    """The mask without holes: what is less than half masked and cut off from the array's edge.

    The soft rim of a hole is filled with it; the soft outer edge stays.
    """
    thin = mask < _HALF
    outside = connected(thin, _rim(thin.shape))
    soft = connected(mask < _OPAQUE, outside)
    result = mask.copy()
    result[~soft | (thin & ~outside)] = _OPAQUE
    return result


def _rim(shape: tuple[int, ...]) -> Flags:
    rim = np.zeros(shape, np.bool_)
    rim[[0, -1]] = rim[:, [0, -1]] = True
    return rim


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Pixels that follow each other in a row, named by where they begin and end.

    Places count along all rows, each one place longer than the array is wide, so that no run goes
    on in the next row.
    """

    starts: Places
    ends: Places
    """Exclusive."""
    shape: tuple[int, int]

    @classmethod
    def of(cls, inside: Flags) -> _Runs:
        height, width = inside.shape
        padded = np.zeros((height, width + 1), np.int8)
        padded[:, :-1] = inside
        line = np.concatenate([np.zeros(1, np.int8), padded.ravel()])
        edges = np.flatnonzero(line[1:] != line[:-1]).astype(np.int32)
        return cls(edges[::2], edges[1::2], (height, width))

    @property
    def count(self) -> int:
        return len(self.starts)

    def touching(self) -> tuple[Places, Places]:
        """Pairs of runs that lie under each other."""
        stride = self.shape[1] + 1
        first = np.searchsorted(self.ends, self.starts + stride, side="right")
        behind = np.searchsorted(self.starts, self.ends + stride, side="left")
        many = np.maximum(behind - first, 0)
        upper = np.repeat(np.arange(self.count, dtype=np.int32), many)
        offsets = np.arange(len(upper)) - np.repeat(np.cumsum(many) - many, many)
        return upper, (np.repeat(first, many) + offsets).astype(np.int32)

    def holding(self, parts: _Runs) -> Places:
        """The runs that these, each of them a part of one, lie in."""
        found = np.searchsorted(self.starts, parts.starts, side="right") - 1
        return found.astype(np.int32)

    def drawn(self, chosen: Flags) -> Flags:
        """The chosen runs as pixels."""
        height, width = self.shape
        change = np.zeros(height * (width + 1) + 1, np.int8)
        change[self.starts[chosen]] = 1
        change[self.ends[chosen]] = -1
        inside = np.cumsum(change[:-1], dtype=np.int8).reshape(height, width + 1)
        return inside[:, :-1].astype(np.bool_)


def _roots(count: int, one: Places, other: Places) -> Places:
    """For each of `count` things the least that it is joined with, over any number of pairs."""
    roots = np.arange(count, dtype=np.int32)
    while len(one):
        above, below = roots[one], roots[other]
        apart = above != below
        one, other, above, below = (each[apart] for each in (one, other, above, below))
        # Of several that want one root, any will do: the others come in the next round.
        roots[np.maximum(above, below)] = np.minimum(above, below)
        while True:
            further = roots[roots]
            if np.array_equal(further, roots):
                break
            roots = further
    return roots
