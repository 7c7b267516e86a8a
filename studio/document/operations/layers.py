"""The layers of a picture and how they look."""

from __future__ import annotations

from typing import Any

from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import found

_TITLES = {
    "visible": "Show or hide layer",
    "opacity": "Layer opacity",
    "blend": "Blend mode",
    "clips": "Clip to below",
    "locked": "Lock layer",
    "alpha_locked": "Lock alpha",
    "name": "Rename layer",
}


def look_edit(document: Document, uid: str, **fields: Any) -> PictureReplaced | None:
    """Other fields of one layer or group; None where they are so already.

    Any: each field has its own type. Raises BadInput for a number outside its range.
    """
    node = found(document.picture.nodes, uid)
    if node is None or all(getattr(node, name) == value for name, value in fields.items()):
        return None
    title = _TITLES[next(iter(fields))]
    return PictureReplaced(title, document.picture, document.picture.changed(uid, **fields))


def toggle_edit(document: Document) -> PictureReplaced | None:
    """Show what is hidden of the active layer or group, or hide it."""
    node = document.picture.node
    return None if node is None else look_edit(document, node.uid, visible=not node.visible)
