"""The whole picture: cut, given more room, scaled, turned. Layers, masks and guides go along.

Long work tells `work` how far it is, and stops where that is not wanted any longer.
"""

from __future__ import annotations

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import bounds_of_painted
from studio.core.work import Work
from studio.document.compositing import composite
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.resampling import Resampling
from studio.document.reshaping import Cut, Flip, Reshape, Scale, Turn, reshaped
from studio.document.room import check_document
from studio.document.turning import Axis

MIDDLE = Point(0.5, 0.5)
_TURNS = {1: "Rotate 90° clockwise", 2: "Rotate 180°", 3: "Rotate 90° counter-clockwise"}
_FLIPS = {Axis.HORIZONTAL: "Flip horizontally", Axis.VERTICAL: "Flip vertically"}
_ALPHA = 3


def crop_edit(
    document: Document, bounds: Bounds, *, keeps_outside: bool = False, title: str = "Crop"
) -> PictureReplaced | None:
    """The part in bounds alone, which may reach beyond the canvas: new room is clear.

    keeps_outside: what lies beyond the new edges stays in its layer. Raises BadInput.
    """
    if bounds.is_empty:
        raise BadInput("There is nothing inside the frame that could stay.")
    if bounds == Bounds.of(document.extent):
        return None
    return _edit(document, title, Cut(bounds, keeps_outside), Work())


def canvas_edit(
    document: Document, extent: Extent, anchor: Point = MIDDLE, work: Work | None = None
) -> PictureReplaced | None:
    """Another size of the canvas around the same pixels; layers keep what lies outside.

    anchor: what stays in its place, 0..1 of the way from left to right and from top to bottom.
    Raises BadInput.
    """
    if extent == document.extent:
        return None
    left, top = anchored(document.extent, extent, anchor)
    bounds = Bounds(-left, -top, extent.width, extent.height)
    return _edit(document, "Canvas size", Cut(bounds, keeps_outside=True), work)


def anchored(before: Extent, after: Extent, anchor: Point) -> tuple[int, int]:
    """By how many px a picture moves on another canvas: right, and down."""
    # Towards 0, so that the way back is as long as the way there.
    return (
        int((after.width - before.width) * anchor.x),
        int((after.height - before.height) * anchor.y),
    )


def resize_edit(
    document: Document,
    extent: Extent,
    resampling: Resampling = Resampling.BICUBIC,
    work: Work | None = None,
) -> PictureReplaced | None:
    """The whole picture in another size. Raises BadInput."""
    if extent == document.extent:
        return None
    work = work or Work()
    scale = Scale(document.extent, extent, resampling, work)
    return _edit(document, "Resize", scale, work)


def turn_edit(
    document: Document, quarters: int, work: Work | None = None
) -> PictureReplaced | None:
    """Clockwise by quarters of a turn, exactly. Raises BadInput for want of memory."""
    quarters %= 4
    if quarters == 0:
        return None
    return _edit(document, _TURNS[quarters], Turn(document.extent, quarters), work)


def flip_edit(document: Document, axis: Axis, work: Work | None = None) -> PictureReplaced | None:
    """Left for right, or top for bottom, exactly. Raises BadInput for want of memory."""
    return _edit(document, _FLIPS[axis], Flip(document.extent, axis), work)


def mask_bounds(document: Document) -> Bounds:
    """Around all that is masked. Raises BadInput where nothing is."""
    bounds = document.mask.painted
    if bounds.is_empty:
        raise BadInput("Nothing is masked: mask what shall stay, then crop to it.")
    return bounds


def content_bounds(document: Document) -> Bounds:
    """Around all that is seen; where that fills the canvas, around all but a plain border.

    The border's colour is that of the left top corner. Raises BadInput where nothing is seen.
    """
    whole = Bounds.of(document.extent)
    pixels = composite(document.picture.nodes, whole)
    seen = bounds_of_painted(pixels[..., _ALPHA])
    if seen.is_empty:
        raise BadInput("Nothing is seen in this picture that could stay.")
    if seen != whole:
        return seen
    colours = pixels.view(np.uint32)[..., 0]
    inside = bounds_of_painted((colours != colours[0, 0]).view(np.uint8))
    return whole if inside.is_empty else inside


def _edit(
    document: Document, title: str, reshape: Reshape, work: Work | None
) -> PictureReplaced | None:
    """None where there is no picture yet."""
    if document.is_blank:
        return None
    picture = document.picture
    check_document(reshape.extent, len(picture.layers), len(picture.masks))
    return PictureReplaced(title, picture, reshaped(picture, reshape, work or Work()))
