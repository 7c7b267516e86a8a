"""Masks from what the picture shows: a layer's shape, pixels of like colour, a connected patch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import MaskPixels, Pixels, bounds_of_painted
from studio.core.request import check_range
from studio.document.alpha import OPAQUE
from studio.document.compositing import composite
from studio.document.document import Document
from studio.document.edit import PixelEdit
from studio.document.layer import Layer
from studio.document.masking.blurring import antialiased
from studio.document.masking.regions import Flags, alike, connected_from
from studio.document.masking.shapes import Mode, Shape
from studio.document.operations.masks import shape_edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Which pixels count as like the one that is pointed at. Raises BadInput."""

    tolerance: int = 32
    """By how much of 255 a channel may differ."""
    all_layers: bool = True
    """Compare what is seen; else the active layer's own pixels."""
    antialias: bool = True

    def __post_init__(self) -> None:
        check_range("The tolerance", self.tolerance, 0, OPAQUE)


def alpha_edit(
    document: Document, mode: Mode = Mode.REPLACE, layer: Layer | None = None
) -> PixelEdit | None:
    """What a layer covers; None = the active one. Raises BadInput where none is chosen."""
    layer = layer or _chosen(document)
    alpha = layer.raster.part(Bounds.of(document.extent))[..., 3]
    return shape_edit(document, "alpha of the layer", shape_of(alpha), mode)


def colour_shape(document: Document, point: Point, likeness: Likeness) -> Shape:
    """All pixels like the one at that place, wherever they lie. Raises BadInput outside."""
    inside = _alike(document, point, likeness)
    bounds = _around(inside)
    return _shape(inside[bounds.slices], bounds, likeness)


def wand_shape(document: Document, point: Point, likeness: Likeness) -> Shape:
    """Those of them that hang together with it, side by side."""
    x, y = _pixel(document, point)
    inside = _alike(document, point, likeness)
    # The point itself is alike, so it lies in here.
    bounds = _around(inside)
    part = connected_from(inside[bounds.slices], x - bounds.x, y - bounds.y)
    return _shape(part, bounds, likeness)


def shape_of(coverage: MaskPixels, x: int = 0, y: int = 0) -> Shape:
    """A part of a mask, whose corner lies there, as a shape no larger than what is painted."""
    bounds = bounds_of_painted(coverage)
    return Shape(bounds.moved(x, y), np.ascontiguousarray(coverage[bounds.slices]))


def _alike(document: Document, point: Point, likeness: Likeness) -> Flags:
    x, y = _pixel(document, point)
    pixels = _sampled(document, likeness.all_layers)
    return alike(pixels, pixels[y, x], likeness.tolerance)


def _sampled(document: Document, all_layers: bool) -> Pixels:
    """(h, w, 4) premultiplied, so that all that is clear is alike."""
    whole = Bounds.of(document.extent)
    if all_layers:
        return composite(document.picture.nodes, whole)
    return _chosen(document).raster.part(whole)


def _around(inside: Flags) -> Bounds:
    """What a soft edge of these pixels can touch."""
    bounds = bounds_of_painted(inside.view(np.uint8))
    return bounds.padded(1).clipped(Extent(inside.shape[1], inside.shape[0]))


def _shape(inside: Flags, bounds: Bounds, likeness: Likeness) -> Shape:
    """inside: of the bounds."""
    coverage = inside.astype(np.uint8)
    coverage *= OPAQUE
    soft = antialiased(coverage) if likeness.antialias else coverage
    return shape_of(soft, bounds.x, bounds.y)


def _pixel(document: Document, point: Point) -> tuple[int, int]:
    x, y = point.pixel
    if not (0 <= x < document.extent.width and 0 <= y < document.extent.height):
        raise BadInput("That place lies outside the picture.")
    return x, y


def _chosen(document: Document) -> Layer:
    layer = document.active_layer
    if layer is None:
        raise BadInput("Choose a layer first: a group has no pixels of its own.")
    return layer
