"""What an edit has changed, until it is written."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping

from studio.core.pixels import Pixels
from studio.document.files.journal.entries import Told
from studio.document.surface import Surface, Tile


class Step:
    """One edit, or several whose turn has not come: tiles as they were when the last had ended.

    Is filled on the thread that paints, and read on another one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tiles: dict[Surface, dict[Tile, Pixels | None]] = {}
        """None: as it is in the surface."""
        self.new: list[Surface] = []
        """Those that the journal has not heard of."""
        self.numbers: Mapping[Surface, int] = {}
        self.told: Told | None = None

    def end_edit(self, told: Told, numbers: Mapping[Surface, int]) -> None:
        """told, numbers: of the document as it is now."""
        self.told = told
        self.numbers = {**self.numbers, **numbers}

    def add(self, surface: Surface, tiles: Iterable[Tile]) -> None:
        """These have just changed."""
        with self._lock:
            self._tiles.setdefault(surface, {}).update(dict.fromkeys(tiles))
        surface.hold_for(self)

    def add_new(self, surface: Surface) -> None:
        self.new.append(surface)
        self.add(surface, surface.tiles_in(surface.bounds))

    def keep(self, surface: Surface, tile: Tile) -> None:
        """A later edit is about to write there."""
        with self._lock:
            tiles = self._tiles[surface]
            if tile in tiles and tiles[tile] is None:
                tiles[tile] = surface.tile(tile).copy()

    def tiles(self) -> Iterator[tuple[Surface, Tile, Pixels]]:
        """Copies."""
        for surface, tiles in self._tiles.items():
            for tile in tiles:
                with self._lock:
                    kept = tiles[tile]
                    pixels = surface.tile(tile).copy() if kept is None else kept
                yield surface, tile, pixels

    def release(self) -> None:
        for surface in self._tiles:
            surface.release_from(self)
