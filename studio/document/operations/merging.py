"""Several layers as one. What is seen stays as it is, or the edit is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.document.compositing import composite
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Blend, Group, Layer, Node, layers_of, walk
from studio.document.picture import Picture
from studio.document.room import check_layer
from studio.document.surface import Raster
from studio.document.tree import Nodes, children_of, place_of

UNSEEN = 2
"""Levels of 255: rounded once more or once less."""
_BAND_ROWS = 512


def merge_down_edit(document: Document) -> PictureReplaced | None:
    """The active layer and the one below it as one; a group with what it holds.

    None where nothing is active. Raises BadInput where nothing lies below, where one of them is
    locked or hidden, and where no one layer looks as the two do.
    """
    picture = document.picture
    node = picture.node
    if isinstance(node, Group):
        return merge_group_edit(document)
    if node is None:
        return None
    parent, index = place_of(picture.nodes, node.uid)
    if index == 0:
        raise BadInput(f"Nothing lies below “{node.name}” to merge it with.")
    siblings = children_of(picture.nodes, parent)
    below = siblings[index - 1]
    for each in (node, below):
        _check_mergeable(each)
    merged = _merged_pair(siblings, below, node, picture.extent)
    after = picture.put(node.uid, ()).put(below.uid, (merged,))
    return PictureReplaced("Merge down", picture, replace(after, active_node=merged.uid))


def merge_group_edit(document: Document) -> PictureReplaced | None:
    """The active group as one layer of the same look; None where no group is active.

    Raises BadInput for a locked group and for an empty one.
    """
    picture, group = document.picture, document.picture.node
    if not isinstance(group, Group):
        return None
    locked = next((each for each in walk((group,)) if each.locked), None)
    if locked is not None:
        raise BadInput(f"“{locked.name}” is locked: unlock it to merge the group.")
    if not layers_of((group,)):
        raise BadInput(f"“{group.name}” is empty.")
    merged = Layer(
        raster=_flat(group.children, picture.extent),
        name=group.name,
        visible=group.visible,
        opacity=group.opacity,
        blend=group.blend,
        clips=group.clips,
    )
    after = replace(picture.put(group.uid, (merged,)), active_node=merged.uid)
    return PictureReplaced("Merge group", picture, after)


def merge_visible_edit(document: Document) -> PictureReplaced | None:
    """All that is visible as one layer, where the lowest of it was; what is hidden stays.

    None where it is one plain layer already.
    """
    picture = document.picture
    visible = [node for node in picture.nodes if node.visible]
    if not visible or (len(visible) == 1 and _is_plain_layer(visible[0])):
        return None
    merged = Layer(raster=_flat(visible, picture.extent), name=visible[0].name)
    nodes = tuple(
        merged if node is visible[0] else node
        for node in picture.nodes
        if node is visible[0] or not node.visible
    )
    after = replace(picture, nodes=nodes, active_node=merged.uid)
    return PictureReplaced("Merge visible layers", picture, after)


def flatten_edit(document: Document) -> PictureReplaced | None:
    """One layer that looks as the picture does; what is hidden or beyond the canvas goes.

    None where there is nothing to flatten.
    """
    picture = document.picture
    is_flat = len(picture.nodes) == 1 and _is_plain_layer(picture.nodes[0])
    if not picture.nodes or (is_flat and _fits(picture)):
        return None
    pixels = composite(picture.nodes, Bounds.of(picture.extent))
    layer = Layer(raster=Raster(pixels), name=picture.nodes[0].name)
    after = replace(picture, nodes=(layer,), active_node=layer.uid)
    return PictureReplaced("Flatten picture", picture, after)


def stamp_edit(document: Document) -> PictureReplaced | None:
    """What is seen as a layer more, on top of all; None where there is nothing."""
    picture = document.picture
    if not picture.nodes:
        return None
    pixels = composite(picture.nodes, Bounds.of(picture.extent))
    layer = Layer(raster=Raster(pixels), name="Visible")
    after = picture.inserted(layer, None, len(picture.nodes))
    return PictureReplaced("New layer from visible", picture, after)


def can_merge_down(picture: Picture) -> bool:
    """Whether there is something to merge with; it may still be refused for its look."""
    node = picture.node
    if node is None or isinstance(node, Group):
        return node is not None
    return place_of(picture.nodes, node.uid)[1] > 0


def _check_mergeable(node: Node) -> None:
    if not node.visible:
        raise BadInput(f"“{node.name}” is hidden: show it to merge it.")
    locked = next((each for each in walk((node,)) if each.locked), None)
    if locked is not None:
        raise BadInput(f"“{locked.name}” is locked: unlock it to merge it.")


def _merged_pair(siblings: Nodes, below: Node, top: Node, extent: Extent) -> Layer:
    """Raises BadInput where none of the ways to merge looks as the two do."""
    place = siblings.index(below)
    nothing_lies_below = not any(node.visible for node in siblings[:place])
    for nodes, look in _ways(below, top):
        raster = _flat(nodes, extent)
        merged = replace(look, raster=raster)
        if nothing_lies_below or (_is_plain(below) and _is_plain(top)):
            # Layers in normal mode can be put together in any order.
            return merged
        after = (*siblings[:place], merged, *siblings[place + 2 :])
        if _look_the_same(siblings, after, extent):
            return merged
    raise BadInput(
        f"“{top.name}” and “{below.name}” would look different as one layer, since they blend"
        " with what lies below them too. Merge the visible layers instead."
    )


def _ways(below: Node, top: Node) -> Iterator[tuple[Nodes, Layer]]:
    """What is flattened, and the look of the layer that comes of it, the likeliest first."""
    plain = Layer.clear(below.name, Extent(1, 1))
    yield (below, top), plain
    # The one above acts on nothing but the one below.
    bare = replace(below, blend=Blend.NORMAL, opacity=1.0, clips=False)
    yield (
        (bare, top),
        replace(plain, blend=below.blend, opacity=below.opacity, clips=below.clips),
    )
    # Both do the same to what lies below: two multiplied layers, two that are clipped.
    weighted = replace(below, blend=Blend.NORMAL, clips=False)
    yield (
        (weighted, replace(top, clips=False)),
        replace(plain, blend=below.blend, clips=below.clips),
    )


def _flat(nodes: Sequence[Node], extent: Extent) -> Raster:
    """With what reaches beyond the canvas. Raises BadInput where that is too far apart."""
    bounds = Bounds.of(extent)
    for layer in layers_of(tuple(nodes)):
        bounds = bounds.united(layer.raster.bounds)
    check_layer(bounds)
    return Raster(composite(tuple(nodes), bounds), bounds.x, bounds.y)


def _look_the_same(before: Nodes, after: Nodes, extent: Extent) -> bool:
    for y in range(0, extent.height, _BAND_ROWS):
        band = Bounds(0, y, extent.width, min(_BAND_ROWS, extent.height - y))
        one, other = (composite(nodes, band).astype(np.int16) for nodes in (before, after))
        if np.abs(one - other).max() > UNSEEN:
            return False
    return True


def _is_plain(node: Node) -> bool:
    return node.blend is Blend.NORMAL and not node.clips


def _is_plain_layer(node: Node) -> bool:
    """One that looks as its pixels do."""
    is_bare = _is_plain(node) and node.opacity == 1.0 and node.visible
    return isinstance(node, Layer) and is_bare


def _fits(picture: Picture) -> bool:
    """Whether no layer reaches beyond the canvas."""
    whole = Bounds.of(picture.extent)
    return all(layer.raster.bounds == whole for layer in picture.layers)
