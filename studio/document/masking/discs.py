"""Masks widened and narrowed by a true round distance; soft edges stay as soft as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels, extent_of

_DIRECT_PX = 64
"""Discs up to this radius are gone through row by row."""
_BLOCK_PX = 512
"""Squares of this side stay in a core's cache; most of a mask is the same all over one."""
_OPAQUE = 255
_SAGITTA_PX = 0.08
_SLACK_PX = 0.3

Widen = Callable[[MaskPixels, MaskPixels], None]
"""From a square with a margin into the square without it."""


def grown(mask: MaskPixels, radius_px: int) -> MaskPixels:
    """Each pixel as opaque as the most opaque one within the radius, measured between centres.

    mask: (h, w); outside it lies 0. Exact up to 64 px. Larger discs are unions of smaller ones:
    they never reach beyond the radius, and fall short of it by less than 1 px in 100.
    """
    if radius_px <= _DIRECT_PX:
        rows = _half_widths(radius_px)
        return _over_blocks(mask, radius_px, partial(_widen_by_rows, rows))
    inner = radius_px // 2
    reach = radius_px - inner
    return _over_blocks(grown(mask, inner), reach, partial(_widen_by_places, _ring(reach, inner)))


def shrunk(mask: MaskPixels, radius_px: int) -> MaskPixels:
    """Each pixel as opaque as the least opaque one within the radius.

    The array's own edge is no edge of the mask: nothing eats into it from outside.
    """
    return np.asarray(_OPAQUE - grown(_OPAQUE - mask, radius_px))


def border(mask: MaskPixels, width_px: int) -> MaskPixels:
    """A band of that width along the mask's edge, the odd pixel outside of it."""
    outer = grown(mask, width_px - width_px // 2)
    return np.minimum(outer, grown(_OPAQUE - mask, width_px // 2))


def _over_blocks(mask: MaskPixels, reach: int, widen: Widen) -> MaskPixels:
    padded = np.pad(mask, reach)
    result = np.empty_like(mask)
    for block in _blocks(extent_of(mask)):
        around = padded[block.y : block.bottom + 2 * reach, block.x : block.right + 2 * reach]
        highest = around.max()
        target = result[block.slices]
        target[:] = highest
        if around.min() != highest:
            widen(around, target)
    return result


def _blocks(extent: Extent) -> Iterator[Bounds]:
    for y in range(0, extent.height, _BLOCK_PX):
        for x in range(0, extent.width, _BLOCK_PX):
            yield Bounds(x, y, _BLOCK_PX, _BLOCK_PX).clipped(extent)


def _half_widths(radius: int) -> list[int]:
    """How far the disc reaches to each side in the row that is 0, 1, 2 … rows off its middle."""
    rows = np.arange(radius + 1)
    return np.sqrt(radius**2 - rows**2).astype(int).tolist()


def _widen_by_rows(half_widths: list[int], around: MaskPixels, target: MaskPixels) -> None:
    """The disc row by row, from its top: each wider row follows from the one before."""
    height, width = target.shape
    reach = len(half_widths) - 1
    spare = np.empty_like(around), np.empty_like(around)
    target[:] = 0
    along, half = around, 0
    for row in range(reach, -1, -1):
        while half < half_widths[row]:
            # Two windows that touch or overlap make one of twice the width at most.
            step = 1 if half == 0 else min(2 * (half_widths[row] - half), 2 * half)
            wider = spare[0][:, : along.shape[1] - step]
            np.maximum(along[:, :-step], along[:, step:], out=wider)
            if half == 0:
                along, wider = wider, spare[1][:, : around.shape[1] - 2]
                np.maximum(along[:, :-1], along[:, 1:], out=wider)
                spare = spare[::-1]
            along, half = wider, half + max(1, step // 2)
            spare = spare[::-1]
        shown = along[:, reach - half : reach - half + width]
        for place in {reach - row, reach + row}:
            np.maximum(target, shown[place : place + height], out=target)


def _widen_by_places(places: npt.NDArray[np.int64], around: MaskPixels, target: MaskPixels) -> None:
    """Maximum over some places around each pixel. places: (n, 2), x and y."""
    height, width = target.shape
    reach = (around.shape[0] - height) // 2
    target[:] = 0
    for x, y in (places + reach).tolist():
        np.maximum(target, around[y : y + height, x : x + width], out=target)


def _ring(radius: int, disc: int) -> npt.NDArray[np.int64]:
    """Where discs lie that together make one of `radius + disc`: the middle, and a ring of them.

    Between two neighbours the outline falls short by the sagitta of their distance.
    """
    outline = radius + disc
    spacing = (8 * _SAGITTA_PX / (1 / disc - 1 / outline)) ** 0.5
    count = int(np.ceil(2 * np.pi * radius / spacing))
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    distance = np.hypot(x, y)
    near = (distance <= radius) & (distance >= radius - _SLACK_PX)
    points = np.stack([x[near], y[near]], axis=1)
    angles = np.arctan2(points[:, 1], points[:, 0])
    wanted = np.linspace(-np.pi, np.pi, count, endpoint=False)
    apart = np.abs((angles[None] - wanted[:, None] + np.pi) % (2 * np.pi) - np.pi)
    chosen = np.unique(apart.argmin(axis=1))
    return np.concatenate([[[0, 0]], points[chosen]])
