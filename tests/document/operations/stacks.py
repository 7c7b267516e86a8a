"""Layers to work on: small pictures whose look can be computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.compositing import composite
from studio.document.document import Document
from studio.document.layer import Group, Layer, Node
from studio.document.picture import Picture

EXTENT = Extent(24, 18)


def noise(seed: int, channels: int = 4) -> Pixels:
    shape = EXTENT.height, EXTENT.width, channels
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def layer(name: str, seed: int | None = None, **look: Any) -> Layer:
    """With noise where a seed is given, opaque for a negative one; clear otherwise."""
    if seed is None:
        made = Layer.clear(name, EXTENT)
    else:
        made = Layer.of(name, noise(abs(seed), 3 if seed < 0 else 4))
    return replace(made, uid=name, **look)


def group(name: str, *children: Node, **look: Any) -> Group:
    return replace(Group(name=name, children=children, uid=name), **look)


def document_of(*nodes: Node, active: str = "") -> Document:
    document = Document(EXTENT)
    picture = Picture.with_nodes(EXTENT, nodes)
    document.show(replace(picture, active_node=active or picture.active_node))
    return document


def looks(document: Document) -> Pixels:
    return composite(document.picture.nodes, Bounds.of(document.extent))


def tree(document: Document) -> list[Any]:
    """Names, bottom first; a group is its name and a list."""
    return _names(document.picture.nodes)


def _names(nodes: tuple[Node, ...]) -> list[Any]:
    return [
        (node.name, _names(node.children)) if isinstance(node, Group) else node.name
        for node in nodes
    ]
