"""The buffers of a document. numpy owns the bytes; a QImage over the same memory paints them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Protocol
from weakref import WeakSet

import numpy as np
from PySide6.QtGui import QImage

from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import MaskPixels, Pixels, bounds_of_painted
from studio.document.alpha import premultiplied

TILE_PX = 256
"""What is kept of a change is kept in squares of this side."""

Tile = tuple[int, int]
"""Row and column of a square of TILE_PX of a surface's own buffer."""


class Holder(Protocol):
    """Who needs pixels as they are now."""

    def keep(self, surface: Surface, tile: Tile) -> None:
        """Called just before that tile is written."""
        ...


class Surface:
    """Pixels somewhere on the canvas. Write into `pixels` in place; the array is never rebound.

    A surface covers the canvas at least, so that what is painted always finds its place; a layer
    that was moved over the edge keeps what lies outside.
    """

    _format: QImage.Format

    def __init__(self, pixels: Pixels, x: int = 0, y: int = 0) -> None:
        """pixels: (h, w) or (h, w, 4), owned by this surface from here on.

        x, y: where its left top corner lies, in px of the picture.
        """
        assert pixels.flags.c_contiguous and pixels.flags.writeable
        height, width = pixels.shape[:2]
        self._pixels = pixels
        self._bounds = Bounds(x, y, width, height)
        self._qimage = QImage(pixels.data, width, height, pixels.strides[0], self._format)
        self._holders: WeakSet[Holder] = WeakSet()

    @property
    def pixels(self) -> Pixels:
        return self._pixels

    @property
    def qimage(self) -> QImage:
        """The same memory, for QPainter; valid while this surface lives."""
        return self._qimage

    @property
    def bounds(self) -> Bounds:
        """In px of the picture."""
        return self._bounds

    @property
    def extent(self) -> Extent:
        return self._bounds.extent

    def hold_for(self, holder: Holder) -> None:
        """Tell it of each tile before it changes, while it lives or until it is released."""
        self._holders.add(holder)

    def release_from(self, holder: Holder) -> None:
        self._holders.discard(holder)

    def before_change(self, tile: Tile) -> None:
        """To be called before a tile of a surface that a picture shows is written."""
        for holder in self._holders:
            holder.keep(self, tile)

    def part(self, bounds: Bounds) -> Pixels:
        """What lies inside bounds of the picture, to be read or written in place."""
        return self._pixels[self.local(bounds).slices]

    def local(self, bounds: Bounds) -> Bounds:
        """Bounds of the picture as bounds of the buffer, the part that is there."""
        moved = Bounds(
            bounds.x - self._bounds.x, bounds.y - self._bounds.y, bounds.width, bounds.height
        )
        return moved.clipped(self.extent)

    def tiles_in(self, bounds: Bounds) -> Iterator[Tile]:
        """The tiles that bounds of the picture touch."""
        local = self.local(bounds)
        if local.is_empty:
            return iter(())
        rows = range(local.y // TILE_PX, -(-local.bottom // TILE_PX))
        return product(rows, range(local.x // TILE_PX, -(-local.right // TILE_PX)))

    def tile(self, tile: Tile) -> Pixels:
        """A view; at the right and lower edge it is smaller than a whole one."""
        row, column = tile[0] * TILE_PX, tile[1] * TILE_PX
        return self._pixels[row : row + TILE_PX, column : column + TILE_PX]

    def tile_bounds(self, tile: Tile) -> Bounds:
        """In px of the picture."""
        row, column = tile[0] * TILE_PX, tile[1] * TILE_PX
        square = Bounds(column, row, TILE_PX, TILE_PX).clipped(self.extent)
        return square.moved(self._bounds.x, self._bounds.y)


class Raster(Surface):
    """The pixels of a layer: (h, w, 4) premultiplied RGBA."""

    _format = QImage.Format.Format_RGBA8888_Premultiplied

    @classmethod
    def of(cls, straight: Pixels) -> Raster:
        """A copy of (h, w, 3) or straight (h, w, 4) pixels."""
        return cls(premultiplied(straight))

    @classmethod
    def clear(cls, extent: Extent) -> Raster:
        """Memory is taken only where something is painted."""
        return cls(np.zeros((extent.height, extent.width, 4), np.uint8))

    @property
    def painted(self) -> Bounds:
        """Smallest rectangle around what is not clear, in px of the picture."""
        found = bounds_of_painted(self._pixels[..., 3])
        return found if found.is_empty else found.moved(self._bounds.x, self._bounds.y)


class Mask(Surface):
    """What shall be replaced: (h, w), 0 = keep, 255 = replace. Exactly as large as the canvas."""

    _format = QImage.Format.Format_Alpha8

    def __init__(self, pixels: MaskPixels) -> None:
        super().__init__(pixels)

    @classmethod
    def empty(cls, extent: Extent) -> Mask:
        return cls(np.zeros((extent.height, extent.width), np.uint8))

    @property
    def is_empty(self) -> bool:
        return not self._pixels.any()

    @property
    def painted(self) -> Bounds:
        """Smallest rectangle around what is painted."""
        return bounds_of_painted(self._pixels)

    def at(self, point: Point) -> int:
        """0..255 at a place of the picture; 0 outside."""
        x, y = int(point.x // 1), int(point.y // 1)
        inside = 0 <= x < self.extent.width and 0 <= y < self.extent.height
        return int(self._pixels[y, x]) if inside else 0


def grown_to(raster: Raster, extent: Extent) -> Raster:
    """The same pixels in a buffer that covers a canvas of that extent; itself where it does."""
    needed = raster.bounds.united(Bounds.of(extent))
    if needed == raster.bounds:
        return raster
    pixels = np.zeros((needed.height, needed.width, 4), np.uint8)
    grown = Raster(pixels, needed.x, needed.y)
    grown.part(raster.bounds)[:] = raster.pixels
    return grown


def moved_by(raster: Raster, dx: int, dy: int, extent: Extent) -> Raster:
    """A raster of its own with the same pixels elsewhere, on a canvas of that extent."""
    content = raster.painted
    clear = Raster.clear(extent)
    if content.is_empty:
        return clear
    target = content.moved(dx, dy)
    needed = target.united(clear.bounds)
    pixels = np.zeros((needed.height, needed.width, 4), np.uint8)
    moved = Raster(pixels, needed.x, needed.y)
    moved.part(target)[:] = raster.part(content)
    return moved
