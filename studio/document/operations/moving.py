"""A layer, or all of a group: moved, flipped, turned, scaled. The canvas stays."""

from __future__ import annotations

from collections.abc import Callable

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Point
from studio.core.work import Work
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, Layer, Node, found, layers_of
from studio.document.picture import Picture
from studio.document.placement import Placement
from studio.document.placing import placed
from studio.document.resampling import Resampling
from studio.document.room import LAYER_BYTES, check_layer, check_memory
from studio.document.surface import Raster, moved_by
from studio.document.tree import locked_with, with_rasters
from studio.document.turning import Axis

_TURNS = {1: "Rotate layer clockwise", 2: "Rotate layer 180°", 3: "Rotate layer counter-clockwise"}
_ALPHA = 3
_FLIPS = {Axis.HORIZONTAL: "Flip layer horizontally", Axis.VERTICAL: "Flip layer vertically"}


def movable(picture: Picture, uid: str | None) -> Node:
    """A layer or group that may be moved. Raises BadInput where there is none, or it is locked."""
    node = found(picture.nodes, uid)
    if node is None:
        raise BadInput("Choose a layer first.")
    locked = locked_with(picture.nodes, node)
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


def layer_at(picture: Picture, point: Point) -> Layer | None:
    """The topmost layer that is seen there."""
    pixel = Bounds(*point.pixel, 1, 1)
    for layer in reversed(_shown(picture.nodes)):
        part = layer.raster.part(pixel)
        if part.size and part[0, 0, _ALPHA]:
            return layer
    return None


def _shown(nodes: tuple[Node, ...]) -> list[Layer]:
    """Layers that neither they nor a group around them hide, bottom first."""
    shown: list[Layer] = []
    for node in nodes:
        if node.visible and node.opacity > 0:
            shown.extend(_shown(node.children) if isinstance(node, Group) else [node])
    return shown


# As steps of undo.


def move_edit(document: Document, uid: str, dx: int, dy: int) -> PictureReplaced | None:
    """By whole px; what comes to lie outside the canvas is kept. Raises BadInput."""
    return _edit("Move", document.picture, moved(document.picture, uid, dx, dy))


def flip_layer_edit(document: Document, uid: str, axis: Axis) -> PictureReplaced | None:
    """In its place, exactly. Raises BadInput."""
    return _in_place(document, uid, _FLIPS[axis], lambda here: here.flipped(axis))


def turn_layer_edit(document: Document, uid: str, quarters: int) -> PictureReplaced | None:
    """Clockwise around its middle by quarters of a turn, exactly. Raises BadInput."""
    title = _TURNS.get(quarters % 4, "")
    return _in_place(document, uid, title, lambda here: here.turned(quarters))


# As pictures.


def moved(picture: Picture, uid: str, dx: int, dy: int) -> Picture:
    """With a node elsewhere by whole px; the same one where nothing moves. Raises BadInput."""
    movable(picture, uid)
    if dx == dy == 0:
        return picture

    def move(raster: Raster, content: Bounds) -> Raster:
        _check_room(picture, content.moved(dx, dy))
        return moved_by(raster, dx, dy, picture.extent)

    return _changed(picture, uid, move, Work())


def placed_in(
    picture: Picture,
    uid: str,
    placement: Placement,
    resampling: Resampling = Resampling.BICUBIC,
    work: Work | None = None,
) -> Picture:
    """With all that is painted on a node in another rectangle; the same where it lies there.

    Whole px, quarters of a turn and flips are exact. Raises BadInput, also for want of memory,
    and Stopped once the work is not wanted any longer.
    """
    around = painted_bounds(movable(picture, uid))
    if around.is_empty or placement == Placement.of(around):
        return picture

    def place(raster: Raster, content: Bounds) -> Raster:
        part = placement.part(around, content)
        _check_room(picture, part.bounds)
        return placed(raster, content, part, resampling, picture.extent)

    return _changed(picture, uid, place, work or Work())


def _in_place(
    document: Document, uid: str, title: str, way: Callable[[Placement], Placement]
) -> PictureReplaced | None:
    picture = document.picture
    around = painted_bounds(movable(picture, uid))
    if around.is_empty:
        return None
    return _edit(title, picture, placed_in(picture, uid, way(Placement.of(around))))


def _edit(title: str, before: Picture, after: Picture) -> PictureReplaced | None:
    return None if after is before else PictureReplaced(title, before, after)


def _check_room(picture: Picture, bounds: Bounds) -> None:
    needed = bounds.united(Bounds.of(picture.extent))
    check_layer(needed)
    # Once for the layer, and once while it is made.
    size = needed.extent
    check_memory(2 * size.area * LAYER_BYTES, f"A layer that reaches over {size} px")


def _changed(
    picture: Picture, uid: str, change: Callable[[Raster, Bounds], Raster], work: Work
) -> Picture:
    """change: from a layer's pixels and what is painted of them; clear layers stay."""
    node = movable(picture, uid)
    count, made = len(layers_of((node,))), 0

    def changed(layer: Layer) -> Raster:
        nonlocal made
        content = layer.raster.painted
        raster = layer.raster if content.is_empty else change(layer.raster, content)
        made += 1
        work.tell(made / count)
        return raster

    (after,) = with_rasters((node,), changed)
    return picture if after is node else picture.put(uid, (after,))
