"""Colour into the active layer: a patch of like colour, or a gradient over all of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QImage,
    QLinearGradient,
    QPainter,
    QRadialGradient,
)

from studio.core.geometry import Bounds, Point
from studio.core.pixels import MaskPixels
from studio.document.brushes.covering import ColourInk
from studio.document.brushes.medium import times
from studio.document.colour import Colour
from studio.document.compositing import FORMAT
from studio.document.document import Document
from studio.document.edit import PixelEdit, pixel_edit
from studio.document.masking.discs import grown, shrunk
from studio.document.masking.shapes import Shape
from studio.document.operations.mask_picking import Likeness, colour_shape, wand_shape
from studio.document.operations.pasting import paintable
from studio.document.surface import Mask, Raster

_Mode = QPainter.CompositionMode
_ROWS_AT_ONCE = 512


class GradientShape(StrEnum):
    LINEAR = "linear"
    RADIAL = "radial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradient:
    """From one place and colour to another; beyond both it stays as it is there."""

    start: Point
    end: Point
    first: Colour
    last: Colour | None
    """None = the first one, fading to nothing."""
    shape: GradientShape = GradientShape.LINEAR

    @property
    def brush(self) -> QBrush:
        """In px of the picture."""
        start, end = QPointF(*self.start), QPointF(*self.end)
        if self.shape is GradientShape.LINEAR:
            gradient: QGradient = QLinearGradient(start, end)
        else:
            line = end - start
            gradient = QRadialGradient(start, max(1e-3, float(np.hypot(line.x(), line.y()))))
        gradient.setColorAt(0, QColor(*self.first))
        gradient.setColorAt(1, QColor(*self.last) if self.last else QColor(*self.first, 0))
        return QBrush(gradient)


def fill_edit(
    document: Document,
    point: Point,
    colour: Colour,
    likeness: Likeness,
    *,
    contiguous: bool = True,
    grow_px: int = 0,
    within: Mask | None = None,
) -> PixelEdit | None:
    """Colour over the pixels like the one at that place, those that hang together with it or all.

    grow_px: how far beyond them, so that no rim of an outline stays; below 0 less far.
    Raises BadInput outside the picture, and where nothing can be painted.
    """
    raster = paintable(document)
    shape = (wand_shape if contiguous else colour_shape)(document, point, likeness)
    shape = _widened(shape, grow_px, Bounds.of(document.extent))
    bounds, cover = shape.bounds, shape.coverage
    if within is not None:
        cover = times(cover, within.part(bounds))
    after = Raster(raster.part(bounds).copy(), bounds.x, bounds.y)
    ink = ColourInk(colour, 1.0, keep_alpha=document.keeps_alpha)
    for strip in _strips(bounds):
        ink.lay(after, strip, np.ascontiguousarray(_rows(cover, bounds, strip)))
    return pixel_edit("Fill", raster, bounds, after.pixels)


def gradient_edit(
    document: Document, gradient: Gradient, *, within: Mask | None = None
) -> PixelEdit | None:
    """A gradient over the canvas. Raises BadInput where nothing can be painted."""
    raster = paintable(document)
    bounds = Bounds.of(document.extent)
    after = Raster(raster.part(bounds).copy())
    over, atop = _Mode.CompositionMode_SourceOver, _Mode.CompositionMode_SourceAtop
    painter = QPainter(after.qimage)
    painter.setCompositionMode(atop if document.keeps_alpha else over)
    if within is None:
        painter.fillRect(0, 0, bounds.width, bounds.height, gradient.brush)
    else:
        for strip in _strips(bounds):
            painter.drawImage(strip.x, strip.y, _cut_out(gradient, strip, within))
    painter.end()
    return pixel_edit("Gradient", raster, bounds, after.pixels)


def _cut_out(gradient: Gradient, strip: Bounds, within: Mask) -> QImage:
    """A gradient where it is masked."""
    image = QImage(strip.width, strip.height, FORMAT)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-strip.x, -strip.y)
    painter.fillRect(strip.x, strip.y, strip.width, strip.height, gradient.brush)
    painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, within.qimage)
    painter.end()
    return image


def _widened(shape: Shape, grow_px: int, canvas: Bounds) -> Shape:
    if grow_px == 0 or shape.bounds.is_empty:
        return shape
    room = shape.bounds.padded(max(grow_px, 0) + 1).intersected(canvas)
    coverage = np.zeros((room.height, room.width), np.uint8)
    coverage[shape.bounds.moved(-room.x, -room.y).slices] = shape.coverage
    widen = grown if grow_px > 0 else shrunk
    return Shape(room, widen(coverage, abs(grow_px)))


def _strips(bounds: Bounds) -> list[Bounds]:
    """Bands of rows: what lies between is small, however large the picture is."""
    tops = range(bounds.y, bounds.bottom, _ROWS_AT_ONCE)
    return [
        Bounds(bounds.x, top, bounds.width, min(_ROWS_AT_ONCE, bounds.bottom - top)) for top in tops
    ]


def _rows(cover: MaskPixels, bounds: Bounds, strip: Bounds) -> MaskPixels:
    return cover[strip.y - bounds.y : strip.bottom - bounds.y]
