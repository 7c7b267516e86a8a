"""The active layer's pixels inside the mask: deleted, filled, copied to a layer of their own."""

from __future__ import annotations

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels, Pixels
from studio.document.alpha import OPAQUE, premultiplied
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.edit import PictureReplaced, PixelEdit, pixel_edit
from studio.document.layer import Layer
from studio.document.operations.masks import painted_part
from studio.document.operations.pasting import paintable
from studio.document.surface import Raster


def delete_edit(document: Document, title: str = "Delete masked pixels") -> PixelEdit | None:
    """Clear what the mask covers, in proportion. Raises BadInput where nothing may be."""
    raster, bounds = clearable(document), painted_part(document)
    after = share_of(raster.part(bounds), OPAQUE - document.mask.pixels[bounds.slices])
    return pixel_edit(title, raster, bounds, after)


def clearable(document: Document) -> Raster:
    """The pixels of the active layer. Raises BadInput where nothing may be taken away."""
    raster, layer = paintable(document), document.active_layer
    if layer is not None and layer.alpha_locked:
        raise BadInput(f"The alpha of the layer “{layer.name}” is locked.")
    return raster


def fill_masked_edit(document: Document, colour: Colour) -> PixelEdit | None:
    """Paint what the mask covers, in proportion. A layer whose alpha is locked keeps its shape."""
    raster, bounds = paintable(document), painted_part(document)
    before, mask = raster.part(bounds), document.mask.pixels[bounds.slices]
    paint = np.empty((bounds.height, bounds.width, 4), np.uint8)
    paint[..., :3] = colour
    paint[..., 3] = before[..., 3] if document.keeps_alpha else OPAQUE
    after = _mixed(before, premultiplied(paint), mask)
    if document.keeps_alpha:
        after[..., 3] = before[..., 3]
    return pixel_edit("Fill masked pixels", raster, bounds, after)


def copy_edit(document: Document) -> PictureReplaced:
    """What the mask covers of the active layer, as a layer above it. Raises BadInput."""
    layer = document.active_layer
    if layer is None:
        raise BadInput("Choose a layer first: a group has no pixels of its own.")
    copy = _copied(document, layer, painted_part(document))
    before = document.picture
    parent, index = before.where(layer.uid)
    return PictureReplaced("Copy masked part", before, before.inserted(copy, parent, index + 1))


def _copied(document: Document, layer: Layer, bounds: Bounds) -> Layer:
    copy = Layer.clear(f"{layer.name} part", document.extent)
    mask = document.mask.pixels[bounds.slices]
    copy.raster.part(bounds)[:] = share_of(layer.raster.part(bounds), mask)
    return copy


def share_of(pixels: Pixels, share: MaskPixels) -> Pixels:
    """Premultiplied pixels, less of them: share 0..255, rounded."""
    product = pixels * share[..., None].astype(np.uint16) + OPAQUE // 2
    return (product // OPAQUE).astype(np.uint8)


def _mixed(before: Pixels, after: Pixels, share: MaskPixels) -> Pixels:
    """From one to the other, each channel rounded once: share 0..255."""
    wide = share[..., None].astype(np.uint16)
    mixed = before * (OPAQUE - wide) + after * wide + OPAQUE // 2
    return (mixed // OPAQUE).astype(np.uint8)
