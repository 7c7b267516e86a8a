"""Pictures from elsewhere into this one: results, files, the clipboard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, check_extent, extent_of
from studio.document.alpha import OPAQUE, RGBA, premultiplied
from studio.document.document import Document
from studio.document.edit import Edit, PictureReplaced, pixel_edit
from studio.document.layer import Blend, Layer, Node
from studio.document.operations.layers import fresh_name, put_above_edit, put_on_top_edit
from studio.document.picture import NamedMask, Picture
from studio.document.reshaping import scaled_guides
from studio.document.surface import Mask, Raster, grown_to
from studio.document.tree import ancestors_of, siblings_of


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


def accept_edit(
    document: Document, title: str, image: Pixels, bounds: Bounds, *, apart: bool = False
) -> Edit | None:
    """Put a finished picture's part into the picture, which then looks as it was shown.

    image, bounds: as for `paste_edit`. Into the active layer where that is the topmost and shows
    its pixels as they are; where it is not, or with `apart`, as a layer of its own over all others,
    which holds what differs from the picture as it is.
    """
    if document.is_blank:
        return replace_edit(document, title, image)
    if not apart and _shows_what_is_painted(document.picture):
        return paste_edit(document, title, image, bounds)
    inside = bounds.clipped(document.extent)
    patch = _patch(document, image, bounds, inside)
    has_alpha = patch.shape[2] == RGBA
    seen = document.flattened(inside) if has_alpha else document.flattened_rgb(inside)
    differs = (patch != seen).any(axis=2)
    if not differs.any():
        return None
    raster = Raster.clear(document.extent)
    raster.part(inside)[differs] = premultiplied(patch)[differs]
    name = title.partition(": ")[2] or title
    return put_on_top_edit(document, title, Layer(raster=raster, name=name))


def insert_layer_edit(
    document: Document, pixels: Pixels, at: tuple[int, int] | None = None
) -> PictureReplaced:
    """A picture from elsewhere as a layer above the active one.

    at: where its left top corner comes to lie; None = in the middle of the canvas.
    All of the picture where there is none yet. What does not fit on the canvas reaches beyond it.
    Raises BadInput for a picture of no size, or of too large a one.
    """
    check_extent(extent_of(pixels))
    if document.is_blank:
        return replace_edit(document, "Paste", pixels)
    placed = _placed(document, pixels, at)
    raster = grown_to(Raster(premultiplied(pixels), placed.x, placed.y), document.extent)
    name = fresh_name(document.picture, "Pasted")
    return put_above_edit(document, "Paste", Layer(raster=raster, name=name))


def insert_edit(
    document: Document, pixels: Pixels, at: tuple[int, int] | None = None
) -> Edit | None:
    """A picture from elsewhere into the active layer, or as all of the picture.

    at: its left top corner, in px of the picture; None = in the middle. Where the layer's
    transparency is locked it stays. Raises BadInput for a picture of no size, or of too large a
    one, and where no layer can take it.
    """
    check_extent(extent_of(pixels))
    if document.is_blank:
        return replace_edit(document, "Paste", pixels)
    raster = paintable(document)
    whole = _placed(document, pixels, at)
    bounds = whole.clipped(document.extent)
    part = premultiplied(pixels[bounds.moved(-whole.x, -whole.y).slices])
    after = (_atop if document.keeps_alpha else _over)(part, raster.part(bounds))
    return pixel_edit("Paste", raster, bounds, after)


def replace_edit(document: Document, title: str, image: Pixels) -> PictureReplaced:
    """Put a whole picture, of any extent, in the place of all layers.

    Masks and guides are scaled along.
    """
    before = document.picture
    layer = Layer.of(document.name, image)
    extent = layer.raster.extent
    after = Picture(
        extent=extent,
        nodes=(layer,),
        masks=tuple(_rescaled(entry, extent) for entry in before.masks),
        active_node=layer.uid,
        active_mask=before.active_mask,
        guides=scaled_guides(before.guides, before.extent, extent),
    )
    return PictureReplaced(title, before, after)


def paintable(document: Document) -> Raster:
    """The pixels of the active layer.

    Raises BadInput where nothing may be painted, and where it would not be seen.
    """
    layer = document.active_layer
    if layer is None:
        raise BadInput("Choose a layer first: a group has no pixels of its own.")
    for node in (layer, *ancestors_of(document.picture.nodes, layer.uid)):
        kind = "layer" if node is layer else "group"
        if node.locked:
            raise BadInput(f"The {kind} “{node.name}” is locked: unlock it first.")
        if not node.visible:
            raise BadInput(f"The {kind} “{node.name}” is hidden: show it first.")
    return layer.raster


def _shows_what_is_painted(picture: Picture) -> bool:
    """Whether pixels that are put into the active layer are seen just so."""
    layer = picture.layer
    if layer is None or layer.locked or layer.alpha_locked:
        return False
    nodes = (layer, *ancestors_of(picture.nodes, layer.uid))
    return all(_is_bare(node) and _is_topmost(picture, node) for node in nodes)


def _is_bare(node: Node) -> bool:
    is_plain = node.blend is Blend.NORMAL and not node.clips
    return is_plain and node.opacity == 1.0 and node.visible and not node.locked


def _is_topmost(picture: Picture, node: Node) -> bool:
    """Whether nothing beside it lies over it that is seen."""
    above = siblings_of(picture.nodes, node.uid)[picture.where(node.uid)[1] + 1 :]
    return not any(each.visible for each in above)


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


def _atop(top: Pixels, below: Pixels) -> Pixels:
    """The same inside the shape of what lies below, whose alpha stays."""
    wide = top * below[..., RGBA - 1 :].astype(np.uint32)
    wide += below * (OPAQUE - top[..., RGBA - 1 :].astype(np.uint32))
    return ((wide + OPAQUE // 2) // OPAQUE).astype(np.uint8)


def _placed(document: Document, pixels: Pixels, at: tuple[int, int] | None) -> Bounds:
    """Where a picture comes to lie: at its left top corner, or with None in the middle."""
    extent, whole = extent_of(pixels), document.extent
    left, top = at or ((whole.width - extent.width) // 2, (whole.height - extent.height) // 2)
    return Bounds(left, top, extent.width, extent.height)
