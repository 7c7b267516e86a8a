"""What a brush is, as a value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from studio.core.geometry import Point
from studio.core.request import check_range

SMALLEST_PX, LARGEST_PX = 1.0, 2000.0
FLATTEST_CURVE, STEEPEST_CURVE = 0.25, 4.0


class Tip(StrEnum):
    """The shape of the mark that a brush leaves where it touches."""

    ROUND = "round"
    AIRBRUSH = "airbrush"
    """Round, and fading from the middle like a spray."""
    SQUARE = "square"
    FLAT = "flat"
    """A wide pen held at half a right angle."""
    CHALK = "chalk"
    """The grain of the paper shows through."""
    BRISTLES = "bristles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """What the pen holds. Raises BadInput for a number outside its range."""

    size_px: float = 64.0
    """Diameter in px of the picture."""
    hardness: float = 0.8
    """0 = falls off smoothly from the centre, 1 = full up to a rim of one pixel."""
    opacity: float = 1.0
    """What one stroke covers at most."""
    flow: float = 1.0
    """How far each dab brings the stroke towards its full cover: below 1 it builds up."""
    spacing: float = 0.05
    """Distance between dabs as a part of their diameter."""
    smoothing: float = 0.0
    """0..1: the length of the string that the brush is pulled by."""
    tip: Tip = Tip.ROUND
    pressure_sizes: bool = True
    pressure_fades: bool = False
    pressure_curve: float = 1.0
    """Exponent over the pen's pressure: above 1 a light hand does less."""

    def __post_init__(self) -> None:
        check_range("The size of the brush", self.size_px, SMALLEST_PX, LARGEST_PX)
        check_range("The hardness of the brush", self.hardness, 0.0, 1.0)
        check_range("The opacity of the brush", self.opacity, 0.01, 1.0)
        check_range("The flow of the brush", self.flow, 0.01, 1.0)
        check_range("The spacing of the brush", self.spacing, 0.01, 2.0)
        check_range("The smoothing of the brush", self.smoothing, 0.0, 1.0)
        check_range("The pressure curve", self.pressure_curve, FLATTEST_CURVE, STEEPEST_CURVE)

    def diameter_px(self, pressure: float) -> float:
        """pressure: 0..1, as the pen tells it."""
        scaled = self.size_px * self._pressed(pressure) if self.pressure_sizes else self.size_px
        return max(SMALLEST_PX, scaled)

    def strength(self, pressure: float) -> float:
        """Cover in the middle of a dab, 0..1; what the stroke's opacity leaves of it comes last."""
        return self._pressed(pressure) if self.pressure_fades else 1.0

    def _pressed(self, pressure: float) -> float:
        return min(max(pressure, 0.0), 1.0) ** self.pressure_curve


@dataclass(frozen=True, slots=True)
class Pen:
    """Where the pen is, and how hard it presses, 0..1."""

    position: Point
    pressure: float = 1.0

    def towards(self, other: Pen, share: float) -> Pen:
        x = self.position.x + (other.position.x - self.position.x) * share
        y = self.position.y + (other.position.y - self.position.y) * share
        return Pen(Point(x, y), self.pressure + (other.pressure - self.pressure) * share)

    def distance_to(self, other: Pen) -> float:
        return math.dist(self.position, other.position)
