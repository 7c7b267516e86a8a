"""Which nodes are listed where, and where a dragged one would go. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from studio.document.layer import Group, Layer, Node
from studio.document.tree import Nodes

_INTO_SHARE = 0.25
"""Of a group's row: above this and below its mirror image the pointer means beside the group."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A node that is listed."""

    node: Node
    parent: str | None
    """Uid of its group; None = the canvas."""
    index: int
    """Its place there, 0 = lowest."""
    depth: int

    @property
    def uid(self) -> str:
        return self.node.uid


@dataclass(frozen=True, slots=True)
class Drop:
    """Where dragged nodes go."""

    parent: str | None
    index: int
    line: int
    """Before which row a line is drawn; where `into` is set, that row is lit instead."""
    depth: int
    into: str | None = None


def rows_of(nodes: Nodes, parent: str | None = None, depth: int = 0) -> tuple[TreeRow, ...]:
    """Topmost first; what an open group holds follows it."""
    rows: list[TreeRow] = []
    for index in reversed(range(len(nodes))):
        node = nodes[index]
        rows.append(TreeRow(node, parent, index, depth))
        if isinstance(node, Group) and node.is_open:
            rows.extend(rows_of(node.children, node.uid, depth + 1))
    return tuple(rows)


def drop_at(rows: tuple[TreeRow, ...], place: float, depth: int) -> Drop:
    """place: in rows from the top, with a fraction. depth: how far to the right the pointer is.

    Under the last layer of a group the pointer's depth says whether inside it or below it.
    """
    if not rows or place < 0:
        return Drop(None, len([row for row in rows if row.parent is None]), 0, 0)
    number, share = int(place), place % 1
    if number >= len(rows):
        return _after(rows, len(rows) - 1, depth)
    row = rows[number]
    if isinstance(row.node, Group) and _INTO_SHARE <= share <= 1 - _INTO_SHARE:
        return Drop(row.uid, len(row.node.children), number, row.depth, into=row.uid)
    if share < 1 / 2:
        above = rows[number - 1] if number else None
        if above is not None and above.depth > row.depth:
            return _after(rows, number - 1, depth)
        return Drop(row.parent, row.index + 1, number, row.depth)
    return _after(rows, number, depth)


def _after(rows: tuple[TreeRow, ...], number: int, depth: int) -> Drop:
    """Below a row: beside it, inside it where it is an open group, or below a group around it."""
    row, line = rows[number], number + 1
    if isinstance(row.node, Group) and row.node.is_open and row.node.children:
        return Drop(row.uid, len(row.node.children), line, row.depth + 1)
    lowest = rows[line].depth if line < len(rows) else 0
    while row.index == 0 and row.depth > max(depth, lowest):
        row = next(each for each in rows if each.uid == row.parent)
    return Drop(row.parent, row.index, line, row.depth)


def subtitle(node: Node) -> str:
    """ "Multiply · 60 % · clipped" """
    words = [blend_title(node.blend.name), f"{round(node.opacity * 100)} %"]
    if node.clips:
        words.append("clipped")
    if node.locked:
        words.append("locked")
    elif isinstance(node, Layer) and node.alpha_locked:
        words.append("transparency locked")
    return " · ".join(words)


def blend_title(name: str) -> str:
    """ "Soft light"; "Colour" as everywhere in the window, though the files write "color"."""
    return name.replace("_", " ").replace("COLOR", "COLOUR").capitalize()
