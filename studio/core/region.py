"""Which part of a picture an inpainting works on, at which size, and how it is blended in.

Plain geometry, so that a window can show all of it before anything is generated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels, bounds_of_painted
from studio.core.request import InpaintSettings

Opacity = npt.NDArray[np.floating[Any]]
"""(h, w) in 0..1."""

Scalar = TypeVar("Scalar", bound=np.generic)

_REFERENCE_SIDE = 512
"""The lengths below suit a model of this native side; others scale them."""
_NO_RESIZE_UP_TO = 1.5
"""A region of at most this many times the native area is worked on as it is."""
_MOST_ELONGATED = 4.0
_FINEST_SIDE = 1024
"""Feathers of larger regions are computed at a coarser grid."""
_FINEST_FEATHER = 16


@dataclass(frozen=True, slots=True, eq=False)
class InpaintPlan:
    region: Bounds
    """The part of the picture that the model sees."""
    working: Extent
    """The size at which it sees it."""
    composite: Opacity
    """Of the region: how much of the result is taken; exactly 0 where the grown mask is 0."""
    changed: Bounds
    """The part of the picture in which a pixel may change."""


def plan_region(
    mask: MaskPixels,
    extent: Extent,
    native_extent: Extent,
    multiple: int,
    settings: InpaintSettings,
    strength: float,
) -> InpaintPlan:
    """For a mask that is painted somewhere. extent: of the picture; multiple: of working sides."""
    painted = bounds_of_painted(mask)
    changed = painted.padded(settings.grow_px).clipped(extent)
    region = _region_around(changed, extent, native_extent, multiple, settings, strength)
    # The crop is as much wider as the growth reaches, so that growing sees all paint.
    grown = _grown(mask, region, settings.grow_px)
    feather = settings.feather_px
    if feather is None:
        feather = default_feather_px(changed)
    return InpaintPlan(
        region=region,
        working=working_extent(region.extent, native_extent, multiple),
        composite=_feathered(grown, region, extent, feather),
        changed=changed,
    )


def default_feather_px(changed: Bounds) -> int:
    """Wide enough to hide a seam, narrow enough to leave most of the mask opaque."""
    return int(min(25, max(2, 0.06 * changed.extent.diagonal)))


def working_extent(extent: Extent, native: Extent, multiple: int) -> Extent:
    """About the model's native area in the region's shape, in whole multiples."""
    scale = (native.area / extent.area) ** 0.5
    if 1 / _NO_RESIZE_UP_TO**0.5 <= scale <= 1:
        scale = 1.0
    longest = (native.area * _MOST_ELONGATED) ** 0.5
    shortest = native.area / longest

    def side(px: int) -> int:
        wanted = min(max(px * scale, shortest), longest)
        return max(multiple, round(wanted / multiple) * multiple)

    return Extent(side(extent.width), side(extent.height))


def _region_around(
    changed: Bounds,
    extent: Extent,
    native: Extent,
    multiple: int,
    settings: InpaintSettings,
    strength: float,
) -> Bounds:
    if settings.context_px is not None:
        context, least = settings.context_px, multiple
    else:
        context = _default_context_px(changed, extent, native, strength)
        least = native.shortest_side
    wanted = changed.padded(context).extent
    # Towards a square, which is what models draw best.
    mean = 0 if settings.context_px is not None else (wanted.width + wanted.height) // 2
    sides = Extent(max(wanted.width, mean, least), max(wanted.height, mean, least))
    sides = sides.snapped_up(multiple)
    x = changed.x - (sides.width - changed.width) // 2
    y = changed.y - (sides.height - changed.height) // 2
    return Bounds(x, y, sides.width, sides.height).shifted_inside(extent)


def _default_context_px(changed: Bounds, extent: Extent, native: Extent, strength: float) -> int:
    """What is made anew must fit its surroundings, so it sees more of them."""
    unit = native.shortest_side / _REFERENCE_SIDE
    diagonal = changed.extent.diagonal
    px = max(0.1 * diagonal * strength, 32 * unit * strength) + 4 * unit + 0.06 * diagonal
    if strength >= 1:
        mean_side = (changed.width + changed.height) / 2
        px += max(extent.longest_side / 16, mean_side / 2)
    return round(px)


def _grown(mask: MaskPixels, region: Bounds, px: int) -> MaskPixels:
    """The mask inside the region, every pixel as opaque as the most opaque one within px."""
    extent = Extent(mask.shape[1], mask.shape[0])
    around = region.padded(px).clipped(extent)
    grown = widest_within(mask[around.slices], px)
    top, left = region.y - around.y, region.x - around.x
    return grown[top : top + region.height, left : left + region.width]


def widest_within(values: npt.NDArray[Scalar], px: int) -> npt.NDArray[Scalar]:
    """Maximum over the octagon that reaches px to every side; outside the array lies 0."""
    # An octagon is the sum of four lines; with these lengths its sides are about equal.
    diagonal = round(px * (1 - 0.5**0.5))
    straight = px - 2 * diagonal
    values = _widest_along(_widest_along(values, straight, 0, 1), straight, 1, 0)
    values = _widest_along(values, diagonal, 1, 1)
    return _widest_along(values[:, ::-1], diagonal, 1, 1)[:, ::-1]


def _widest_along(
    values: npt.NDArray[Scalar], px: int, down: int, right: int
) -> npt.NDArray[Scalar]:
    """Maximum over px steps forwards and backwards in one direction."""
    values = np.pad(values, [(px * down, px * down), (px * right, px * right)])
    span, full = 1, 2 * px + 1
    # Each pass doubles the span, so a wide window costs little more than a narrow one.
    while span < full:
        step = min(span, full - span)
        height, width = values.shape
        first = values[: height - step * down, : width - step * right]
        values = np.maximum(first, values[step * down :, step * right :])
        span += step
    return values


def _feathered(mask: MaskPixels, region: Bounds, extent: Extent, feather_px: int) -> Opacity:
    """Opacity that rises inward from the mask's edge over feather_px, never outside of it.

    A part that is thinner than the feather rises faster, so that its middle is opaque too.
    The picture's own edge is no edge of the mask: nothing lies beyond it.
    """
    painted = mask.astype(np.float32) / np.float32(255)
    if feather_px <= 1:
        return painted
    coarse = max(-(-feather_px // _FINEST_FEATHER), -(-max(mask.shape) // _FINEST_SIDE))
    reach = max(1, round(feather_px / coarse))
    inside = _any_of_blocks(mask > 0, coarse)
    distance = _depth(inside, reach, region, extent)
    local = np.clip(widest_within(distance, reach), 1, reach)
    rise = np.minimum(distance / local, np.float32(1))
    # Where a block is opaque all of it is, or interpolation would thin narrow strokes.
    opaque = (rise >= 1).repeat(coarse, axis=0).repeat(coarse, axis=1)
    smooth = _enlarged(rise, coarse, mask.shape)
    return np.where(opaque[: mask.shape[0], : mask.shape[1]], np.float32(1), smooth) * painted


def _any_of_blocks(inside: npt.NDArray[np.bool_], block: int) -> npt.NDArray[np.bool_]:
    """One cell a block: whether any pixel in it is set."""
    if block == 1:
        return inside
    height, width = inside.shape
    margins = ((0, -height % block), (0, -width % block))
    padded = np.pad(inside, margins, mode="edge")
    rows, columns = padded.shape[0] // block, padded.shape[1] // block
    return np.asarray(padded.reshape(rows, block, columns, block).any(axis=(1, 3)))


def _enlarged(values: Opacity, factor: int, shape: tuple[int, ...]) -> Opacity:
    """Linear interpolation between the centres of blocks of that many pixels."""
    if factor == 1:
        return values
    for axis, length in enumerate(shape):
        place = np.clip((np.arange(length) + 0.5) / factor - 0.5, 0, values.shape[axis] - 1)
        low = place.astype(int)
        high = np.minimum(low + 1, values.shape[axis] - 1)
        share = (place - low).astype(np.float32)
        share = share[:, None] if axis == 0 else share[None, :]
        values = values.take(low, axis) * (1 - share) + values.take(high, axis) * share
    return values


def _depth(inside: npt.NDArray[np.bool_], reach: int, region: Bounds, extent: Extent) -> Opacity:
    """Distance of each inner cell to the nearest outer one, exact up to reach + 1."""
    at_edges = (
        (region.y == 0, region.bottom == extent.height),
        (region.x == 0, region.right == extent.width),
    )
    cap, margin = reach + 1, reach + 1
    for axis, (at_start, at_end) in enumerate(at_edges):
        inside = _margin(inside, axis, margin, at_start, at_end)
    along = np.minimum(_run_length(inside, 0), cap).astype(np.float32) ** 2
    width = inside.shape[1] - 2 * margin
    squared = np.full((inside.shape[0], width), float(cap**2), np.float32)
    for shift in range(-reach, reach + 1):
        start = margin + shift
        np.minimum(squared, along[:, start : start + width] + shift**2, out=squared)
    return np.sqrt(squared[margin:-margin])


def _margin(
    inside: npt.NDArray[np.bool_], axis: int, px: int, at_start: bool, at_end: bool
) -> npt.NDArray[np.bool_]:
    """Beyond the picture's edge the mask goes on; beyond the region's it ends."""
    for before, repeats in ((True, at_start), (False, at_end)):
        margins = [(0, 0), (0, 0)]
        margins[axis] = (px, 0) if before else (0, px)
        inside = np.pad(inside, margins, mode="edge") if repeats else np.pad(inside, margins)
    return inside


def _run_length(inside: npt.NDArray[np.bool_], axis: int) -> npt.NDArray[np.int64]:
    """Steps along the axis from each cell to the nearest one outside."""
    length = inside.shape[axis]
    places = np.arange(length, dtype=np.int64).reshape((-1, 1) if axis == 0 else (1, -1))
    far = 2 * length
    before = np.maximum.accumulate(np.where(inside, -far, places), axis=axis)
    behind = np.where(inside, far, places)
    behind = np.flip(np.minimum.accumulate(np.flip(behind, axis), axis=axis), axis)
    return np.asarray(np.minimum(places - before, behind - places))
