"""Rectangles, ellipses and polygons as masks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF

from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import MaskPixels
from studio.document.masking.blurring import feathered

_OPAQUE = 255


class Mode(StrEnum):
    """What a new shape does to the mask that is there."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """How much of each pixel inside the bounds is covered; nothing outside of them."""

    bounds: Bounds
    """Inside the picture; may be empty."""
    coverage: MaskPixels
    """(h, w) of the bounds."""


def rectangle(bounds: Bounds, extent: Extent) -> Shape:
    """Whole pixels, the part of them that is in a picture of that extent."""
    inside = bounds.clipped(extent)
    return Shape(inside, np.full((inside.height, inside.width), _OPAQUE, np.uint8))


def ellipse(corner: Point, opposite: Point, extent: Extent, *, antialias: bool = True) -> Shape:
    """The one that touches all four sides of the box between two corners."""
    path = QPainterPath()
    path.addEllipse(QRectF(QPointF(*corner), QPointF(*opposite)).normalized())
    return of_path(path, extent, antialias=antialias)


def polygon(points: Sequence[Point], extent: Extent, *, antialias: bool = True) -> Shape:
    """What a closed line goes round, once or more."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    path.setFillRule(Qt.FillRule.WindingFill)
    return of_path(path, extent, antialias=antialias)


def of_path(path: QPainterPath, extent: Extent, *, antialias: bool = True) -> Shape:
    """path: in px of the picture. Antialiased: the share of each pixel's area that is inside;
    else all of each pixel whose middle is."""
    box = path.boundingRect()
    edges = (box.left(), box.top()), (box.right(), box.bottom())
    (left, top), (right, bottom) = edges
    bounds = Bounds.between(
        math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    ).clipped(extent)
    coverage = np.zeros((bounds.height, bounds.width), np.uint8)
    if not bounds.is_empty:
        _fill(coverage, path.translated(-bounds.x, -bounds.y), antialias)
    return Shape(bounds, coverage)


def softened(shape: Shape, feather_px: float, extent: Extent) -> Shape:
    """With an edge that fades over feather_px to each side, as far as the picture reaches."""
    if feather_px <= 0 or shape.bounds.is_empty:
        return shape
    bounds = shape.bounds.padded(math.ceil(2 * feather_px)).clipped(extent)
    coverage = np.zeros((bounds.height, bounds.width), np.uint8)
    coverage[shape.bounds.moved(-bounds.x, -bounds.y).slices] = shape.coverage
    return Shape(bounds, feathered(coverage, feather_px))


def combined(mask: MaskPixels, shape: Shape, mode: Mode) -> tuple[Bounds, MaskPixels]:
    """Where the mask may become another, and what it is there then. mask: of a whole picture."""
    if mode is Mode.ADD:
        return shape.bounds, np.maximum(mask[shape.bounds.slices], shape.coverage)
    if mode is Mode.SUBTRACT:
        # Not the least of both: what is added and taken away again would leave its rim behind.
        there = mask[shape.bounds.slices]
        return shape.bounds, there - np.minimum(there, shape.coverage)
    whole = Bounds(0, 0, mask.shape[1], mask.shape[0])
    after = np.zeros_like(mask)
    there = after[shape.bounds.slices]
    if mode is Mode.REPLACE:
        there[:] = shape.coverage
    else:
        np.minimum(mask[shape.bounds.slices], shape.coverage, out=there)
    return whole, after


def _fill(coverage: MaskPixels, path: QPainterPath, antialias: bool) -> None:
    height, width = coverage.shape
    image = QImage(coverage.data, width, height, coverage.strides[0], QImage.Format.Format_Alpha8)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, antialias)
    painter.fillPath(path, Qt.GlobalColor.black)
    painter.end()
