"""The layers of a picture: more of them, fewer, and how they look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, Layer, Node, found, layers_of, new_uid, walk
from studio.document.picture import Picture
from studio.document.room import LAYER_BYTES, check_memory
from studio.document.surface import moved_by
from studio.document.tree import (
    check_depth,
    locked_with,
    neighbour,
    outermost,
    place_above,
    siblings_of,
    without,
)

_TITLES = {
    "visible": "Show or hide layer",
    "opacity": "Layer opacity",
    "blend": "Blend mode",
    "clips": "Clip to below",
    "locked": "Lock layer",
    "alpha_locked": "Lock transparency",
    "name": "Rename layer",
}


# How they look.


def look_edit(document: Document, uid: str, **fields: Any) -> PictureReplaced | None:
    """Other fields of one layer or group; None where they are so already.

    Any: each field has its own type. Raises BadInput for a number outside its range.
    """
    node = found(document.picture.nodes, uid)
    if node is None or all(getattr(node, name) == value for name, value in fields.items()):
        return None
    title = _TITLES[next(iter(fields))]
    # Steps of an opacity come in a row, from a key that is held or a wheel that is turned.
    merges = f"opacity {uid}" if "opacity" in fields else ""
    after = document.picture.changed(uid, **fields)
    return PictureReplaced(title, document.picture, after, merges)


def toggle_edit(document: Document, field: str = "visible") -> PictureReplaced | None:
    """Turn one of the active node's switches; None where it has none of that name."""
    node = document.picture.node
    if node is None or not hasattr(node, field):
        return None
    return look_edit(document, node.uid, **{field: not getattr(node, field)})


def alone_edit(document: Document, uid: str) -> PictureReplaced | None:
    """Show this node alone among its neighbours; all of them where it is alone already."""
    picture = document.picture
    siblings = siblings_of(picture.nodes, uid)
    is_alone = all(node.visible is (node.uid == uid) for node in siblings)
    after = picture
    for node in siblings:
        wanted = is_alone or node.uid == uid
        if node.visible is not wanted:
            after = after.changed(node.uid, visible=wanted)
    if after is picture:
        return None
    title = "Show all layers" if is_alone else "Show layer alone"
    return PictureReplaced(title, picture, after)


# More and fewer.


def add_edit(document: Document) -> PictureReplaced:
    """A clear layer above the active one, or on top inside an open group."""
    picture = document.picture
    layer = Layer.clear(fresh_name(picture, "Layer"), picture.extent)
    return _inserted("New layer", picture, layer)


def add_group_edit(document: Document) -> PictureReplaced:
    """An empty group, where a new layer would come. Raises BadInput where it is too deep."""
    picture = document.picture
    return _inserted("New group", picture, Group(name=fresh_name(picture, "Group"), children=()))


def put_on_top_edit(document: Document, title: str, layer: Layer) -> PictureReplaced:
    """A layer over all others."""
    picture = document.picture
    after = picture.inserted(layer, None, len(picture.nodes))
    return PictureReplaced(title, picture, after)


def put_above_edit(document: Document, title: str, layer: Layer) -> PictureReplaced:
    """A layer where a new one would come."""
    return _inserted(title, document.picture, layer)


def duplicate_edit(document: Document, uids: Sequence[str]) -> PictureReplaced | None:
    """A copy of each node above it, with pixels of its own; None where none is there.

    Raises BadInput for want of memory.
    """
    picture = document.picture
    after, copied = picture, outermost(picture.nodes, uids)
    painted = sum(layer.raster.painted.extent.area for layer in layers_of(copied))
    check_memory(painted * LAYER_BYTES, "A copy")
    for node in copied:
        parent, index = after.where(node.uid)
        after = after.inserted(_copied(node, picture.extent), parent, index + 1)
    return None if after is picture else PictureReplaced("Duplicate layer", picture, after)


def remove_edit(document: Document, uids: Sequence[str]) -> PictureReplaced | None:
    """Without these nodes. Raises BadInput for a locked one, and where no layer would be left."""
    picture = document.picture
    removed = outermost(picture.nodes, uids)
    for node in removed:
        locked = locked_with(picture.nodes, node)
        if locked is not None:
            raise BadInput(f"“{locked.name}” is locked: unlock it to delete it.")
    left = without(picture.nodes, uids)
    if removed and not layers_of(left):
        raise BadInput("A picture keeps at least one layer.")
    active = neighbour(picture.nodes, picture.active_node, uids)
    after = replace(picture, nodes=left, active_node=active)
    return PictureReplaced("Delete layer", picture, after) if removed else None


def fresh_name(picture: Picture, word: str) -> str:
    """ "Layer 3", where 2 is the highest number of that word so far."""
    pattern = re.compile(re.escape(word) + r" (\d{1,6})")
    matches = (pattern.fullmatch(node.name) for node in walk(picture.nodes))
    return f"{word} {max((int(match[1]) for match in matches if match), default=0) + 1}"


def _inserted(title: str, picture: Picture, node: Node) -> PictureReplaced:
    place = place_above(picture.nodes, picture.active_node)
    after = picture.inserted(node, *place)
    check_depth(after.nodes)
    return PictureReplaced(title, picture, after)


def _copied(node: Node, extent: Extent, *, renamed: bool = True) -> Node:
    name = f"{node.name} copy" if renamed else node.name
    if isinstance(node, Layer):
        return replace(node, uid=new_uid(), name=name, raster=moved_by(node.raster, 0, 0, extent))
    children = tuple(_copied(child, extent, renamed=False) for child in node.children)
    return replace(node, uid=new_uid(), name=name, children=children)
