"""Changes that can be taken back.

Pixels are written in place, and what they were is kept in tiles; everything else about a picture
is a value, so that a change of it is another picture.
"""

from __future__ import annotations

import numpy as np

from studio.core.geometry import Bounds
from studio.core.pixels import Pixels
from studio.document.document import Document
from studio.document.keeping import Kept, Weight, weight_of
from studio.document.picture import Picture
from studio.document.surface import Surface, Tile


class PixelEdit:
    """Other pixels on one surface.

    Its tiles hold what is not in the picture now: what was there before while it is applied, and
    what comes after while it is not.
    """

    merges = ""

    def __init__(
        self, title: str, surface: Surface, tiles: dict[Tile, Pixels], is_applied: bool
    ) -> None:
        """tiles: owned by this from here on, with their arrays."""
        self.title = title
        self.surface = surface
        self._tiles = {tile: Kept(pixels) for tile, pixels in tiles.items()}
        self._is_applied = is_applied
        self._weight: Weight | None = None
        self.is_unreadable = False
        """Tiles of it lay in a file that was cut."""

    @property
    def weight(self) -> Weight:
        """What its tiles take of memory."""
        if self._weight is None:
            self._weight = weight_of(self._tiles.values())
        return self._weight

    def weigh_again(self) -> None:
        """To be called when something of it was packed or put away."""
        self._weight = None

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Of the surface: those that differ."""
        return tuple(self._tiles)

    @property
    def bounds(self) -> Bounds:
        """In px of the picture."""
        bounds = Bounds(0, 0, 0, 0)
        for tile in self._tiles:
            bounds = bounds.united(self.surface.tile_bounds(tile))
        return bounds

    @property
    def kept(self) -> tuple[Kept, ...]:
        """What its tiles hold."""
        return tuple(self._tiles.values())

    @property
    def is_applied(self) -> bool:
        return self._is_applied

    def apply(self, document: Document) -> None:
        """Changes nothing where it is applied already."""
        self._become(document, is_applied=True)

    def revert(self, document: Document) -> None:
        self._become(document, is_applied=False)

    def _become(self, document: Document, *, is_applied: bool) -> None:
        if is_applied == self._is_applied:
            return
        # All of them before the first is written: a file that cannot be read leaves no half.
        self.weigh_again()
        for kept in self._tiles.values():
            kept.unpack()
        for tile, kept in self._tiles.items():
            self.surface.before_change(tile)
            kept.swap(self.surface.tile(tile))
        self._is_applied = is_applied
        document.notify(self.bounds)


class PictureReplaced:
    """Another picture: other layers, their looks, masks, guides or another extent."""

    def __init__(self, title: str, before: Picture, after: Picture, merges: str = "") -> None:
        """merges: consecutive edits with this same mark are one step of undo, as of a dragged
        opacity; empty = a step of its own."""
        self.title = title
        self.before = before
        self.after = after
        self.merges = merges

    @property
    def surfaces(self) -> frozenset[Surface]:
        """Those that only one of the two pictures shows."""
        return frozenset(self.before.surfaces) ^ frozenset(self.after.surfaces)

    def merge(self, later: PictureReplaced) -> None:
        """Take in the next edit, which has the same mark and says what both are together."""
        self.title, self.after = later.title, later.after

    def apply(self, document: Document) -> None:
        _show(document, self.after)

    def revert(self, document: Document) -> None:
        _show(document, self.before)


def _show(document: Document, picture: Picture) -> None:
    if document.picture is not picture:
        # Those that sleep wake first: one that cannot be read leaves the picture as it is.
        for surface in picture.surfaces:
            surface.wake()
        document.show(picture)


Edit = PixelEdit | PictureReplaced


class Change:
    """A change of a surface in the making: keeps what is there before it is written.

    Memory is only touched where something is written: copying 4096² first would take 50 ms.
    """

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self._before: dict[Tile, Pixels] = {}

    def keep(self, bounds: Bounds) -> None:
        """To be called before anything inside these bounds of the picture is written."""
        for tile in self.surface.tiles_in(bounds):
            self.surface.before_change(tile)
            if tile not in self._before:
                self._before[tile] = self.surface.tile(tile).copy()

    def before(self, tile: Tile) -> Pixels:
        """What a kept tile held."""
        return self._before[tile]

    def write(self, bounds: Bounds, pixels: Pixels) -> None:
        """Put pixels into bounds that lie inside the surface, in the surface's own form."""
        self.keep(bounds)
        self.surface.part(bounds)[:] = pixels

    def finish(self, title: str) -> PixelEdit | None:
        """All of it as one edit, which is done already; None where nothing is different."""
        changed = {
            tile: before
            for tile, before in self._before.items()
            if not np.array_equal(before, self.surface.tile(tile))
        }
        return PixelEdit(title, self.surface, changed, is_applied=True) if changed else None

    def abort(self) -> Bounds:
        """Put everything back. Returns where, for the document's subscribers."""
        bounds = Bounds(0, 0, 0, 0)
        for tile, before in self._before.items():
            self.surface.before_change(tile)
            self.surface.tile(tile)[:] = before
            bounds = bounds.united(self.surface.tile_bounds(tile))
        self._before.clear()
        return bounds


def pixel_edit(title: str, surface: Surface, bounds: Bounds, after: Pixels) -> PixelEdit | None:
    """Pixels to come inside bounds, not written yet; None where they are there already.

    after: of the bounds' extent, in the surface's own form.
    """
    tiles: dict[Tile, Pixels] = {}
    for tile in surface.tiles_in(bounds):
        square = surface.tile_bounds(tile).intersected(bounds)
        shown = after[square.moved(-bounds.x, -bounds.y).slices]
        if np.array_equal(surface.part(square), shown):
            continue
        pixels = surface.tile(tile).copy()
        whole = surface.tile_bounds(tile)
        pixels[square.moved(-whole.x, -whole.y).slices] = shown
        tiles[tile] = pixels
    return PixelEdit(title, surface, tiles, is_applied=False) if tiles else None
