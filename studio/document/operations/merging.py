"""Several layers as one. What is seen stays as it is, or the edit is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.document.compositing import composite
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Blend, Group, Layer, Node, layers_of
from studio.document.picture import Picture
from studio.document.room import check_layer
from studio.document.surface import Raster
from studio.document.tree import (
    Nodes,
    children_of,
    locked_with,
    outermost,
    place_of,
    put,
    siblings_of,
    without,
)

UNSEEN = 2
"""Levels of 255: rounded once more or once less."""
_BAND_ROWS = 512
_SEVERAL = 2


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
        _check_mergeable(picture.nodes, each)
    merged = _merged_pair(siblings, below, node, picture.extent)
    after = picture.put(node.uid, ()).put(below.uid, (merged,))
    return PictureReplaced("Merge down", picture, replace(after, active_node=merged.uid))


def merge_chosen_edit(document: Document, uids: Collection[str]) -> PictureReplaced | None:
    """These layers and groups as one layer; where it is only one, with what lies below.

    None where nothing is chosen. Raises BadInput where one of them is locked or hidden, where they
    lie in different groups, and where no one layer looks as they do.
    """
    picture = document.picture
    chosen = outermost(picture.nodes, uids)
    if len(chosen) < _SEVERAL:
        return merge_down_edit(document)
    parents = {place_of(picture.nodes, node.uid)[0] for node in chosen}
    if len(parents) > 1:
        raise BadInput("Only layers that lie in the same group can be merged: move them there.")
    for each in chosen:
        _check_mergeable(picture.nodes, each)
    siblings = children_of(picture.nodes, *parents)
    # Where others lie between them, either end may be the place where it looks the same.
    for at in (chosen[-1], chosen[0]):
        merged = _merged(siblings, chosen, at, picture.extent)
        if merged is not None:
            nodes = without(put(picture.nodes, at.uid, (merged,)), {node.uid for node in chosen})
            after = replace(picture, nodes=nodes, active_node=merged.uid)
            return PictureReplaced("Merge layers", picture, after)
    raise BadInput(
        "These layers would look different as one, since they blend with what lies below or"
        " between them too. Merge the visible layers instead."
    )


def merge_group_edit(document: Document) -> PictureReplaced | None:
    """The active group as one layer of the same look; None where no group is active.

    Raises BadInput for a locked group and for an empty one.
    """
    picture, group = document.picture, document.picture.node
    if not isinstance(group, Group):
        return None
    locked = locked_with(picture.nodes, group)
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


def can_merge(picture: Picture) -> bool:
    """Whether there is something to merge with; it may still be refused for its look."""
    node = picture.node
    if node is None or isinstance(node, Group):
        return node is not None
    return len(siblings_of(picture.nodes, node.uid)) > 1


def _check_mergeable(nodes: Nodes, node: Node) -> None:
    if not node.visible:
        raise BadInput(f"“{node.name}” is hidden: show it to merge it.")
    locked = locked_with(nodes, node)
    if locked is not None:
        raise BadInput(f"“{locked.name}” is locked: unlock it to merge it.")


def _merged_pair(siblings: Nodes, below: Node, top: Node, extent: Extent) -> Layer:
    """Raises BadInput where none of the ways to merge looks as the two do."""
    merged = _merged(siblings, (below, top), below, extent)
    if merged is None:
        raise BadInput(
            f"“{top.name}” and “{below.name}” would look different as one layer, since they blend"
            " with what lies below them too. Merge the visible layers instead."
        )
    return merged


def _merged(siblings: Nodes, chosen: Nodes, at: Node, extent: Extent) -> Layer | None:
    """One layer that looks as these siblings do, in the place of one; None where none does."""
    places = [siblings.index(node) for node in chosen]
    lie_together = places[-1] - places[0] == len(chosen) - 1
    nothing_lies_below = not any(node.visible for node in siblings[: places[0]])
    # Layers in normal mode can be put together in any order.
    is_sure = lie_together and (nothing_lies_below or all(_is_plain(node) for node in chosen))
    for nodes, look in _ways(chosen):
        merged = replace(look, raster=_flat(nodes, extent))
        kept = tuple(node for node in siblings if node is at or node not in chosen)
        after = tuple(merged if node is at else node for node in kept)
        if is_sure or _look_the_same(siblings, after, extent):
            return merged
    return None


def _ways(chosen: Nodes) -> Iterator[tuple[Nodes, Layer]]:
    """What is flattened, and the look of the layer that comes of it, the likeliest first."""
    lowest, *above = chosen
    plain = Layer.clear(lowest.name, Extent(1, 1))
    yield chosen, plain
    # Those above act on nothing but the lowest.
    bare = replace(lowest, blend=Blend.NORMAL, opacity=1.0, clips=False)
    yield (
        (bare, *above),
        replace(plain, blend=lowest.blend, opacity=lowest.opacity, clips=lowest.clips),
    )
    # All do the same to what lies below: two multiplied layers, two that are clipped.
    weighted = replace(lowest, blend=Blend.NORMAL, clips=False)
    yield (
        (weighted, *(replace(each, clips=False) for each in above)),
        replace(plain, blend=lowest.blend, clips=lowest.clips),
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
