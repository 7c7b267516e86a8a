"""Changes that can be taken back: each holds what was there before and what is there after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels, Pixels, bounds_of_painted, extent_of
from studio.document.alpha import premultiplied
from studio.document.document import Document, Picture
from studio.document.layer import Layer, Mask

Target = Literal["mask"] | int
"""The mask, or a layer by its index, bottom first."""


@dataclass(frozen=True, slots=True, eq=False)
class PixelEdit:
    """Other pixels inside bounds, in the target's own form."""

    title: str
    target: Target
    bounds: Bounds
    before: Pixels
    after: Pixels

    def apply(self, document: Document) -> None:
        self._write(document, self.after)

    def revert(self, document: Document) -> None:
        self._write(document, self.before)

    def _write(self, document: Document, pixels: Pixels) -> None:
        buffer = (
            document.mask.pixels if self.target == "mask" else document.layers[self.target].pixels
        )
        buffer[self.bounds.slices] = pixels
        document.notify(self.bounds)


@dataclass(frozen=True, slots=True, eq=False)
class PictureReplaced:
    """Other layers and another mask; the extent may differ too."""

    title: str
    before: Picture
    after: Picture

    def apply(self, document: Document) -> None:
        document.show(self.after)

    def revert(self, document: Document) -> None:
        document.show(self.before)


Edit = PixelEdit | PictureReplaced


def paste_edit(document: Document, title: str, image: Pixels, bounds: Bounds) -> Edit:
    """Put a picture's part into the active layer; a blank document takes the whole picture.

    image: (h, w, 3) or straight (h, w, 4), of the document's extent, or of the bounds' own.
    Raises BadInput on other extents. Pixels without alpha that look as the document does already
    are left alone, so that what was transparent or lies on another layer stays so.
    """
    if document.is_blank:
        return replace_edit(document, title, image)
    inside = bounds.clipped(document.extent)
    patch = _patch(document, image, bounds, inside)
    index = document.active_index
    before = document.layers[index].pixels[inside.slices].copy()
    after = premultiplied(patch)
    if patch.shape[2] == 3:  # noqa: PLR2004 - without alpha
        same = (patch == document.flattened_rgb(inside)).all(axis=2)
        after[same] = before[same]
    return PixelEdit(title, index, inside, before, after)


def replace_edit(document: Document, title: str, image: Pixels) -> PictureReplaced:
    """Put a whole picture, of any extent, in the place of all layers; the mask is scaled along."""
    layer = Layer.of(document.name, image)
    mask = _rescaled(document.mask, layer.extent)
    return PictureReplaced(title, document.picture, Picture((layer,), mask))


def mask_edit(document: Document, title: str, new_mask: MaskPixels) -> PixelEdit | None:
    """Another mask of the same extent; None where nothing would change. Raises BadInput."""
    if extent_of(new_mask) != document.extent or new_mask.ndim != 2:  # noqa: PLR2004 - (h, w)
        raise BadInput(
            f"The mask is {extent_of(new_mask)} px and the picture is {document.extent} px;"
            " they must have the same size."
        )
    changed = bounds_of_painted(np.bitwise_xor(new_mask, document.mask.pixels))
    if changed.is_empty:
        return None
    before = document.mask.pixels[changed.slices].copy()
    return PixelEdit(title, "mask", changed, before, new_mask[changed.slices].copy())


def _patch(document: Document, image: Pixels, bounds: Bounds, inside: Bounds) -> Pixels:
    if extent_of(image) == document.extent:
        return image[inside.slices]
    if extent_of(image) == bounds.extent:
        moved = Bounds(inside.x - bounds.x, inside.y - bounds.y, inside.width, inside.height)
        return image[moved.slices]
    raise BadInput(
        f"A picture of {extent_of(image)} px does not fit into {bounds.extent} px"
        f" of a picture of {document.extent} px."
    )


def _rescaled(mask: Mask, extent: Extent) -> Mask:
    if mask.extent == extent:
        return Mask(mask.pixels.copy())
    if mask.is_empty:
        return Mask.empty(extent)
    # Needed for few pictures, and not before the first paint.
    from PIL import Image  # noqa: PLC0415

    size = (extent.width, extent.height)
    image = Image.fromarray(mask.pixels).resize(size, Image.Resampling.BILINEAR)
    return Mask(np.array(image))
