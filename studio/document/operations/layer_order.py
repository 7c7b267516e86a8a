"""Where layers lie: above and below each other, in groups and out of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from studio.core.errors import BadInput
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, found
from studio.document.operations.layers import fresh_name
from studio.document.tree import (
    Nodes,
    check_depth,
    children_of,
    inserted,
    neighbour,
    outermost,
    place_of,
    without,
)


def move_edit(
    document: Document, uids: Collection[str], parent: str | None, index: int
) -> PictureReplaced | None:
    """Put nodes at a place of a group, or of the canvas (None); None where they lie there.

    index: in the list of children as it is now, 0 = below all of them. Raises BadInput for a group
    that would be put into itself.
    """
    picture = document.picture
    moved = outermost(picture.nodes, uids)
    if any(found((node,), parent) is not None for node in moved if parent is not None):
        raise BadInput("A group cannot be put into itself.")
    target = children_of(picture.nodes, parent)
    # Those that are taken from below the place leave it one lower each.
    index -= sum(node in moved for node in target[:index])
    nodes = without(picture.nodes, [node.uid for node in moved])
    for offset, node in enumerate(moved):
        nodes = inserted(nodes, node, parent, index + offset)
    check_depth(nodes)
    if _shape(nodes) == _shape(picture.nodes):
        return None
    return PictureReplaced("Move layer", picture, replace(picture, nodes=nodes))


def step_edit(document: Document, by: int) -> PictureReplaced | None:
    """The active node one place higher (1) or lower (-1); at the end of a group, out of it.

    None where it is the highest or lowest of all already.
    """
    picture = document.picture
    if picture.active_node is None:
        return None
    parent, index = place_of(picture.nodes, picture.active_node)
    wanted = index + (2 if by > 0 else -1)
    if not 0 <= wanted <= len(children_of(picture.nodes, parent)):
        if parent is None:
            return None
        parent, index = place_of(picture.nodes, parent)
        wanted = index + (1 if by > 0 else 0)
    return move_edit(document, [picture.active_node], parent, wanted)


def group_edit(document: Document, uids: Collection[str]) -> PictureReplaced | None:
    """These nodes in a new group, where the highest of them was; None where none is there."""
    picture = document.picture
    members = outermost(picture.nodes, uids)
    if not members:
        return None
    parent, index = place_of(picture.nodes, members[-1].uid)
    index -= sum(node in members for node in children_of(picture.nodes, parent)[:index])
    nodes = without(picture.nodes, [node.uid for node in members])
    group = Group(name=fresh_name(picture, "Group"), children=members)
    after = replace(picture, nodes=nodes).inserted(group, parent, index)
    check_depth(after.nodes)
    return PictureReplaced("Group layers", picture, after)


def ungroup_edit(document: Document) -> PictureReplaced | None:
    """The children of the active group in its place; None where no group is active.

    What a hidden group held is hidden then. Raises BadInput for a locked group, and where nothing
    would be left.
    """
    picture = document.picture
    group = picture.node
    if not isinstance(group, Group):
        return None
    if group.locked:
        raise BadInput(f"“{group.name}” is locked: unlock it first.")
    children = group.children
    if not group.visible:
        children = tuple(replace(child, visible=False) for child in children)
    active = children[-1].uid if children else neighbour(picture.nodes, group.uid, [group.uid])
    after = replace(picture.put(group.uid, children), active_node=active)
    if not after.nodes:
        raise BadInput("A picture keeps at least one layer.")
    return PictureReplaced("Ungroup layers", picture, after)


def _shape(nodes: Nodes) -> list[object]:
    """What two trees of the same nodes can differ in."""
    return [
        (node.uid, _shape(node.children) if isinstance(node, Group) else None) for node in nodes
    ]
