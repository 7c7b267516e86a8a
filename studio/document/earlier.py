"""A picture as it was before steps that have been taken since."""

from __future__ import annotations

from collections.abc import Sequence

from studio.document.edit import Edit, PictureReplaced, PixelEdit
from studio.document.picture import Picture
from studio.document.snapshot import Snapshot, Tiles


def at_first(picture: Picture, edits: Sequence[Edit]) -> Snapshot:
    """The picture before all of these edits, to be looked at while they and others come and go.

    edits: that have led to this picture, oldest first. Memory is taken for what they have changed.
    Raises FileProblem where an old step cannot be read.
    """
    first = next((edit.before for edit in edits if isinstance(edit, PictureReplaced)), picture)
    shown = {layer.raster for layer in first.layers}
    tiles: Tiles = {}
    for edit in edits:
        if isinstance(edit, PixelEdit) and edit.surface in shown:
            # Of several that have changed a tile the oldest has what was there at first.
            oldest = tiles.setdefault(edit.surface, {})
            for tile, kept in zip(edit.tiles, edit.kept, strict=True):
                if tile not in oldest:
                    oldest[tile] = kept.pixels().copy()
    return Snapshot(first, tiles)


def since_blank(edits: Sequence[Edit]) -> Sequence[Edit]:
    """Those after which there has always been a picture."""
    for index in reversed(range(len(edits))):
        edit = edits[index]
        if isinstance(edit, PictureReplaced) and not edit.before.nodes:
            return edits[index + 1 :]
    return edits
