"""What goes to the clipboard: the part of a layer, or of the picture, that the mask covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds
from studio.core.pixels import Pixels
from studio.document.alpha import premultiplied, unpremultiplied
from studio.document.compositing import composite
from studio.document.document import Document
from studio.document.edit import PixelEdit, pixel_edit
from studio.document.layer import Group
from studio.document.operations.masked_pixels import clearable, delete_edit, share_of


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    pixels: Pixels
    """(h, w, 4) with straight alpha."""
    bounds: Bounds
    """Where it was, in px of the picture."""


def active_piece(document: Document) -> Piece:
    """Of the active layer or group what the mask covers; all of it where nothing is masked.

    Raises BadInput where there is nothing.
    """
    node = document.picture.node
    if node is None:
        raise BadInput("There is no picture yet.")
    if isinstance(node, Group):
        bounds = _wanted(document, Bounds.of(document.extent))
        piece = _masked(document, composite(node.children, bounds), bounds)
    else:
        bounds = _wanted(document, node.raster.painted)
        piece = _masked(document, node.raster.part(bounds), bounds)
    if not piece.pixels[..., 3].any():
        raise BadInput(f"There is nothing of “{node.name}” to copy here.")
    return piece


def seen_piece(document: Document) -> Piece:
    """Of the picture as it is seen what the mask covers; all of it where nothing is masked."""
    bounds = _wanted(document, Bounds.of(document.extent))
    return _masked(document, premultiplied(document.flattened(bounds)), bounds)


def cut_edit(document: Document) -> PixelEdit | None:
    """Take away from the active layer what `active_piece` gives. Raises BadInput."""
    if not document.mask.is_empty:
        return delete_edit(document, "Cut")
    raster = clearable(document)
    bounds = raster.painted
    return pixel_edit("Cut", raster, bounds, np.zeros((bounds.height, bounds.width, 4), np.uint8))


def _wanted(document: Document, whole: Bounds) -> Bounds:
    return whole if document.mask.is_empty else document.mask.painted


def _masked(document: Document, pixels: Pixels, bounds: Bounds) -> Piece:
    """pixels: premultiplied, of the bounds."""
    if not document.mask.is_empty:
        pixels = share_of(pixels, document.mask.pixels[bounds.slices])
    return Piece(unpremultiplied(pixels), bounds)
