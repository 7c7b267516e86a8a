"""A layer, or all of a group: moved, flipped, turned, scaled. The canvas stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Point
from studio.core.work import Work
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, Layer, Node, found, layers_of, walk
from studio.document.placement import Placement
from studio.document.placing import placed
from studio.document.resampling import Resampling
from studio.document.reshaping import with_rasters
from studio.document.room import LAYER_BYTES, check_layer, check_memory
from studio.document.surface import Raster, moved_by
from studio.document.turning import Axis

_TURNS = {1: "Rotate layer clockwise", 2: "Rotate layer 180°", 3: "Rotate layer counter-clockwise"}
_FLIPS = {Axis.HORIZONTAL: "Flip layer horizontally", Axis.VERTICAL: "Flip layer vertically"}


def movable(document: Document, uid: str | None) -> Node:
    """A layer or group that may be moved. Raises BadInput where there is none, or it is locked."""
    node = found(document.picture.nodes, uid)
    if node is None:
        raise BadInput("Choose a layer first.")
    locked = next((each for each in walk((node,)) if each.locked), None)
    if locked is not None:
        kind = "group" if isinstance(locked, Group) else "layer"
        raise BadInput(f"The {kind} “{locked.name}” is locked: unlock it to move it.")
    return node


def painted_bounds(node: Node) -> Bounds:
    """Around all that is painted on a layer, or on a group's layers, hidden ones too."""
    around = Bounds(0, 0, 0, 0)
    for layer in layers_of((node,)):
        around = around.united(layer.raster.painted)
    return around


def move_edit(document: Document, uid: str, dx: int, dy: int) -> PictureReplaced | None:
    """By whole px; what comes to lie outside the canvas is kept. Raises BadInput."""
    movable(document, uid)
    if dx == dy == 0:
        return None

    def move(raster: Raster, content: Bounds) -> Raster:
        _check_room(document, content.moved(dx, dy))
        return moved_by(raster, dx, dy, document.extent)

    return _edit(document, "Move", uid, move, Work())


def flip_layer_edit(document: Document, uid: str, axis: Axis) -> PictureReplaced | None:
    """In its place, exactly. Raises BadInput."""
    here = Placement.of(painted_bounds(movable(document, uid)))
    there = (
        replace(here, width=-here.width)
        if axis is Axis.HORIZONTAL
        else replace(here, height=-here.height)
    )
    return placed_edit(document, uid, there, title=_FLIPS[axis])


def turn_layer_edit(document: Document, uid: str, quarters: int) -> PictureReplaced | None:
    """Clockwise around its middle by quarters of a turn, exactly. Raises BadInput."""
    around = painted_bounds(movable(document, uid))
    here, quarters = Placement.of(around), quarters % 4
    if quarters % 2:
        # A middle between pixels is rounded so that turning back leads back.
        shift = int((around.width - around.height) / 2) - (around.width - around.height) / 2
        here = replace(here, centre=Point(here.centre.x + shift, here.centre.y - shift))
    there = replace(here, angle=quarters * 90.0)
    return placed_edit(document, uid, there, title=_TURNS.get(quarters, ""))


def placed_edit(
    document: Document,
    uid: str,
    placement: Placement,
    resampling: Resampling = Resampling.BICUBIC,
    *,
    title: str = "Transform",
    work: Work | None = None,
) -> PictureReplaced | None:
    """Put all that is painted there into another rectangle.

    Whole px, quarters of a turn and flips are exact. Raises BadInput, also for want of memory.
    """
    around = painted_bounds(movable(document, uid))
    if around.is_empty or placement == Placement.of(around):
        return None

    def place(raster: Raster, content: Bounds) -> Raster:
        part = placement.part(around, content)
        _check_room(document, part.bounds)
        return placed(raster, content, part, resampling, document.extent)

    return _edit(document, title, uid, place, work or Work())


def _check_room(document: Document, bounds: Bounds) -> None:
    check_layer(bounds)
    needed = bounds.united(Bounds.of(document.extent)).extent
    # Once for the layer, and once while it is made.
    check_memory(2 * needed.area * LAYER_BYTES, f"A layer that reaches over {needed} px")


def _edit(
    document: Document,
    title: str,
    uid: str,
    change: Callable[[Raster, Bounds], Raster],
    work: Work,
) -> PictureReplaced | None:
    """change: from a layer's pixels and what is painted of them; clear layers stay."""
    picture = document.picture
    node = movable(document, uid)
    count, made = len(layers_of((node,))), 0

    def changed(layer: Layer) -> Raster:
        nonlocal made
        content = layer.raster.painted
        raster = layer.raster if content.is_empty else change(layer.raster, content)
        made += 1
        work.tell(made / count)
        return raster

    (after,) = with_rasters((node,), changed)
    return None if after is node else PictureReplaced(title, picture, picture.put(uid, (after,)))
