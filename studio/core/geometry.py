"""Sizes, places and rectangles in whole pixels; x runs right, y runs down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """A place in pixels; fractions are allowed, since a pen knows more than a pixel."""

    x: float
    y: float

    @property
    def pixel(self) -> tuple[int, int]:
        """Column and row of the one that it lies in."""
        return math.floor(self.x), math.floor(self.y)


@dataclass(frozen=True, slots=True)
class Extent:
    """A size in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def longest_side(self) -> int:
        return max(self.width, self.height)

    @property
    def shortest_side(self) -> int:
        return min(self.width, self.height)

    @property
    def diagonal(self) -> float:
        return (self.width**2 + self.height**2) ** 0.5

    def scaled(self, factor: float) -> Extent:
        """This size times a factor, rounded, at least one pixel a side."""
        return Extent(max(1, round(self.width * factor)), max(1, round(self.height * factor)))

    def snapped_up(self, multiple: int) -> Extent:
        """Smallest extent that covers this one in whole multiples (8 px are one latent cell)."""
        return Extent(-(-self.width // multiple) * multiple, -(-self.height // multiple) * multiple)

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle: its left top corner and its size. An empty one has no area."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, extent: Extent) -> Bounds:
        """All of a picture of that size."""
        return cls(0, 0, extent.width, extent.height)

    @classmethod
    def between(cls, left: int, top: int, right: int, bottom: int) -> Bounds:
        """From edges; right and bottom are exclusive. Crossed edges give an empty rectangle."""
        return cls(left, top, max(0, right - left), max(0, bottom - top))

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def extent(self) -> Extent:
        return Extent(self.width, self.height)

    @property
    def is_empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns: `array[bounds.slices]` is the part of a (h, w, …) array inside."""
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def moved(self, dx: int, dy: int) -> Bounds:
        return Bounds(self.x + dx, self.y + dy, self.width, self.height)

    def padded(self, px: int) -> Bounds:
        return Bounds(self.x - px, self.y - px, self.width + 2 * px, self.height + 2 * px)

    def clipped(self, extent: Extent) -> Bounds:
        """The part inside a picture of that size."""
        return self.intersected(Bounds.of(extent))

    def intersected(self, other: Bounds) -> Bounds:
        return Bounds.between(
            max(self.x, other.x),
            max(self.y, other.y),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def united(self, other: Bounds) -> Bounds:
        """Smallest rectangle that holds both; an empty one adds nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Bounds.between(
            min(self.x, other.x),
            min(self.y, other.y),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def shifted_inside(self, extent: Extent) -> Bounds:
        """Moved, not shrunk, until it lies inside; a side longer than the picture's is cut."""
        width, height = min(self.width, extent.width), min(self.height, extent.height)
        x = min(max(self.x, 0), extent.width - width)
        y = min(max(self.y, 0), extent.height - height)
        return Bounds(x, y, width, height)
