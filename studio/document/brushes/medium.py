"""What a stroke does to pixels, one dab after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels
from studio.document.brushes.brush import Brush, Pen
from studio.document.brushes.path import place_of
from studio.document.brushes.tips import mark, rounded, side_of
from studio.document.edit import Change
from studio.document.surface import Mask

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Dab:
    """One touch of the brush."""

    bounds: Bounds
    """Of its mark, in px of the picture; may reach outside."""
    cover: MaskPixels
    """Read-only."""
    strength: float
    """0..1: what the pen's pressure leaves of the cover."""

    @classmethod
    def of(cls, brush: Brush, pen: Pen) -> Dab:
        diameter, step = rounded(brush.diameter_px(pen.pressure))
        side = side_of(diameter)
        x, y, dx, dy = place_of(pen.position, side, step)
        cover = mark(brush.tip, diameter, brush.hardness, dx, dy)
        return cls(Bounds(x, y, side + 1, side + 1), cover, brush.strength(pen.pressure))

    def part(self, inside: Bounds) -> MaskPixels:
        """The cover in a part of its bounds."""
        return self.cover[inside.moved(-self.bounds.x, -self.bounds.y).slices]


class Medium(Protocol):
    @property
    def change(self) -> Change:
        """What has been written so far."""
        ...

    def draw(self, dabs: Sequence[Dab]) -> Bounds:
        """Returns what has changed, in px of the picture."""
        ...


def reach_of(change: Change, within: Mask | None) -> Bounds:
    """Where a stroke may write."""
    whole = change.surface.bounds
    return whole if within is None else whole.intersected(within.bounds)


def times(a: Bytes, b: Bytes) -> Bytes:
    """a·b / 255, rounded, of bytes."""
    wide = np.multiply(a, b, dtype=np.uint16)
    wide += 128
    wide += wide >> 8
    wide >>= 8
    return wide.astype(np.uint8)
