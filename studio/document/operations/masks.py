"""The active mask as a whole: set, cleared, filled, inverted."""

from __future__ import annotations

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels, extent_of
from studio.document.alpha import OPAQUE
from studio.document.document import Document
from studio.document.edit import PixelEdit, pixel_edit


def mask_edit(document: Document, title: str, new_mask: MaskPixels) -> PixelEdit | None:
    """Another mask of the same extent; None where nothing would change. Raises BadInput."""
    if extent_of(new_mask) != document.extent or new_mask.ndim != 2:  # noqa: PLR2004 - (h, w)
        raise BadInput(
            f"The mask is {extent_of(new_mask)} px and the picture is {document.extent} px;"
            " they must have the same size."
        )
    return pixel_edit(title, document.mask, Bounds.of(document.extent), new_mask)


def clear_edit(document: Document) -> PixelEdit | None:
    return mask_edit(document, "Clear mask", np.zeros_like(document.mask.pixels))


def fill_edit(document: Document) -> PixelEdit | None:
    return mask_edit(document, "Mask everything", np.full_like(document.mask.pixels, OPAQUE))


def invert_edit(document: Document) -> PixelEdit | None:
    return mask_edit(document, "Invert mask", OPAQUE - document.mask.pixels)
