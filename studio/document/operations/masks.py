"""The active mask as a whole: set, cleared, filled, inverted, or met with a shape."""

from __future__ import annotations

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels, extent_of
from studio.document.alpha import OPAQUE
from studio.document.document import Document
from studio.document.edit import PixelEdit, pixel_edit
from studio.document.masking.shapes import Mode, Shape, combined

SHAPE_TITLES = {
    Mode.REPLACE: "Mask",
    Mode.ADD: "Add to mask",
    Mode.SUBTRACT: "Take from mask",
    Mode.INTERSECT: "Intersect mask",
}


def mask_edit(document: Document, title: str, new_mask: MaskPixels) -> PixelEdit | None:
    """Another mask of the same extent; None where nothing would change. Raises BadInput."""
    if extent_of(new_mask) != document.extent or new_mask.ndim != 2:  # noqa: PLR2004 - (h, w)
        raise BadInput(
            f"The mask is {extent_of(new_mask)} px and the picture is {document.extent} px;"
            " they must have the same size."
        )
    return pixel_edit(title, document.mask, Bounds.of(document.extent), new_mask)


def shape_edit(document: Document, what: str, shape: Shape, mode: Mode) -> PixelEdit | None:
    """A shape in the place of the mask, or added, taken away, or intersected with it.

    what: what the shape is, for the name of the step: "rectangle".
    """
    bounds, after = combined(document.mask.pixels, shape, mode)
    return pixel_edit(f"{SHAPE_TITLES[mode]}: {what}", document.mask, bounds, after)


def clear_edit(document: Document) -> PixelEdit | None:
    return mask_edit(document, "Clear mask", np.zeros_like(document.mask.pixels))


def fill_edit(document: Document) -> PixelEdit | None:
    return mask_edit(document, "Mask everything", np.full_like(document.mask.pixels, OPAQUE))


def invert_edit(document: Document) -> PixelEdit | None:
    return mask_edit(document, "Invert mask", OPAQUE - document.mask.pixels)


def painted_part(document: Document) -> Bounds:
    """Where the active mask is painted. Raises BadInput where it is nowhere."""
    painted = document.mask.painted
    if painted.is_empty:
        raise BadInput("The mask is empty: paint or select something first.")
    return painted
