"""The active mask wider, narrower, softer, rounder; its edge alone; its holes filled.

Each function works on the painted part only, and raises BadInput where there is none.
"""

from __future__ import annotations

from collections.abc import Callable

from studio.core.pixels import MaskPixels
from studio.core.request import check_range
from studio.document.document import Document
from studio.document.edit import PixelEdit, pixel_edit
from studio.document.masking.blurring import feathered, smoothed
from studio.document.masking.discs import border, grown, shrunk
from studio.document.masking.regions import filled
from studio.document.operations.masks import painted_part

LARGEST_PX = 1024
"""An edge moves or fades by at most this much at once."""


def grow_edit(document: Document, px: int) -> PixelEdit | None:
    """Wider by so many px to all sides."""
    return _edge_edit(document, "Grow mask", px, px, lambda mask: grown(mask, px))


def shrink_edit(document: Document, px: int) -> PixelEdit | None:
    """Narrower by so many px; the picture's own edge stays an edge of nothing."""
    return _edge_edit(document, "Shrink mask", px, 1, lambda mask: shrunk(mask, px))


def feather_edit(document: Document, px: int) -> PixelEdit | None:
    """An edge that fades over so many px to each side."""
    return _edge_edit(document, "Feather mask", px, 2 * px, lambda mask: feathered(mask, px))


def smooth_edit(document: Document, px: int) -> PixelEdit | None:
    """Corners rounded to about so many px, specks smaller than that gone, the edge sharp."""
    return _edge_edit(document, "Smooth mask", px, 2 * px, lambda mask: smoothed(mask, px))


def border_edit(document: Document, px: int) -> PixelEdit | None:
    """Only a band of so many px along the edge."""
    return _edge_edit(document, "Border of mask", px, px + 1, lambda mask: border(mask, px))


def fill_holes_edit(document: Document) -> PixelEdit | None:
    """Whatever the mask goes all round is masked too."""
    return _edge_edit(document, "Fill holes", 1, 1, filled)


def _edge_edit(
    document: Document, title: str, px: int, reach: int, change: Callable[[MaskPixels], MaskPixels]
) -> PixelEdit | None:
    """reach: how far from what is painted the mask may become another."""
    check_range("The width", px, 1, LARGEST_PX)
    bounds = painted_part(document).padded(reach).clipped(document.extent)
    after = change(document.mask.pixels[bounds.slices])
    return pixel_edit(title, document.mask, bounds, after)
