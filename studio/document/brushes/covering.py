"""Painting and erasing: dabs raise the stroke's cover, and the picture shows through the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels, Pixels
from studio.document.brushes.brush import Brush, Tip
from studio.document.brushes.medium import Bytes, Dab, reach_of, times
from studio.document.brushes.tips import PAPER_PX, paper
from studio.document.colour import BLACK, Colour
from studio.document.compositing import FORMAT
from studio.document.edit import Change
from studio.document.surface import Mask, Surface

_Mode = QPainter.CompositionMode
_LEVELS = np.arange(256)


class Ink(Protocol):
    def lay(self, surface: Surface, bounds: Bounds, cover: MaskPixels) -> None:
        """Onto what the stroke found; cover as the stroke has it, without its opacity."""
        ...


class Covering:
    """A medium whose dabs never add up beyond the stroke's opacity.

    The stroke's cover is kept for the stroke alone. At full flow the stronger of two dabs counts;
    below, each dab brings the cover nearer to its own.
    """

    def __init__(self, change: Change, ink: Ink, brush: Brush, within: Mask | None = None) -> None:
        """within: where this mask is empty nothing is painted."""
        self.change = change
        self._ink = ink
        self._flow = brush.flow
        self._has_grain = brush.tip is Tip.CHALK
        self._within = within
        self._reach = reach_of(change, within)
        # Not zeros_like, which would touch all of its memory. Little flow needs finer steps.
        shape = change.surface.pixels.shape[:2]
        self._cover = np.zeros(shape, np.uint8 if brush.flow == 1 else np.uint16)

    def draw(self, dabs: Sequence[Dab]) -> Bounds:
        piece = Bounds(0, 0, 0, 0)
        for dab in dabs:
            inside = dab.bounds.intersected(self._reach)
            if not inside.is_empty:
                self._raise(dab, inside)
                piece = piece.united(inside)
        if not piece.is_empty:
            self._show(piece)
        return piece

    def _raise(self, dab: Dab, inside: Bounds) -> None:
        mark = dab.part(inside)
        if self._has_grain:
            mark = _on_paper(mark, inside)
        if dab.strength < 1:
            mark = times(mark, np.array(round(255 * dab.strength), np.uint8))
        covered = self._cover[self.change.surface.local(inside).slices]
        if self._flow == 1:
            np.maximum(covered, mark, out=covered)
            return
        wanted = mark.astype(np.uint16) << 8
        np.maximum(wanted, covered, out=wanted)
        wanted -= covered
        covered += np.multiply(wanted, self._flow, dtype=np.float32).astype(np.uint16)

    def _show(self, piece: Bounds) -> None:
        surface = self.change.surface
        self.change.keep(piece)
        for tile in surface.tiles_in(piece):
            whole = surface.tile_bounds(tile)
            square = whole.intersected(piece)
            before = self.change.before(tile)[square.moved(-whole.x, -whole.y).slices]
            surface.part(square)[:] = before
        self._ink.lay(surface, piece, self._covered(piece))

    def _covered(self, piece: Bounds) -> MaskPixels:
        kept = self._cover[self.change.surface.local(piece).slices]
        is_fine = kept.dtype == np.uint16
        cover = ((kept + 128) >> 8 if is_fine else kept).astype(np.uint8, copy=False)
        return cover if self._within is None else times(cover, self._within.part(piece))


class MaskInk:
    """Masks, or takes the mask away."""

    def __init__(self, opacity: float, *, erase: bool = False) -> None:
        self._alpha = _faded(opacity)
        self._erase = erase

    def lay(self, surface: Surface, bounds: Bounds, cover: MaskPixels) -> None:
        part = surface.part(bounds)
        left = 255 - self._alpha.take(cover, mode="clip")
        part[:] = times(part, left) if self._erase else 255 - times(255 - part, left)


class ColourInk:
    """A colour over what is there, or only where something is."""

    def __init__(self, colour: Colour, opacity: float, *, keep_alpha: bool = False) -> None:
        self._colours = _colours(colour, opacity)
        self._mode = (
            _Mode.CompositionMode_SourceAtop if keep_alpha else _Mode.CompositionMode_SourceOver
        )

    def lay(self, surface: Surface, bounds: Bounds, cover: MaskPixels) -> None:
        _blend(surface, bounds, self._colours.take(cover, mode="clip"), self._mode)


class RubberInk:
    """Makes what is there transparent."""

    def __init__(self, opacity: float) -> None:
        self._colours = _colours(BLACK, opacity)

    def lay(self, surface: Surface, bounds: Bounds, cover: MaskPixels) -> None:
        mode = _Mode.CompositionMode_DestinationOut
        _blend(surface, bounds, self._colours.take(cover, mode="clip"), mode)


def _on_paper(mark: MaskPixels, bounds: Bounds) -> MaskPixels:
    """What the pits of the paper leave of a mark: a light touch covers its peaks only."""
    top, left = bounds.y % PAPER_PX, bounds.x % PAPER_PX
    pits = paper()[top : top + bounds.height, left : left + bounds.width]
    return np.maximum(mark, pits) - pits


def _blend(surface: Surface, bounds: Bounds, source: np.ndarray, mode: _Mode) -> None:
    """source: (h, w) of premultiplied RGBA, each pixel as one word. Qt blends these fastest."""
    image = QImage(source.data, bounds.width, bounds.height, source.strides[0], FORMAT)
    local = surface.local(bounds)
    painter = QPainter(surface.qimage)
    painter.setCompositionMode(mode)
    painter.drawImage(local.x, local.y, image)
    painter.end()


def _faded(opacity: float) -> Bytes:
    """The alpha of each cover."""
    return np.rint(_LEVELS * opacity).astype(np.uint8)


def _colours(colour: Colour, opacity: float) -> np.ndarray:
    """(256,) words: the colour at each cover, premultiplied."""
    alpha = _faded(opacity)
    table: Pixels = np.empty((256, 4), np.uint8)
    table[:, :3] = times(alpha[:, None], np.array(colour, np.uint8)[None])
    table[:, 3] = alpha
    return table.view(np.uint32)[:, 0]
