"""Ways in which a whole picture becomes another: cut, scaled, turned, flipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels, extent_of
from studio.core.work import Work
from studio.document.layer import Layer
from studio.document.picture import Guides, Picture
from studio.document.resampling import Box, Resampling, resampled
from studio.document.surface import Mask, Raster, moved_by
from studio.document.tree import with_rasters
from studio.document.turning import (
    Axis,
    flipped,
    flipped_bounds,
    turned,
    turned_bounds,
    turned_extent,
)


class Reshape(Protocol):
    """What becomes of each part of a picture."""

    @property
    def extent(self) -> Extent:
        """Of the canvas, afterwards."""
        ...

    def raster(self, raster: Raster) -> Raster: ...

    def mask(self, pixels: MaskPixels) -> MaskPixels: ...

    def guides(self, guides: Guides) -> Guides: ...


def reshaped(picture: Picture, reshape: Reshape, work: Work) -> Picture:
    """Another picture with pixels of its own. Raises Stopped as soon as it is not wanted."""
    count, made = len(picture.surfaces), 0

    def tell() -> None:
        nonlocal made
        made += 1
        work.tell(made / count)

    def raster(layer: Layer) -> Raster:
        changed = reshape.raster(layer.raster)
        tell()
        return changed

    def mask(before: Mask) -> Mask:
        empty = before.is_empty
        changed = Mask.empty(reshape.extent) if empty else Mask(reshape.mask(before.pixels))
        tell()
        return changed

    masks = tuple(replace(entry, mask=mask(entry.mask)) for entry in picture.masks)
    nodes = with_rasters(picture.nodes, raster)
    guides = reshape.guides(picture.guides)
    return replace(picture, extent=reshape.extent, nodes=nodes, masks=masks, guides=guides)


@dataclass(frozen=True, slots=True)
class Cut:
    """The part in bounds alone, which may reach beyond the canvas: new room is clear."""

    bounds: Bounds
    keeps_outside: bool
    """What lies beyond the new edges stays in its layer."""

    @property
    def extent(self) -> Extent:
        return self.bounds.extent

    def raster(self, raster: Raster) -> Raster:
        if self.keeps_outside:
            return moved_by(raster, -self.bounds.x, -self.bounds.y, self.extent)
        there = self.bounds.intersected(raster.bounds)
        cut = Raster.clear(self.extent)
        if not there.is_empty:
            cut.part(self._moved(there))[:] = raster.part(there)
        return cut

    def mask(self, pixels: MaskPixels) -> MaskPixels:
        there = self.bounds.clipped(extent_of(pixels))
        cut = np.zeros((self.bounds.height, self.bounds.width), np.uint8)
        if not there.is_empty:
            cut[self._moved(there).slices] = pixels[there.slices]
        return cut

    def guides(self, guides: Guides) -> Guides:
        left, top = self.bounds.x, self.bounds.y
        upright, level = (x - left for x in guides.upright), (y - top for y in guides.level)
        return guides_on(self.extent, upright, level)

    def _moved(self, bounds: Bounds) -> Bounds:
        """As the new canvas counts."""
        return bounds.moved(-self.bounds.x, -self.bounds.y)


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole canvas in another size."""

    before: Extent
    extent: Extent
    resampling: Resampling
    work: Work

    def raster(self, raster: Raster) -> Raster:
        source = self._looked_at(raster)
        target = self._target(source)
        if target.is_empty:
            return Raster.clear(self.extent)
        scaled = Raster.clear_around(target, self.extent)
        box = self._box(target, raster)
        scaled.part(target)[:] = resampled(
            raster.pixels, target.extent, self.resampling, box, self.work
        )
        return scaled

    def mask(self, pixels: MaskPixels) -> MaskPixels:
        return resampled(pixels, self.extent, self.resampling, work=self.work)

    def guides(self, guides: Guides) -> Guides:
        return scaled_guides(guides, self.before, self.extent)

    @property
    def _factors(self) -> tuple[float, float]:
        return self.extent.width / self.before.width, self.extent.height / self.before.height

    def _looked_at(self, raster: Raster) -> Bounds:
        """What is painted, with all around it that a painted pixel can reach."""
        reach = round(self.resampling.reach_px / min(1.0, *self._factors)) + 2
        painted = raster.painted
        return painted if painted.is_empty else painted.padded(reach).intersected(raster.bounds)

    def _target(self, source: Bounds) -> Bounds:
        """The whole pixels of the new canvas that lie inside the scaled source.

        Exact in whole numbers, so that edges of the canvas become edges of the canvas.
        """
        (old, new), (old_down, new_down) = self._sides
        return Bounds.between(
            -(-source.x * new // old),
            -(-source.y * new_down // old_down),
            source.right * new // old,
            source.bottom * new_down // old_down,
        )

    def _box(self, target: Bounds, raster: Raster) -> Box:
        """The same part in px of the raster's own buffer."""
        (old, new), (old_down, new_down) = self._sides
        left, top = raster.bounds.x, raster.bounds.y
        return Box(
            max(0.0, target.x * old / new - left),
            max(0.0, target.y * old_down / new_down - top),
            min(raster.extent.width, target.right * old / new - left),
            min(raster.extent.height, target.bottom * old_down / new_down - top),
        )

    @property
    def _sides(self) -> tuple[tuple[int, int], tuple[int, int]]:
        before, after = self.before, self.extent
        return (before.width, after.width), (before.height, after.height)


@dataclass(frozen=True, slots=True)
class Turn:
    """Clockwise by quarters of a turn."""

    before: Extent
    quarters: int
    """1..3"""

    @property
    def extent(self) -> Extent:
        return turned_extent(self.before, self.quarters)

    def raster(self, raster: Raster) -> Raster:
        place = turned_bounds(raster.bounds, self.quarters, self.before)
        return Raster(turned(raster.pixels, self.quarters), place.x, place.y)

    def mask(self, pixels: MaskPixels) -> MaskPixels:
        return turned(pixels, self.quarters)

    def guides(self, guides: Guides) -> Guides:
        width, height = self.before.width, self.before.height
        from_right = [width - x for x in guides.upright]
        from_bottom = [height - y for y in guides.level]
        match self.quarters:
            case 1:
                return guides_on(self.extent, from_bottom, guides.upright)
            case 2:
                return guides_on(self.extent, from_right, from_bottom)
            case _:
                return guides_on(self.extent, guides.level, from_right)


@dataclass(frozen=True, slots=True)
class Flip:
    """Left for right, or top for bottom."""

    extent: Extent
    axis: Axis

    def raster(self, raster: Raster) -> Raster:
        place = flipped_bounds(raster.bounds, self.axis, Bounds.of(self.extent))
        return Raster(flipped(raster.pixels, self.axis), place.x, place.y)

    def mask(self, pixels: MaskPixels) -> MaskPixels:
        return flipped(pixels, self.axis)

    def guides(self, guides: Guides) -> Guides:
        width, height = self.extent.width, self.extent.height
        if self.axis is Axis.HORIZONTAL:
            return guides_on(self.extent, (width - x for x in guides.upright), guides.level)
        return guides_on(self.extent, guides.upright, (height - y for y in guides.level))


def scaled_guides(guides: Guides, before: Extent, after: Extent) -> Guides:
    """Where they lie on a canvas of another size."""
    across, down = after.width / before.width, after.height / before.height
    upright, level = (x * across for x in guides.upright), (y * down for y in guides.level)
    return guides_on(after, upright, level)


def guides_on(extent: Extent, upright: Iterable[float], level: Iterable[float]) -> Guides:
    """Those that lie on a canvas of that extent, sorted, each once."""
    return Guides(
        tuple(sorted({x for x in upright if 0 <= x <= extent.width})),
        tuple(sorted({y for y in level if 0 <= y <= extent.height})),
    )
