"""The buffers of a document. numpy owns the bytes; a QImage over the same memory paints them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product
from typing import Protocol
from weakref import ref

import numpy as np
from PySide6.QtGui import QImage

from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import MaskPixels, Pixels, bounds_of_painted
from studio.document.alpha import premultiplied
from studio.document.keeping import Kept, joined
from studio.document.room import check_layer

TILE_PX = 256
"""What is kept of a change is kept in squares of this side."""

_HOLDING = threading.Lock()
_use_numbers = count(1)
"""No two uses have the same, also of two threads at once."""

Tile = tuple[int, int]
"""Row and column of a square of TILE_PX of a surface's own buffer."""


class Holder(Protocol):
    """Who needs pixels as they are now."""

    def keep(self, surface: Surface, tile: Tile) -> None:
        """Called just before that tile is written."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Buffer:
    pixels: Pixels
    image: QImage


class Surface:
    """Pixels somewhere on the canvas. Write into `pixels` in place; the array is never rebound.

    A surface covers the canvas at least, so that what is painted always finds its place; a layer
    that was moved over the edge keeps what lies outside.

    A surface that only steps of undo still hold may be put to sleep: packed, without a buffer.
    It wakes when it is used. On the window's thread alone it wakes or falls asleep; another thread
    reads a surface while a holder of its own is registered (`hold_for`), which keeps it awake, as
    does whoever still has its array, a view of it or its image.
    """

    _format: QImage.Format

    def __init__(self, pixels: Pixels, x: int = 0, y: int = 0) -> None:
        """pixels: (h, w) or (h, w, 4), owned by this surface from here on.

        x, y: where its left top corner lies, in px of the picture.
        """
        assert pixels.flags.c_contiguous and pixels.flags.writeable
        height, width = pixels.shape[:2]
        self._bounds = Bounds(x, y, width, height)
        # Replaced as a whole: another thread may let go while this one tells them.
        self._holders: tuple[ref[Holder], ...] = ()
        self._bands: tuple[Kept, ...] = ()
        """What it was while it sleeps, in bands as high as a tile."""
        self._uses = 0
        self._buffer: _Buffer | None = self._made(pixels)

    @property
    def pixels(self) -> Pixels:
        return self._used().pixels

    @property
    def qimage(self) -> QImage:
        """The same memory, for QPainter; valid while this surface lives."""
        return self._used().image

    @property
    def bounds(self) -> Bounds:
        """In px of the picture."""
        return self._bounds

    @property
    def extent(self) -> Extent:
        return self._bounds.extent

    def hold_for(self, holder: Holder) -> None:
        """Tell it of each tile before it changes, while it lives or until it is released."""
        with _HOLDING:
            if holder not in self._living_holders():
                self._holders = (*map(ref, self._living_holders()), ref(holder))

    def release_from(self, holder: Holder) -> None:
        with _HOLDING:
            self._holders = tuple(
                ref(each) for each in self._living_holders() if each is not holder
            )

    def before_change(self, tile: Tile) -> None:
        """To be called before a tile of a surface that a picture shows is written."""
        if self._holders:
            for holder in self._living_holders():
                holder.keep(self, tile)

    @property
    def is_held(self) -> bool:
        return bool(self._living_holders())

    def _living_holders(self) -> list[Holder]:
        return [holder for each in self._holders if (holder := each()) is not None]

    def part(self, bounds: Bounds) -> Pixels:
        """What lies inside bounds of the picture, to be read or written in place."""
        return self.pixels[self.local(bounds).slices]

    def shown(self, bounds: Bounds) -> tuple[QImage, Bounds]:
        """An image, and where in it is what lies inside bounds of the picture."""
        return self.qimage, self.local(bounds)

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
        return self.pixels[row : row + TILE_PX, column : column + TILE_PX]

    def tile_bounds(self, tile: Tile) -> Bounds:
        """In px of the picture."""
        row, column = tile[0] * TILE_PX, tile[1] * TILE_PX
        square = Bounds(column, row, TILE_PX, TILE_PX).clipped(self.extent)
        return square.moved(self._bounds.x, self._bounds.y)

    # Sleep.

    @property
    def raw_nbytes(self) -> int:
        """What its pixels take of memory as they are; 0 while it sleeps."""
        return self._buffer.pixels.nbytes if self._buffer else 0

    @property
    def bands(self) -> tuple[Kept, ...]:
        """What it was, while it sleeps, from above in bands as high as a tile."""
        return self._bands

    @property
    def uses(self) -> int:
        """Another number whenever somebody may have read or written its pixels."""
        return self._uses

    def strips(self) -> list[Pixels]:
        """Views of the bands that it would sleep as, to be read only; none while it sleeps."""
        pixels = self._buffer.pixels if self._buffer else self.pixels[:0]
        return [pixels[top : top + TILE_PX] for top in range(0, len(pixels), TILE_PX)]

    def sleep(self, bands: Sequence[Kept], uses: int) -> bool:
        """Drop the buffer: bands hold what it was at the use of that number.

        False where it has been used since, or where somebody else still has the buffer. Using a
        surface that sleeps raises FileProblem where its bands can no longer be read.
        """
        if self._buffer is None or uses != self._uses or self.is_held:
            return False
        pixels, self._buffer = self._buffer.pixels, None
        whoever_has_it = ref(pixels)
        del pixels
        borrowed = whoever_has_it()
        if borrowed is not None:
            self._buffer = self._made(borrowed)
            return False
        self._bands = tuple(bands)
        return True

    def wake(self) -> None:
        """Be ready to be used. Raises FileProblem."""
        if self._buffer is None:
            self._used()

    def wake_as(self, pixels: Pixels, bands: tuple[Kept, ...]) -> None:
        """Wake with what `joined` made of these bands, unless it sleeps as others by now."""
        if self._buffer is None and self._bands is bands:
            self._uses = next(_use_numbers)
            self._buffer, self._bands = self._made(pixels), ()

    def _used(self) -> _Buffer:
        self._uses = next(_use_numbers)
        if self._buffer is None:
            self._buffer, self._bands = self._made(joined(self._bands)), ()
        return self._buffer

    def _made(self, pixels: Pixels) -> _Buffer:
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, pixels.strides[0], self._format)
        return _Buffer(pixels, image)


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

    @classmethod
    def clear_around(cls, bounds: Bounds, extent: Extent) -> Raster:
        """With room for these bounds of the picture, and for a canvas of that extent.

        Raises BadInput where that reaches further than can be painted.
        """
        needed = bounds.united(Bounds.of(extent))
        check_layer(needed)
        return cls(np.zeros((needed.height, needed.width, 4), np.uint8), needed.x, needed.y)

    @property
    def painted(self) -> Bounds:
        """Smallest rectangle around what is not clear, in px of the picture."""
        found = bounds_of_painted(self.pixels.view(np.uint32)[..., 0])
        return found if found.is_empty else found.moved(self._bounds.x, self._bounds.y)


class Mask(Surface):
    """What shall be replaced: (h, w), 0 = keep, 255 = replace. Exactly as large as the canvas."""

    _format = QImage.Format.Format_Alpha8

    def __init__(self, pixels: MaskPixels) -> None:
        super().__init__(pixels)
        self._is_empty = False
        self._looked_at_use = -1

    @classmethod
    def empty(cls, extent: Extent) -> Mask:
        return cls(np.zeros((extent.height, extent.width), np.uint8))

    @property
    def is_empty(self) -> bool:
        """Menus ask often, and looking through 8192² takes 5 ms: only where it may be otherwise."""
        if self._looked_at_use != self.uses:
            self._is_empty = not self.pixels.any()
            self._looked_at_use = self.uses
        return self._is_empty

    @property
    def painted(self) -> Bounds:
        """Smallest rectangle around what is painted."""
        return bounds_of_painted(self.pixels)

    def at(self, point: Point) -> int:
        """0..255 at a place of the picture; 0 outside."""
        x, y = point.pixel
        inside = 0 <= x < self.extent.width and 0 <= y < self.extent.height
        return int(self.pixels[y, x]) if inside else 0


def grown_to(raster: Raster, extent: Extent) -> Raster:
    """The same pixels in a buffer that covers a canvas of that extent; itself where it does.

    Raises BadInput where that reaches too far.
    """
    grown = Raster.clear_around(raster.bounds, extent)
    if grown.bounds == raster.bounds:
        return raster
    grown.part(raster.bounds)[:] = raster.pixels
    return grown


def moved_by(raster: Raster, dx: int, dy: int, extent: Extent) -> Raster:
    """A raster of its own with the same pixels elsewhere, on a canvas of that extent.

    Raises BadInput where that reaches too far.
    """
    content = raster.painted
    if content.is_empty:
        return Raster.clear(extent)
    target = content.moved(dx, dy)
    moved = Raster.clear_around(target, extent)
    moved.part(target)[:] = raster.part(content)
    return moved
