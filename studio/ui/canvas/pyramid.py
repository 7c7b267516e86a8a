"""A picture at every zoom: smooth, soon, and never at the cost of a late frame."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Protocol

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QRegion

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import extent_of
from studio.ui.canvas.level_painter import draw_level, draw_tinted
from studio.ui.canvas.levels import (
    FRESH,
    ROUGH,
    STALE,
    Block,
    Cells,
    GivenLevel,
    Level,
    aligned,
    block_bounds,
    blocks_in,
    each_block,
    halved,
)

FRAME_S = 0.006
SMALL_AREA = 1 << 20
"""In px: what is made again at once."""
_MOST_PENDING = 64
_WORTH_UNITING = 1.3
_SMALLEST_PX = 256
_TINT_SHARPNESS = 0.7
_MOST_LEVELS = 7
_HALF = 0.5
_ROUGH_AREA = 3 << 20
"""In px of all layers: what is drawn unsmoothed at most."""
_ROUGH_S = 0.016
"""What that may take; some blends of half clear layers take ten times as long as others."""
_LEARNS = 0.2
"""How fast what things take is learned; 1 = from the last time alone."""
FIRST_GUESS_S = 0.001


class Sheet(Protocol):
    """What a pyramid shows."""

    @property
    def extent(self) -> Extent: ...

    @property
    def depth(self) -> int:
        """How many layers are drawn for one pixel."""
        ...

    @property
    def given(self) -> Cells | None:
        """All of it, where it is in memory anyway."""
        ...

    def cells(self, bounds: Bounds) -> Cells:
        """(h, w): the picture inside bounds that lie in it."""
        ...

    def rough(self, bounds: Bounds, index: int) -> Cells:
        """The same, 2**index times as small, without smoothing; a started cell is a cell."""
        ...


class GivenSheet:
    """A mask, or a picture that is only looked at, in memory anyway."""

    depth = 1

    def __init__(self, cells: Cells) -> None:
        self.given = cells
        self.extent = extent_of(cells)

    def cells(self, bounds: Bounds) -> Cells:
        return self.given[bounds.slices]

    def rough(self, bounds: Bounds, index: int) -> Cells:
        step = 1 << index
        return self.given[bounds.slices][::step, ::step]


class Pyramid:
    """Level 0 is the picture, each further one half as large."""

    def __init__(self, sheet: Sheet, frame_s: float = FRAME_S) -> None:
        """frame_s: what a paint may spend on squares that are not ready."""
        self._sheet = sheet
        self._frame_s = frame_s
        self._pending: list[Bounds] = []
        self._extent = sheet.extent
        self._levels = _levels(sheet)
        self._block_s = FIRST_GUESS_S
        self._rough_s_per_px = 0.0
        self._wanted: dict[Level, Bounds] = {}

    @property
    def extent(self) -> Extent:
        return self._extent

    @property
    def is_unfinished(self) -> bool:
        """Whether what was painted last can be made better by `refine`."""
        return bool(self._wanted)

    def change(self, bounds: Bounds) -> None:
        """The picture has changed inside these bounds.

        A small change is made again before the next paint, a large one where it is looked at.
        """
        bounds = bounds.clipped(self._extent)
        if bounds.is_empty:
            return
        if bounds.extent.area > SMALL_AREA or len(self._pending) >= _MOST_PENDING:
            self._spoil(bounds)
            return
        if self._pending and _is_worth_uniting(self._pending[-1], bounds):
            bounds = bounds.united(self._pending.pop())
        self._pending.append(bounds)

    def paint(
        self, painter: QPainter, visible: Bounds, zoom: float, shades: list[int] | None = None
    ) -> None:
        """Draw what is visible, by a painter whose units are px of the picture.

        zoom: screen pixels per pixel of the picture. shades: a mask's colours, by its 256 values.
        """
        visible = visible.clipped(self._extent)
        if visible.is_empty:
            return
        self._catch_up()
        # A tint may be a little soft, and its colours take four times as long as copying.
        level = self._levels[self._index_for(zoom if shades is None else zoom * _TINT_SHARPNESS)]
        for chosen, region in self._prepared(level, visible):
            painter.save()
            if region is not None:
                painter.setClipRegion(region, Qt.ClipOperation.IntersectClip)
            if shades is None:
                draw_level(painter, chosen, chosen.window.clipped(self._extent))
            else:
                draw_tinted(painter, chosen, visible, self._extent, shades)
            painter.restore()

    def level_for(self, visible: Bounds, zoom: float) -> Level:
        """The level that `paint` shows at that zoom, all of it as it should be, however long."""
        self._catch_up()
        level = self._levels[self._index_for(zoom)]
        blocks = blocks_in(visible.clipped(self._extent))
        level.hold(blocks)
        for block in level.lacking(blocks):
            self._make_block(block)
        return level

    def refine(self, budget_s: float) -> bool:
        """Make some of what the last paint lacked. True when that is done."""
        self._catch_up()
        for level, blocks in tuple(self._wanted.items()):
            lacking = level.lacking(blocks)
            if self._make_some(lacking, budget_s) < len(lacking):
                return False
            del self._wanted[level]
        return True

    # Choosing.

    def _index_for(self, zoom: float) -> int:
        """The smallest level that is still at least as large as it is shown."""
        index = 0
        while zoom <= _HALF and index + 1 < len(self._levels):
            index, zoom = index + 1, zoom * 2
        return index

    def _prepared(self, level: Level, visible: Bounds) -> list[tuple[Level, QRegion | None]]:
        """What to draw, and where (None: everywhere) so that no square is drawn twice."""
        blocks = blocks_in(visible)
        level.hold(blocks)
        lacking = level.lacking(blocks)
        # Where nothing is ready, a few squares more would not help this frame.
        if len(lacking) < blocks.extent.area or len(lacking) * self._block_s <= self._frame_s:
            made = self._make_some(lacking, self._frame_s)
            lacking = lacking[made:]
        if lacking:
            self._wanted[level] = blocks.united(self._wanted.get(level, blocks))
        stale = level.lacking(blocks, ROUGH)
        if not stale:
            return [(level, None)]
        other = self._coarser(level, blocks) or self._roughly(level, stale)
        stale = level.lacking(blocks, ROUGH)
        if not stale:
            return [(level, None)]
        missing = _region(stale)
        return [(level, _region(each_block(blocks)) - missing), (other, missing)]

    def _coarser(self, level: Level, blocks: Bounds) -> Level | None:
        """A level that shows the same, only less sharp."""
        levels = self._levels[level.index + 1 :]
        return next((other for other in levels if other.holds(blocks, ROUGH)), None)

    def _roughly(self, level: Level, stale: list[Block]) -> Level:
        """Fill these squares without smoothing, in a level that is small enough for a frame."""
        box = Bounds(0, 0, 0, 0)
        for block in stale:
            box = box.united(block_bounds(block))
        index, area = level.index, box.extent.area * max(1, self._sheet.depth)
        most = _ROUGH_S / max(self._rough_s_per_px, _ROUGH_S / _ROUGH_AREA)
        while area >> 2 * index > most and index + 1 < len(self._levels):
            index += 1
        chosen = self._levels[index]
        chosen.hold(blocks_in(box))
        # By this thread's own time: a machine that is busy otherwise makes no blend slow.
        inside, start = box.clipped(self._extent), time.thread_time()
        cells = _padded(self._sheet.rough(inside, index), box.extent, index)
        took_s = (time.thread_time() - start) / (area >> 2 * index)
        self._rough_s_per_px += _LEARNS * (took_s - self._rough_s_per_px)
        chosen.put(box, cells, into=(STALE,), becomes=ROUGH if index else FRESH)
        return chosen

    # Making.

    def _spoil(self, bounds: Bounds) -> None:
        blocks = blocks_in(bounds.clipped(self._extent))
        for level in self._levels:
            level.spoil(blocks)

    def _catch_up(self) -> None:
        for bounds in self._pending:
            step = 1 << self._levels[-1].index
            self._make(aligned(bounds, step), into=(ROUGH, FRESH))
        self._pending.clear()

    def _make_some(self, blocks: list[Block], budget_s: float) -> int:
        """As many of these squares as the time allows. Returns how many."""
        end = time.perf_counter() + budget_s
        for made, block in enumerate(blocks):
            if made and time.perf_counter() + self._block_s > end:
                return made
            self._make_block(block)
        return len(blocks)

    def _make_block(self, block: Block) -> None:
        start = time.perf_counter()
        self._make(block_bounds(block), into=(STALE, ROUGH), becomes=FRESH)
        self._block_s += _LEARNS * (time.perf_counter() - start - self._block_s)

    def _make(self, bounds: Bounds, into: tuple[int, ...], becomes: int | None = None) -> None:
        """Write the picture inside bounds, whole cells of the last level, into all levels."""
        inside = bounds.clipped(self._extent)
        cells = _padded(self._sheet.cells(inside), bounds.extent, 0)
        for level in self._levels:
            if level.index:
                cells = halved(cells)
            level.put(bounds, cells, into, becomes)


def _levels(sheet: Sheet) -> list[Level]:
    extent, given = sheet.extent, sheet.given
    dtype = np.uint32 if given is None else given.dtype
    levels = [Level(0, extent, dtype) if given is None else GivenLevel(given)]
    while extent.shortest_side >> len(levels) >= _SMALLEST_PX and len(levels) < _MOST_LEVELS:
        levels.append(Level(len(levels), extent, dtype))
    return levels


def _is_worth_uniting(one: Bounds, other: Bounds) -> bool:
    apart = one.extent.area + other.extent.area
    area = one.united(other).extent.area
    return area <= SMALL_AREA and area <= _WORTH_UNITING * apart


def _padded(cells: Cells, extent: Extent, index: int) -> Cells:
    """To the size of these bounds at that level; beyond the picture its edge goes on."""
    width, height = extent.width >> index, extent.height >> index
    right, below = width - cells.shape[1], height - cells.shape[0]
    return np.pad(cells, ((0, below), (0, right)), "edge") if right or below else cells


def _region(blocks: Iterable[Block]) -> QRegion:
    region = QRegion()
    for block in blocks:
        bounds = block_bounds(block)
        region += QRect(bounds.x, bounds.y, bounds.width, bounds.height)
    return region
