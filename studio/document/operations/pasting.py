"""Pictures from elsewhere into this one: results, files, the clipboard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, check_extent, extent_of
from studio.document.alpha import OPAQUE, premultiplied
from studio.document.document import Document
from studio.document.edit import Edit, PictureReplaced, pixel_edit
from studio.document.layer import Layer
from studio.document.picture import NamedMask, Picture
from studio.document.surface import Mask, Raster


def paste_edit(document: Document, title: str, image: Pixels, bounds: Bounds) -> Edit | None:
    """Put a picture's part into the active layer; a blank document takes the whole picture.

    image: (h, w, 3) or straight (h, w, 4), of the document's extent, or of the bounds' own.
    Raises BadInput on other extents, and where no layer can take it. Pixels without alpha that
    look as the document does already are left alone, so that what was transparent or lies on
    another layer stays so.
    """
    if document.is_blank:
        return replace_edit(document, title, image)
    inside = bounds.clipped(document.extent)
    patch = _patch(document, image, bounds, inside)
    raster = paintable(document)
    after = premultiplied(patch)
    if patch.shape[2] == 3:  # noqa: PLR2004 - without alpha
        same = (patch == document.flattened_rgb(inside)).all(axis=2)
        after[same] = raster.part(inside)[same]
    return pixel_edit(title, raster, inside, after)


def insert_edit(document: Document, pixels: Pixels) -> Edit | None:
    """A picture from elsewhere: all of the picture where there is none yet, else in its middle.

    Raises BadInput for a picture of no size, or of too large a one, and where no layer can take it.
    """
    check_extent(extent_of(pixels))
    if document.is_blank:
        return replace_edit(document, "Paste", pixels)
    raster = paintable(document)
    extent, whole = extent_of(pixels), document.extent
    left, top = (whole.width - extent.width) // 2, (whole.height - extent.height) // 2
    bounds = Bounds(left, top, extent.width, extent.height).clipped(whole)
    inside = bounds.moved(-left, -top)
    after = _over(premultiplied(pixels[inside.slices]), raster.part(bounds))
    return pixel_edit("Paste", raster, bounds, after)


def replace_edit(document: Document, title: str, image: Pixels) -> PictureReplaced:
    """Put a whole picture, of any extent, in the place of all layers; masks are scaled along."""
    before = document.picture
    layer = Layer.of(document.name, image)
    extent = layer.raster.extent
    after = Picture(
        extent=extent,
        nodes=(layer,),
        masks=tuple(_rescaled(entry, extent) for entry in before.masks),
        active_node=layer.uid,
        active_mask=before.active_mask,
    )
    return PictureReplaced(title, before, after)


def paintable(document: Document) -> Raster:
    """The pixels of the active layer. Raises BadInput where nothing may be painted."""
    layer = document.active_layer
    if layer is None:
        raise BadInput("Choose a layer first: a group has no pixels of its own.")
    if layer.locked:
        raise BadInput(f"The layer “{layer.name}” is locked.")
    return layer.raster


def _patch(document: Document, image: Pixels, bounds: Bounds, inside: Bounds) -> Pixels:
    if extent_of(image) == document.extent:
        return image[inside.slices]
    if extent_of(image) == bounds.extent:
        return image[inside.moved(-bounds.x, -bounds.y).slices]
    raise BadInput(
        f"A picture of {extent_of(image)} px does not fit into {bounds.extent} px"
        f" of a picture of {document.extent} px."
    )


def _rescaled(entry: NamedMask, extent: Extent) -> NamedMask:
    mask = entry.mask
    if mask.extent == extent:
        return replace(entry, mask=Mask(mask.pixels.copy()))
    if mask.is_empty:
        return replace(entry, mask=Mask.empty(extent))
    # Needed for few pictures, and not before the first paint.
    from PIL import Image  # noqa: PLC0415

    size = (extent.width, extent.height)
    image = Image.fromarray(mask.pixels).resize(size, Image.Resampling.BILINEAR)
    return replace(entry, mask=Mask(np.array(image)))


def _over(top: Pixels, below: Pixels) -> Pixels:
    """One premultiplied picture on another: top + below · (1 - alpha)."""
    shining_through = (OPAQUE - top[..., 3:]).astype(np.uint16)
    return (top + (below * shining_through + OPAQUE // 2) // OPAQUE).astype(np.uint8)
