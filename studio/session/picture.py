"""The edits that the session's commands make, without the session."""

from __future__ import annotations

import numpy as np

from studio.core.geometry import Bounds
from studio.core.pixels import Pixels, check_extent, extent_of
from studio.document.alpha import OPAQUE, premultiplied
from studio.document.document import Document
from studio.document.edit import Edit, PixelEdit, mask_edit, paste_edit, replace_edit
from studio.session.results import Candidate


def accept_edit(document: Document, candidate: Candidate) -> Edit:
    """A result into the picture: its bounds where the sizes agree, else all of the picture."""
    if candidate.extent == document.extent:
        return paste_edit(document, candidate.title, candidate.image, candidate.bounds)
    return replace_edit(document, candidate.title, candidate.image)


def insert_edit(document: Document, pixels: Pixels) -> Edit:
    """A picture from elsewhere: all of the picture where there is none yet, else in its middle.

    Raises BadInput for a picture of no size, or of too large a one.
    """
    check_extent(extent_of(pixels))
    layer = document.active_layer
    if layer is None:
        return replace_edit(document, "Paste", pixels)
    extent, whole = extent_of(pixels), document.extent
    left, top = (whole.width - extent.width) // 2, (whole.height - extent.height) // 2
    bounds = Bounds(left, top, extent.width, extent.height).clipped(whole)
    inside = Bounds(bounds.x - left, bounds.y - top, bounds.width, bounds.height)
    before = layer.pixels[bounds.slices].copy()
    after = _over(premultiplied(pixels[inside.slices]), before)
    return PixelEdit("Paste", document.active_index, bounds, before, after)


def clear_edit(document: Document) -> Edit | None:
    return mask_edit(document, "Clear mask", np.zeros_like(document.mask.pixels))


def fill_edit(document: Document) -> Edit | None:
    return mask_edit(document, "Mask everything", np.full_like(document.mask.pixels, OPAQUE))


def invert_edit(document: Document) -> Edit | None:
    return mask_edit(document, "Invert mask", OPAQUE - document.mask.pixels)


def _over(top: Pixels, below: Pixels) -> Pixels:
    """One premultiplied picture on another: top + below · (1 - alpha)."""
    shining_through = (OPAQUE - top[..., 3:]).astype(np.uint16)
    return (top + (below * shining_through + OPAQUE // 2) // OPAQUE).astype(np.uint8)
