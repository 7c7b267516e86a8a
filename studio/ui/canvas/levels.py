"""A picture in halves, kept in squares; what changes is made again square by square."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from studio.core.geometry import Bounds, Extent

BLOCK_PX = 512
"""Side of a square in px of the picture, at every level the same square."""
WHOLE_BYTES = 64 << 20
"""A level up to this size is kept whole, of a larger one only what is looked at."""
STALE, ROUGH, FRESH = 0, 1, 2
"""A square to be made; one with the right content, not smoothed; one that is as it should be."""

Cells = npt.NDArray[Any]
"""(h, w) of uint32, premultiplied ARGB, or of uint8, a mask. Any: both."""
Block = tuple[int, int]
"""Column and row of a square."""

_TWO = np.uint32(0x00FF00FF)
_HALVES = np.uint32(0x00020002)
_COLOUR = QImage.Format.Format_ARGB32_Premultiplied


def image_over(cells: Cells) -> QImage:
    """The same memory for QPainter; valid while the cells live."""
    height, width = cells.shape
    image_format = _COLOUR if cells.itemsize == 4 else QImage.Format.Format_Indexed8  # noqa: PLR2004 - bytes
    return QImage(cells.data, width, height, cells.strides[0], image_format)


def halved(cells: Cells) -> Cells:
    """Each the mean of four, rounded. Both sides are even.

    QPainter takes half the time, but rounds down twice: six halves of noise are five levels darker.
    """
    if cells.itemsize == 1:
        return (_sums_of_four(cells.astype(np.uint16)) + 2 >> 2).astype(np.uint8)
    # Two channels at once, with eight bits of room above each.
    even, odd = _sums_of_four(cells & _TWO), _sums_of_four(cells >> 8 & _TWO)
    even += _HALVES
    even >>= 2
    even &= _TWO
    odd += _HALVES
    odd >>= 2
    odd &= _TWO
    odd <<= 8
    odd |= even
    return odd


def _sums_of_four(cells: Cells) -> Cells:
    pairs = cells[0::2] + cells[1::2]
    return pairs[:, 0::2] + pairs[:, 1::2]


def blocks_in(bounds: Bounds) -> Bounds:
    """The squares that bounds of the picture touch, as a rectangle of columns and rows."""
    left, top = bounds.x // BLOCK_PX, bounds.y // BLOCK_PX
    return Bounds.between(left, top, -(-bounds.right // BLOCK_PX), -(-bounds.bottom // BLOCK_PX))


def each_block(blocks: Bounds) -> Iterator[Block]:
    rows = range(blocks.y, blocks.bottom)
    return ((column, row) for row, column in product(rows, range(blocks.x, blocks.right)))


def _in_px(blocks: Bounds) -> Bounds:
    sides = blocks.x, blocks.y, blocks.width, blocks.height
    return Bounds(*(BLOCK_PX * side for side in sides))


def block_bounds(block: Block) -> Bounds:
    """In px of the picture; at its edges the square reaches beyond it."""
    return Bounds(block[0] * BLOCK_PX, block[1] * BLOCK_PX, BLOCK_PX, BLOCK_PX)


def aligned(bounds: Bounds, step: int) -> Bounds:
    """Outwards to whole multiples of the step."""
    left, top = bounds.x // step * step, bounds.y // step * step
    right, bottom = -(-bounds.right // step) * step, -(-bounds.bottom // step) * step
    return Bounds.between(left, top, right, bottom)


class Level:
    """The picture 2**index times as small, whole or through a window of squares."""

    def __init__(self, index: int, extent: Extent, dtype: npt.DTypeLike) -> None:
        self.index = index
        self._dtype = np.dtype(dtype)
        self._grid = blocks_in(Bounds.of(extent))
        is_small = self._grid.extent.area * self._block_bytes <= WHOLE_BYTES
        self._open(self._grid if is_small else Bounds(0, 0, 0, 0))

    @property
    def window(self) -> Bounds:
        """In px of the picture: what this level can hold now."""
        return self._window_px

    @property
    def image(self) -> QImage:
        """All of the window; what is stale in it is anything."""
        return self._image

    @property
    def cells(self) -> Cells:
        return self._cells

    def local(self, bounds: Bounds) -> Bounds:
        """Bounds of the picture, whole cells of this level, as bounds of `cells`."""
        x, y, scale = bounds.x - self._window_px.x, bounds.y - self._window_px.y, self.index
        return Bounds(x >> scale, y >> scale, bounds.width >> scale, bounds.height >> scale)

    def source(self, bounds: Bounds) -> QRectF:
        """Bounds of the picture as a part of `image`; at the picture's edges a cell may be cut."""
        window, scale = self.window, 1 / (1 << self.index)
        corner = (bounds.x - window.x) * scale, (bounds.y - window.y) * scale
        return QRectF(*corner, bounds.width * scale, bounds.height * scale)

    def hold(self, blocks: Bounds) -> None:
        """Move the window so that these squares lie in it; what it held of them stays."""
        if blocks.intersected(self._window) == blocks:
            return
        window, states, cells = self._window, self._states, self._cells
        # One square more each way: a step of the hand does not move the window every time.
        self._open(blocks.padded(1).intersected(self._grid))
        for block in each_block(window.intersected(self._window)):
            state = states[block[1] - window.y, block[0] - window.x]
            if state != STALE:
                side = BLOCK_PX >> self.index
                x, y = (block[0] - window.x) * side, (block[1] - window.y) * side
                part = cells[y : y + side, x : x + side]
                self.put(block_bounds(block), part, into=(STALE,), becomes=int(state))

    def lacking(self, blocks: Bounds, least: int = FRESH) -> list[Block]:
        """Those of the squares in the window that are not as good as that."""
        held = blocks.intersected(self._window)
        if held.is_empty:
            return []
        states = self._states[held.moved(-self._window.x, -self._window.y).slices]
        rows, columns = np.nonzero(states < least)
        return list(zip((columns + held.x).tolist(), (rows + held.y).tolist(), strict=True))

    def holds(self, blocks: Bounds, least: int) -> bool:
        """Whether all of these squares are here and at least as good as that."""
        inside = blocks.intersected(self._grid)
        return inside.intersected(self._window) == inside and not self.lacking(inside, least)

    def put(
        self, bounds: Bounds, cells: Cells, into: tuple[int, ...], becomes: int | None = None
    ) -> None:
        """Write what lies inside bounds of the picture into the squares of these states.

        cells: of this level, for the bounds. becomes: their state from then on.
        """
        corner, whole = self.local(bounds), blocks_in(bounds)
        for block in each_block(whole.intersected(self._window)):
            place = block[1] - self._window.y, block[0] - self._window.x
            if self._states[place] not in into:
                continue
            part = corner
            if whole.extent.area > 1:
                part = self.local(block_bounds(block).intersected(bounds))
            self._cells[part.slices] = cells[part.moved(-corner.x, -corner.y).slices]
            if becomes is not None:
                self._states[place] = becomes

    def spoil(self, blocks: Bounds) -> None:
        """What is in these squares is no longer right."""
        held = blocks.intersected(self._window).moved(-self._window.x, -self._window.y)
        if not held.is_empty:
            self._states[held.slices] = STALE

    @property
    def _block_bytes(self) -> int:
        return (BLOCK_PX >> self.index) ** 2 * self._dtype.itemsize

    def _open(self, window: Bounds) -> None:
        side = BLOCK_PX >> self.index
        self._window, self._window_px = window, _in_px(window)
        # Zeros take memory only where they are written.
        self._cells: Cells = np.zeros((window.height * side, window.width * side), self._dtype)
        self._image = image_over(self._cells)
        self._states = np.full((window.height, window.width), STALE, np.uint8)


class GivenLevel(Level):
    """Level 0 where its pixels are in memory anyway: always as it should be."""

    def __init__(self, cells: Cells) -> None:
        self.index = 0
        self._given = cells
        height, width = cells.shape
        self._grid = blocks_in(Bounds(0, 0, width, height))
        self._open(self._grid)

    def put(
        self, bounds: Bounds, cells: Cells, into: tuple[int, ...], becomes: int | None = None
    ) -> None:
        """Whoever changes the picture has written it already."""

    def spoil(self, blocks: Bounds) -> None:
        """It shows the change by itself."""

    def _open(self, window: Bounds) -> None:
        self._window, self._window_px = window, _in_px(window)
        self._cells = self._given
        self._image = image_over(self._given)
        self._states = np.full((window.height, window.width), FRESH, np.uint8)
