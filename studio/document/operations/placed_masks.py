"""Masks with words as boxes that say what shall be where, and such boxes as masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from studio.core.emphasis import weighted_parts
from studio.core.geometry import Bounds, Extent
from studio.core.request import LEAST_BOX, Placed
from studio.document.alpha import OPAQUE
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.operations.named_masks import free_name
from studio.document.picture import NamedMask
from studio.document.surface import Mask

_DIGITS = 4
"""A ten thousandth of a side is finer than a pixel, and is written and read without loss."""
_NARROWEST = LEAST_BOX + 2 * 10**-_DIGITS


def says_where(entry: NamedMask) -> bool:
    """Whether it is painted and has words of its own."""
    return bool(_words(entry)) and not entry.mask.is_empty


def placed(entry: NamedMask) -> Placed:
    """Its words in the smallest box around what is painted, which is not empty."""
    box, extent = entry.mask.painted, entry.mask.extent
    left, right = _edges(box.x, box.right, extent.width)
    top, bottom = _edges(box.y, box.bottom, extent.height)
    return Placed(_words(entry), left, top, right, bottom)


def layout_edit(document: Document, layout: Sequence[Placed]) -> PictureReplaced | None:
    """Masks that say this layout, in the place of those that say another; None where they do.

    Masks without words, or with nothing painted, stay.
    """
    before = document.picture
    told = [placed(entry) for entry in before.masks if says_where(entry)]
    if told == list(layout):
        return None
    after = replace(before, masks=tuple(e for e in before.masks if not says_where(e)))
    for each in layout:
        mask = _mask_of(each, before.extent)
        entry = NamedMask(mask=mask, name=free_name(after, "Mask"), prompt=each.text)
        after = replace(after, masks=(*after.masks, entry))
    if not after.masks:
        after = replace(after, masks=(NamedMask(mask=Mask.empty(before.extent), name="Mask"),))
    if before.active_mask not in {entry.uid for entry in after.masks}:
        after = replace(after, active_mask=after.masks[0].uid)
    return PictureReplaced("Place things", before, after)


def _words(entry: NamedMask) -> str:
    """Without weights, which only whole prompts have."""
    return " ".join("".join(part.text for part in weighted_parts(entry.prompt)).split())


def _edges(start_px: int, end_px: int, side_px: int) -> tuple[float, float]:
    """In parts of a side; a dot gets the least size that a box may have."""
    low = min(start_px / side_px, 1 - _NARROWEST)
    high = max(end_px / side_px, low + _NARROWEST)
    return round(low, _DIGITS), round(high, _DIGITS)


def _mask_of(box: Placed, extent: Extent) -> Mask:
    """Its whole pixels, at least one."""
    left, top = round(box.left * extent.width), round(box.top * extent.height)
    left, top = min(left, extent.width - 1), min(top, extent.height - 1)
    right = max(round(box.right * extent.width), left + 1)
    bottom = max(round(box.bottom * extent.height), top + 1)
    pixels = np.zeros((extent.height, extent.width), np.uint8)
    pixels[Bounds.between(left, top, right, bottom).slices] = OPAQUE
    return Mask(pixels)
