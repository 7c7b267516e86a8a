"""The mask over the picture: a tint where something will be replaced, and its outline."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QPainter

from studio.core.geometry import Bounds, Extent
from studio.document.picture import NamedMask
from studio.document.surface import Mask
from studio.session.tool_settings import ToolSettings
from studio.ui.canvas.contours import LEVEL, contours
from studio.ui.canvas.levels import BLOCK_PX, Cells, aligned, block_bounds, blocks_in, halved
from studio.ui.canvas.outline import Line, Outline, open_lines
from studio.ui.canvas.pyramid import GivenSheet, Pyramid
from studio.ui.theme import tokens

_FRAME_S = 0.002
_FINEST_AREA = 1 << 20
"""In cells: the outline is found on at most this many."""
_LONGEST_EDGE = 24_000
"""In cells: an outline with more is looked for on half as many a side."""
_MARGIN = 0.25
"""The outline is known so far beyond what is seen, as a part of that."""


def tint_of(entry: NamedMask, tool: ToolSettings) -> QColor:
    """Its own colour, or the one that all masks have."""
    return QColor(entry.colour or tool.mask_colour or tokens().mask)


class MaskOverlay:
    """Follows one mask. The tint shows a change at once; the outline is made on `settle`."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self._pyramid = Pyramid(GivenSheet(mask.pixels), _FRAME_S)
        self._pending: list[Bounds] = []
        grid = blocks_in(Bounds.of(mask.extent))
        self._may_hold = np.ones((grid.height, grid.width), bool)
        self._is_unsure = self._may_hold.copy()
        self._outline = Outline([], 1.0, 1.0)

    @property
    def mask(self) -> Mask:
        return self._mask

    @property
    def bounds(self) -> Bounds:
        """What may be painted, in whole squares; exact in these after `settle`."""
        rows, columns = np.nonzero(self._may_hold)
        if rows.size == 0:
            return Bounds(0, 0, 0, 0)
        edges = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        return Bounds.between(*(int(edge) * BLOCK_PX for edge in edges)).clipped(self._mask.extent)

    @property
    def outline(self) -> Outline:
        """In px of the picture: of the part that was last settled."""
        return self._outline

    @property
    def is_unfinished(self) -> bool:
        return self._pyramid.is_unfinished

    def changed(self, bounds: Bounds) -> None:
        """The mask may have changed inside these bounds."""
        bounds = bounds.clipped(self._mask.extent)
        if bounds.is_empty:
            return
        self._pyramid.change(bounds)
        blocks = blocks_in(bounds).slices
        self._may_hold[blocks] = self._is_unsure[blocks] = True

    def refine(self, budget_s: float) -> bool:
        return self._pyramid.refine(budget_s)

    def settle(self, visible: Bounds, zoom: float) -> None:
        """Find out what is painted, and the outline of what is visible.

        A few milliseconds, not for each dab. zoom: screen pixels per pixel of the picture.
        """
        pixels, extent = self._mask.pixels, self._mask.extent
        # Most pictures are opened without a mask, and then one look is enough.
        if self._is_unsure.all() and self._mask.is_empty:
            self._may_hold[:] = self._is_unsure[:] = False
        for row, column in np.argwhere(self._is_unsure).tolist():
            part = block_bounds((column, row)).clipped(extent)
            self._may_hold[row, column] = pixels[part.slices].any()
        self._is_unsure[:] = False
        margin = round(visible.extent.longest_side * _MARGIN)
        self._outline = self._traced(visible.padded(margin).intersected(self.bounds), zoom)

    def paint_tint(
        self, painter: QPainter, visible: Bounds, zoom: float, colour: QColor, opacity: float
    ) -> None:
        """By a painter whose units are px of the picture. opacity: 0..1 where the mask is full."""
        part = visible.intersected(self.bounds)
        self._pyramid.paint(painter, part, zoom, _shades(colour.name(), opacity))

    def _traced(self, part: Bounds, zoom: float) -> Outline:
        if part.is_empty:
            return Outline([], 1.0, zoom)
        level = self._pyramid.level_for(part, min(zoom, (_FINEST_AREA / part.extent.area) ** 0.5))
        scale = 1 << level.index
        part = aligned(part, scale)
        cells = level.cells[level.local(part).slices]
        while _edge_length(cells) > _LONGEST_EDGE:
            height, width = cells.shape
            cells, scale = halved(np.pad(cells, ((0, height % 2), (0, width % 2)))), 2 * scale
        lines: list[Line] = []
        for line in contours(cells):
            cut = _is_cut(line, part, scale, self._mask.extent)
            lines += open_lines(line * scale + (part.x, part.y), cut)
        return Outline(lines, scale, zoom)


def _edge_length(cells: Cells) -> int:
    """In cells: what following the outline costs."""
    inside = cells > LEVEL
    upright = np.count_nonzero(inside[1:] != inside[:-1])
    return int(upright + np.count_nonzero(inside[:, 1:] != inside[:, :-1]))


def _is_cut(line: Line, part: Bounds, scale: int, extent: Extent) -> npt.NDArray[np.bool_]:
    """Where a line of cells only follows the edge of the part that was looked at."""
    x, y = line.T
    cut = np.zeros(len(line), bool)
    if part.x > 0:
        cut |= x < 1
    if part.y > 0:
        cut |= y < 1
    if part.right < extent.width:
        cut |= x > part.width / scale - 1
    if part.bottom < extent.height:
        cut |= y > part.height / scale - 1
    return cut


@lru_cache(maxsize=8)
def _shades(colour: str, opacity: float) -> list[int]:
    """The colour by the mask's value: from clear to the opacity."""
    shade = QColor(colour)
    shades: list[int] = []
    for value in range(256):
        shade.setAlpha(round(value * opacity))
        shades.append(shade.rgba())
    return shades
