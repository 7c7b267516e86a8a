"""Pixels flipped and turned by quarters: every one of them exactly as it was, elsewhere."""

from __future__ import annotations

from enum import Enum

import numpy as np

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels

_BLOCK_PX = 64
"""A turned copy is made in squares: along a whole column every pixel would miss the cache."""
_CHANNELS = 4
_WITH_CHANNELS = 3
"""Dimensions of (h, w, 4)."""


class Axis(Enum):
    """What a flip exchanges."""

    HORIZONTAL = "horizontal"
    """Left and right."""
    VERTICAL = "vertical"
    """Top and bottom."""


def flipped(pixels: Pixels, axis: Axis) -> Pixels:
    """A copy of (h, w, 4) or (h, w) pixels."""
    whole = _as_whole(pixels)
    view = whole[:, ::-1] if axis is Axis.HORIZONTAL else whole[::-1]
    return _as_bytes(np.ascontiguousarray(view), pixels)


def turned(pixels: Pixels, quarters: int) -> Pixels:
    """A copy of (h, w, 4) or (h, w) pixels, turned clockwise by quarters of a turn."""
    view = np.rot90(_as_whole(pixels), -quarters)
    if quarters % 2 == 0:
        return _as_bytes(np.array(view, order="C"), pixels)
    copy = np.empty(view.shape, view.dtype)
    for top in range(0, view.shape[0], _BLOCK_PX):
        for left in range(0, view.shape[1], _BLOCK_PX):
            square = slice(top, top + _BLOCK_PX), slice(left, left + _BLOCK_PX)
            copy[square] = view[square]
    return _as_bytes(copy, pixels)


def flipped_bounds(bounds: Bounds, axis: Axis, around: Bounds) -> Bounds:
    """Where what lies in bounds comes to lie when all that lies around is flipped."""
    if axis is Axis.HORIZONTAL:
        left = around.x + around.right - bounds.right
        return Bounds(left, bounds.y, bounds.width, bounds.height)
    top = around.y + around.bottom - bounds.bottom
    return Bounds(bounds.x, top, bounds.width, bounds.height)


def turned_bounds(bounds: Bounds, quarters: int, extent: Extent) -> Bounds:
    """The same when a canvas of that extent is turned clockwise, and its corner is 0, 0 again."""
    match quarters % 4:
        case 1:
            left, top = extent.height - bounds.bottom, bounds.x
        case 2:
            left, top = extent.width - bounds.right, extent.height - bounds.bottom
        case 3:
            left, top = bounds.y, extent.width - bounds.right
        case _:
            return bounds
    size = turned_extent(bounds.extent, quarters)
    return Bounds(left, top, size.width, size.height)


def turned_extent(extent: Extent, quarters: int) -> Extent:
    return Extent(extent.height, extent.width) if quarters % 2 else extent


def _as_whole(pixels: Pixels) -> np.ndarray:
    """(h, w): four channels as one number, which is moved at once."""
    if pixels.ndim == _WITH_CHANNELS:
        return np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    return pixels


def _as_bytes(whole: np.ndarray, like: Pixels) -> Pixels:
    if like.ndim == _WITH_CHANNELS:
        return whole.view(np.uint8).reshape(*whole.shape, _CHANNELS)
    return whole
