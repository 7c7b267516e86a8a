"""Equal tiles that overlap, and the weights that blend them without a seam."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Span:
    """One tile's place along one axis, in px of the source."""

    start: int
    stop: int
    fade_in: float | None
    """Middle of the ramp to the tile before; None for the first tile."""
    fade_out: float | None

    @property
    def part(self) -> slice:
        return slice(self.start, self.stop)

    def weights(self, scale: int, ramp_px: int) -> npt.NDArray[np.float32]:
        """(scale · length,) in 0..1; with those of its neighbours they add up to 1 everywhere."""
        places = self.start + (np.arange(scale * (self.stop - self.start)) + 0.5) / scale
        weights = np.ones(places.size)
        if self.fade_in is not None:
            weights *= _half_sine((places - self.fade_in) / ramp_px + 0.5)
        if self.fade_out is not None:
            weights *= 1 - _half_sine((places - self.fade_out) / ramp_px + 0.5)
        return weights.astype(np.float32)


def spans(length: int, longest: int, overlap: int) -> tuple[Span, ...]:
    """Cover `length` px by the fewest spans of one size that overlap by `overlap` px or more.

    longest: largest size of a span; it must exceed the overlap.
    """
    # Whole places cost the overlap up to a pixel.
    overlap += 1
    count = 1 if length <= longest else math.ceil((length - overlap) / (longest - overlap))
    side = math.ceil((length + (count - 1) * overlap) / count)
    starts = [round(i * (length - side) / (count - 1)) for i in range(count)] if count > 1 else [0]
    middles = [(start + side + following) / 2 for start, following in pairwise(starts)]
    edges = (None, *middles, None)
    return tuple(
        Span(start, start + side, before, after)
        for start, (before, after) in zip(starts, pairwise(edges), strict=True)
    )


def _half_sine(places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """0 before 0, 1 after 1, half a period of a sine between."""
    return np.square(np.sin(np.clip(places, 0, 1) * (math.pi / 2)))
