"""Pixels of a layer into another rectangle: exact where it can be, else scaled, then turned."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of
from studio.document.compositing import FORMAT
from studio.document.placement import Placement
from studio.document.resampling import Box, Resampling, resampled
from studio.document.surface import Raster
from studio.document.turning import Axis, flipped, turned

_SAME = 1e-6


def placed(
    raster: Raster, content: Bounds, placement: Placement, resampling: Resampling, canvas: Extent
) -> Raster:
    """A raster of its own with that content in its new place.

    content: what is painted of the raster, not empty. canvas: what the new raster covers.
    """
    pixels, quarters = raster.part(content), placement.quarter_turns
    if quarters is None:
        pixels = _flipped(_fitted(pixels, placement, resampling), placement)
        return _drawn(pixels, placement, resampling, canvas)
    if _is_unscaled(content, placement):
        pixels = turned(_flipped(pixels, placement), quarters)
        return _put(pixels, _nearest(placement, extent_of(pixels)), canvas)
    target = placement.bounds
    pixels = _upright(pixels, content, placement, target, resampling)
    return _put(turned(_flipped(pixels, placement), quarters), target, canvas)


def _is_unscaled(content: Bounds, placement: Placement) -> bool:
    return (
        abs(abs(placement.width) - content.width) < _SAME
        and abs(abs(placement.height) - content.height) < _SAME
    )


def _nearest(placement: Placement, extent: Extent) -> Bounds:
    """The whole pixels where that extent lies best."""
    left = math.floor(placement.centre.x - extent.width / 2 + 0.5)
    top = math.floor(placement.centre.y - extent.height / 2 + 0.5)
    return Bounds(left, top, extent.width, extent.height)


def _upright(
    pixels: Pixels, content: Bounds, placement: Placement, target: Bounds, resampling: Resampling
) -> Pixels:
    """What becomes the target, neither flipped nor turned yet.

    A target that begins between two pixels looks beyond the content, where it is clear.
    """
    back, _ = placement.from_bounds(content).inverted()
    source = back.mapRect(QRectF(target.x, target.y, target.width, target.height))
    source.translate(-content.x, -content.y)
    outside = (
        -source.left(),
        -source.top(),
        source.right() - content.width,
        source.bottom() - content.height,
    )
    left, top, right, bottom = (max(0, math.ceil(px - _SAME)) for px in outside)
    height, width = pixels.shape[0] + top + bottom, pixels.shape[1] + left + right
    if left or top or right or bottom:
        pixels = np.pad(pixels, ((top, bottom), (left, right), (0, 0)))
    box = Box(
        max(0.0, source.left() + left),
        max(0.0, source.top() + top),
        min(width, source.right() + left),
        min(height, source.bottom() + top),
    )
    is_on_its_side = (placement.quarter_turns or 0) % 2 == 1
    size = Extent(target.height, target.width) if is_on_its_side else target.extent
    return resampled(pixels, size, resampling, box)


def _fitted(pixels: Pixels, placement: Placement, resampling: Resampling) -> Pixels:
    """In the size that it will have, so that turning it neither loses pixels nor invents them."""
    size = Extent(max(1, round(abs(placement.width))), max(1, round(abs(placement.height))))
    return pixels if size == extent_of(pixels) else resampled(pixels, size, resampling)


def _flipped(pixels: Pixels, placement: Placement) -> Pixels:
    if placement.width < 0:
        pixels = flipped(pixels, Axis.HORIZONTAL)
    return flipped(pixels, Axis.VERTICAL) if placement.height < 0 else pixels


def _drawn(pixels: Pixels, placement: Placement, resampling: Resampling, canvas: Extent) -> Raster:
    """Turned by any angle. pixels: in about the size that they have there."""
    raster = Raster.clear_around(placement.bounds, canvas)
    source = np.ascontiguousarray(pixels)
    height, width = source.shape[:2]
    image = QImage(source.data, width, height, source.strides[0], FORMAT)
    painter = QPainter(raster.qimage)
    if resampling is not Resampling.NEAREST:
        # Between neighbours inside, and by how much of a pixel is covered at the edges.
        hint = QPainter.RenderHint
        painter.setRenderHints(hint.SmoothPixmapTransform | hint.Antialiasing)
    painter.translate(-raster.bounds.x, -raster.bounds.y)
    painter.setTransform(placement.own_axes, combine=True)
    across, down = abs(placement.width), abs(placement.height)
    painter.drawImage(QRectF(-across / 2, -down / 2, across, down), image, QRectF(image.rect()))
    painter.end()
    return raster


def _put(pixels: Pixels, target: Bounds, canvas: Extent) -> Raster:
    raster = Raster.clear_around(target, canvas)
    raster.part(target)[:] = pixels
    return raster
