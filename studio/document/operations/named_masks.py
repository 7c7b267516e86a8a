"""The masks of a picture: how many there are, and what each shall become."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from studio.core.errors import BadInput
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.picture import NamedMask, Picture
from studio.document.surface import Mask

_TITLES = {
    "name": "Rename mask",
    "prompt": "Prompt of mask",
    "strength": "Strength of mask",
    "colour": "Colour of mask",
}


def add_mask_edit(document: Document) -> PictureReplaced:
    """An empty mask above the active one, which becomes the active one."""
    before = document.picture
    mask = NamedMask(mask=Mask.empty(before.extent), name=free_name(before, "Mask"))
    return PictureReplaced("Add mask", before, _with(before, mask))


def duplicate_mask_edit(document: Document, uid: str) -> PictureReplaced:
    """A copy above it, prompt and all, which becomes the active one."""
    before = document.picture
    original = _named(before, uid)
    copy = NamedMask(
        mask=Mask(original.mask.pixels.copy()),
        name=free_name(before, f"{original.name} copy"),
        prompt=original.prompt,
        strength=original.strength,
        colour=original.colour,
    )
    return PictureReplaced("Duplicate mask", before, _with(before, copy, above=uid))


def remove_mask_edit(document: Document, uid: str) -> PictureReplaced:
    """Without that mask; its neighbour becomes active. Raises BadInput for the last one."""
    before = document.picture
    index = before.masks.index(_named(before, uid))
    if len(before.masks) == 1:
        raise BadInput("A picture has at least one mask; this one can be cleared.")
    masks = (*before.masks[:index], *before.masks[index + 1 :])
    active = before.active_mask
    if active == uid:
        active = masks[min(index, len(masks) - 1)].uid
    after = replace(before, masks=masks, active_mask=active)
    return PictureReplaced("Remove mask", before, after)


def move_mask_edit(document: Document, uid: str, index: int) -> PictureReplaced | None:
    """Put a mask elsewhere in the list of masks; None where it lies there.

    index: before which of the masks as they are now; their number: behind all of them.
    """
    before = document.picture
    moved = _named(before, uid)
    # What is taken from before the place leaves it one earlier.
    index -= moved in before.masks[:index]
    others = tuple(entry for entry in before.masks if entry is not moved)
    masks = (*others[:index], moved, *others[index:])
    if masks == before.masks:
        return None
    return PictureReplaced("Move mask", before, replace(before, masks=masks))


def step_mask_edit(document: Document, by: int) -> PictureReplaced | None:
    """The active mask one place earlier (-1) or later (1); None where it is at that end."""
    picture = document.picture
    wanted = picture.masks.index(picture.named_mask) + (2 if by > 0 else -1)
    if not 0 <= wanted <= len(picture.masks):
        return None
    return move_mask_edit(document, picture.active_mask, wanted)


def mask_look_edit(document: Document, uid: str, **fields: Any) -> PictureReplaced | None:
    """Another name, prompt, strength or colour; None where it is so already.

    Any: each field has its own type. Raises BadInput for an empty name or a wrong strength.
    """
    before = document.picture
    entry = _named(before, uid)
    if all(getattr(entry, name) == value for name, value in fields.items()):
        return None
    if not str(fields.get("name", entry.name)).strip():
        raise BadInput("A mask needs a name.")
    field = next(iter(fields))
    # A prompt is written and a strength dragged in many small steps, which are one.
    merges = f"{field} {uid}" if field in ("prompt", "strength") else ""
    return PictureReplaced(_TITLES[field], before, before.mask_changed(uid, **fields), merges)


def _with(picture: Picture, mask: NamedMask, above: str | None = None) -> Picture:
    place = picture.masks.index(_named(picture, above or picture.active_mask)) + 1
    masks = (*picture.masks[:place], mask, *picture.masks[place:])
    return replace(picture, masks=masks, active_mask=mask.uid)


def _named(picture: Picture, uid: str) -> NamedMask:
    found = next((entry for entry in picture.masks if entry.uid == uid), None)
    if found is None:
        raise BadInput("That mask is no longer there.")
    return found


def free_name(picture: Picture, wanted: str) -> str:
    """The wanted name, with a number where another mask has it already."""
    taken = {entry.name for entry in picture.masks}
    names = (wanted if number == 1 else f"{wanted} {number}" for number in count(1))
    return next(name for name in names if name not in taken)
