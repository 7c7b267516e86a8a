"""Places in the tree of layers: who holds a node, who lies beside it, other trees from one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from studio.core.errors import BadInput
from studio.document.layer import Group, Layer, Node, found, walk
from studio.document.surface import Raster

Nodes = tuple[Node, ...]
Place = tuple[str | None, int]
"""Uid of the group that holds a node (None = the canvas), and its place there, 0 = lowest."""

DEEPEST = 32
"""Groups inside groups."""


def place_of(nodes: Nodes, uid: str) -> Place:
    """Raises BadInput where there is no such node."""
    for parent in (None, *(node for node in walk(nodes) if isinstance(node, Group))):
        for index, node in enumerate(nodes if parent is None else parent.children):
            if node.uid == uid:
                return (None if parent is None else parent.uid), index
    raise BadInput("That layer is no longer there.")


def children_of(nodes: Nodes, parent: str | None) -> Nodes:
    """What a group holds, or with None the canvas; nothing for a layer."""
    if parent is None:
        return nodes
    node = found(nodes, parent)
    return node.children if isinstance(node, Group) else ()


def siblings_of(nodes: Nodes, uid: str) -> Nodes:
    """All that lies in the same group, the node itself too. Raises BadInput."""
    return children_of(nodes, place_of(nodes, uid)[0])


def ancestors_of(nodes: Nodes, uid: str | None) -> tuple[Group, ...]:
    """The groups around a node, the innermost first."""
    holding = (node for node in walk(nodes) if isinstance(node, Group) and node.uid != uid)
    return tuple(group for group in holding if found(group.children, uid) is not None)


def locked_with(nodes: Nodes, node: Node) -> Node | None:
    """What keeps a node from being moved or taken away: itself, what it holds, a group around it.

    None where nothing does.
    """
    concerned = (*walk((node,)), *ancestors_of(nodes, node.uid))
    return next((each for each in concerned if each.locked), None)


def outermost(nodes: Nodes, uids: Collection[str]) -> Nodes:
    """The nodes of these uids, bottom first, without those inside another of them."""
    result: list[Node] = []
    for node in nodes:
        if node.uid in uids:
            result.append(node)
        elif isinstance(node, Group):
            result.extend(outermost(node.children, uids))
    return tuple(result)


def without(nodes: Nodes, uids: Collection[str]) -> Nodes:
    """The tree with these nodes taken out."""
    return tuple(
        replace(node, children=without(node.children, uids)) if isinstance(node, Group) else node
        for node in nodes
        if node.uid not in uids
    )


def put(nodes: Nodes, uid: str, instead: Nodes) -> Nodes:
    """The tree with these nodes in the place of one; what holds it not stays the same object."""
    result: list[Node] = []
    for node in nodes:
        if node.uid == uid:
            result.extend(instead)
        elif isinstance(node, Group) and found(node.children, uid) is not None:
            result.append(replace(node, children=put(node.children, uid, instead)))
        else:
            result.append(node)
    return tuple(result)


def with_rasters(nodes: Nodes, change: Callable[[Layer], Raster]) -> Nodes:
    """The same tree with other pixels; a node that keeps its own stays the same object."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, Group):
            children = with_rasters(node.children, change)
            is_same = all(new is old for new, old in zip(children, node.children, strict=True))
            result.append(node if is_same else replace(node, children=children))
        else:
            raster = change(node)
            result.append(node if raster is node.raster else replace(node, raster=raster))
    return tuple(result)


def inserted(nodes: Nodes, node: Node, parent: str | None, index: int) -> Nodes:
    """The tree with a node more."""
    if parent is None:
        return (*nodes[:index], node, *nodes[index:])
    group = found(nodes, parent)
    assert isinstance(group, Group), "a group of this tree"
    children = (*group.children[:index], node, *group.children[index:])
    return put(nodes, parent, (replace(group, children=children),))


def place_above(nodes: Nodes, uid: str | None) -> Place:
    """Where a new node comes: above that one, or on top inside it where it is an open group."""
    node = found(nodes, uid)
    if node is None:
        return None, len(nodes)
    if isinstance(node, Group) and node.is_open:
        return node.uid, len(node.children)
    parent, index = place_of(nodes, node.uid)
    return parent, index + 1


def neighbour(nodes: Nodes, uid: str | None, taken: Collection[str]) -> str | None:
    """What becomes active when these nodes are taken: the next below, above, or around it."""
    left = {node.uid for node in walk(without(nodes, taken))}
    while uid is not None and uid not in left:
        parent, index = place_of(nodes, uid)
        siblings = children_of(nodes, parent)
        others = (*siblings[:index][::-1], *siblings[index + 1 :])
        uid = next((node.uid for node in others if node.uid in left), parent)
    return uid


def depth_of(node: Node) -> int:
    """Groups inside each other; 0 for a layer."""
    if not isinstance(node, Group):
        return 0
    return 1 + max((depth_of(child) for child in node.children), default=0)


def check_depth(nodes: Nodes) -> None:
    """Raises BadInput where groups lie deeper in each other than can be handled."""
    if any(depth_of(node) > DEEPEST for node in nodes):
        raise BadInput(f"Groups can lie {DEEPEST} deep in each other at most.")
