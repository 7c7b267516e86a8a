"""Guides: lines that hands and tools keep to."""

from __future__ import annotations

from dataclasses import replace

from studio.core.errors import BadInput
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.picture import Guides

MOST = 100
"""Of each direction."""


def add_edit(document: Document, place: float, *, upright: bool) -> PictureReplaced | None:
    """One more, at that x (upright) or y; None where there is one already. Raises BadInput."""
    before = lines_of(document.picture.guides, upright=upright)
    if len(before) >= MOST:
        raise BadInput(f"There are {MOST} such guides already: remove one first.")
    return _edit(document, "Add guide", (*before, place), upright=upright)


def move_edit(
    document: Document, old: float, new: float, *, upright: bool
) -> PictureReplaced | None:
    """A guide elsewhere; None where it is there already."""
    others = _without(document, old, upright=upright)
    return _edit(document, "Move guide", (*others, new), upright=upright)


def remove_edit(document: Document, place: float, *, upright: bool) -> PictureReplaced | None:
    others = _without(document, place, upright=upright)
    return _edit(document, "Remove guide", others, upright=upright)


def clear_edit(document: Document) -> PictureReplaced | None:
    """None of them; None where there is none."""
    picture = document.picture
    if not (picture.guides.upright or picture.guides.level):
        return None
    return PictureReplaced("Remove guides", picture, replace(picture, guides=Guides()))


def lines_of(guides: Guides, *, upright: bool) -> tuple[float, ...]:
    return guides.upright if upright else guides.level


def _without(document: Document, place: float, *, upright: bool) -> tuple[float, ...]:
    lines = lines_of(document.picture.guides, upright=upright)
    return tuple(line for line in lines if line != place)


def _edit(
    document: Document, title: str, lines: tuple[float, ...], *, upright: bool
) -> PictureReplaced | None:
    picture = document.picture
    lines = tuple(sorted(set(lines)))
    if lines == lines_of(picture.guides, upright=upright):
        return None
    field = "upright" if upright else "level"
    guides = replace(picture.guides, **{field: lines})
    return PictureReplaced(title, picture, replace(picture, guides=guides))
