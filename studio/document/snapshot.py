"""A picture as it was at one moment, to be read on any thread while it is painted on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

import numpy as np
from PySide6.QtGui import QImage

from studio.core.geometry import Bounds
from studio.core.pixels import Pixels, bounds_of_painted, extent_of
from studio.document.alpha import unpremultiplied
from studio.document.compositing import composite
from studio.document.picture import Picture
from studio.document.surface import TILE_PX, Mask, Raster, Surface, Tile
from studio.document.tree import with_rasters

Tiles = dict[Surface, dict[Tile, Pixels]]


class Hold:
    """Keeps a copy of each tile that is written, from the moment on that this is made.

    Memory is taken only where something changes: copying 8192² would take 100 ms.
    """

    def __init__(self, surfaces: Iterable[Surface], earlier: Tiles | None = None) -> None:
        """On the thread that writes into them.

        earlier: tiles that shall be held otherwise than they are now; owned by this from here on.
        """
        self._lock = threading.Lock()
        earlier = earlier or {}
        self._kept = {surface: earlier.get(surface, {}) for surface in surfaces}
        for surface in self._kept:
            surface.hold_for(self)

    def keep(self, surface: Surface, tile: Tile) -> None:
        kept = self._kept[surface]
        if tile not in kept:
            # Whoever reads the tile just now has read it before it is written.
            with self._lock:
                kept[tile] = surface.tile(tile).copy()

    def part(self, surface: Surface, bounds: Bounds) -> Pixels:
        """A copy of what lay inside bounds of the picture; from any thread."""
        inside = surface.local(bounds).moved(surface.bounds.x, surface.bounds.y)
        shape = (inside.height, inside.width, *surface.pixels.shape[2:])
        result = np.empty(shape, np.uint8)
        for tile in surface.tiles_in(inside):
            whole = surface.tile_bounds(tile)
            square = whole.intersected(inside)
            of_tile = square.moved(-whole.x, -whole.y).slices
            of_result = square.moved(-inside.x, -inside.y).slices
            with self._lock:
                shown = self._kept[surface].get(tile)
                shown = surface.tile(tile) if shown is None else shown
                result[of_result] = shown[of_tile]
        return result

    @property
    def nbytes(self) -> int:
        """What is kept just now."""
        return sum(tile.nbytes for tiles in self._kept.values() for tile in tiles.values())

    def release(self) -> None:
        """Nothing is kept from now on; what is read later is what is there then."""
        for surface in self._kept:
            surface.release_from(self)
        with self._lock:
            self._kept = {surface: {} for surface in self._kept}


class _Held(Surface):
    """Instead of a surface: each access copies what is asked for, as it was."""

    def __init__(self, held: Surface, hold: Hold) -> None:
        # Without a buffer of its own: nothing of Surface's own making is wanted.
        self._held, self._hold = held, hold
        self._bounds = held.bounds

    @property
    def pixels(self) -> Pixels:
        return self._hold.part(self._held, self._bounds)

    @property
    def qimage(self) -> QImage:
        return self._image_of(self.pixels)

    def part(self, bounds: Bounds) -> Pixels:
        return self._hold.part(self._held, bounds)

    def shown(self, bounds: Bounds) -> tuple[QImage, Bounds]:
        pixels = self.part(bounds)
        return self._image_of(pixels), Bounds.of(extent_of(pixels))

    def _image_of(self, pixels: Pixels) -> QImage:
        """It keeps these pixels, as long as nobody copies it."""
        height, width = pixels.shape[:2]
        return QImage(pixels.data, width, height, pixels.strides[0], self._format)

    def tile(self, tile: Tile) -> Pixels:
        return self._hold.part(self._held, self.tile_bounds(tile))


class HeldRaster(_Held, Raster):
    @property
    def painted(self) -> Bounds:
        found = Bounds(0, 0, 0, 0)
        for strip in strips(self.bounds):
            inside = bounds_of_painted(self.part(strip)[..., 3])
            if not inside.is_empty:
                found = found.united(inside.moved(strip.x, strip.y))
        return found


class HeldMask(_Held, Mask):
    @property
    def is_empty(self) -> bool:
        return not any(self.part(strip).any() for strip in strips(self.bounds))

    @property
    def painted(self) -> Bounds:
        return bounds_of_painted(self.pixels)


class Snapshot:
    """To be released by whoever has read it, or with `with`."""

    def __init__(self, picture: Picture, earlier: Tiles | None = None) -> None:
        """On the thread that paints. earlier: as for Hold."""
        self._hold = Hold(picture.surfaces, earlier)
        masks = (replace(entry, mask=HeldMask(entry.mask, self._hold)) for entry in picture.masks)
        self.picture = replace(
            picture,
            nodes=with_rasters(picture.nodes, lambda layer: HeldRaster(layer.raster, self._hold)),
            masks=tuple(masks),
        )

    def flattened(self, tell: Callable[[float], None]) -> Pixels:
        """(h, w, 4) with straight alpha: the visible layers as one.

        tell: how far it is, 0..1; what it raises ends the work.
        """
        extent = self.picture.extent
        result = np.empty((extent.height, extent.width, 4), np.uint8)
        for strip in strips(Bounds.of(extent)):
            result[strip.slices] = unpremultiplied(composite(self.picture.nodes, strip))
            tell(strip.bottom / extent.height)
        return result

    @property
    def held_bytes(self) -> int:
        """Memory that it takes just now."""
        return self._hold.nbytes

    def release(self) -> None:
        self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def strips(bounds: Bounds) -> Iterator[Bounds]:
    """All of it from above, in strips as high as a tile."""
    for top in range(bounds.y, bounds.bottom, TILE_PX):
        yield Bounds.between(bounds.x, top, bounds.right, min(top + TILE_PX, bounds.bottom))
