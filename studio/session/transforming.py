"""The active layer or group in hand: moved, scaled, flipped and turned as one step of undo.

What is done is in the document at once, and is always made from the pixels that were there at
first: turning twice blurs once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from PySide6.QtGui import QTransform, QUndoCommand

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.work import Work
from studio.document.compositing import Afloat, Floating
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import found, layers_of
from studio.document.operations import moving
from studio.document.picture import Picture
from studio.document.placement import Placement
from studio.document.resampling import Resampling
from studio.document.turning import Axis
from studio.session.background import Task
from studio.session.patience import do_patiently
from studio.session.session import Session

_COPIED, _TURNED = 16, 4
"""So much less pixels take that are copied or turned than the filters of `patience`."""
_numbers = count(1)


@dataclass(slots=True)
class _Held:
    uid: str
    original: Picture
    """Before anything was done to the node."""
    around: Bounds
    """All that was painted on it then."""
    placement: Placement
    """Where that lies now in the document."""
    shown: Picture
    """The document's picture, while nobody else changes it."""
    command: QUndoCommand | None
    """The newest step of undo, while nobody else adds one."""
    mark: str
    """All steps with it are one."""

    @property
    def is_begun(self) -> bool:
        return self.shown is not self.original


class Transforming:
    """Follows the session: another active layer, or anything else done, begins it anew."""

    def __init__(self, session: Session, changed: Callable[[], object]) -> None:
        """changed: called when what it tells is another."""
        self._session = session
        self._changed = changed
        self._held: _Held | None = None
        self._nothing_in: tuple[Picture, QUndoCommand | None] | None = None
        self._task: Task | None = None
        self._resampling = Resampling.BICUBIC

    # What there is.

    @property
    def placement(self) -> Placement | None:
        """Where all lies that is painted on the active layer or group; None where nothing is."""
        held = self._followed()
        return None if held is None else held.placement

    @property
    def is_begun(self) -> bool:
        """Whether there is something that can be taken back."""
        held = self._followed()
        return held is not None and held.is_begun

    @property
    def is_busy(self) -> bool:
        """Whether something is being made that takes its time."""
        return self._task is not None

    @property
    def resampling(self) -> Resampling:
        return self._resampling

    def check(self) -> None:
        """Raises BadInput where the active layer cannot be moved."""
        picture = self._session.document.picture
        node = moving.movable(picture, picture.active_node)
        if moving.painted_bounds(node).is_empty:
            raise BadInput(f"Nothing is painted on “{node.name}” that could be moved.")

    def floating(self, placement: Placement) -> Floating:
        """How its layers are drawn to be seen there before they are put there."""
        held = self._followed()
        if held is None:
            return {}
        way = _way(held, placement)
        if way is None:
            picture, transform = held.original, placement.from_bounds(held.around)
        else:
            picture, transform = held.shown, QTransform.fromTranslate(*way)
        node = found(picture.nodes, held.uid)
        assert node is not None, "a node of the picture"
        return {layer.uid: Afloat(layer.raster, transform) for layer in layers_of((node,))}

    # What can be done.

    def place(self, placement: Placement) -> None:
        """Put it there."""
        held = self._followed()
        if held is not None and self._task is None and placement != held.placement:
            self._do(held, placement, self._resampling)

    def flip(self, axis: Axis) -> None:
        if (placement := self.placement) is not None:
            self.place(placement.flipped(axis))

    def turn(self, quarters: int) -> None:
        """Clockwise by quarters of a turn."""
        if (placement := self.placement) is not None:
            self.place(placement.turned(quarters))

    def sample(self, resampling: Resampling) -> None:
        """Make pixels in another way, those too that are in hand."""
        held = self._followed()
        if held is not None and held.is_begun and self._task is None:
            self._do(held, held.placement, resampling)
        else:
            self._resampling = resampling
        self._changed()

    def finish(self) -> None:
        """Leave it as it is: what comes next is a step of its own."""
        self._held = None
        self._changed()

    def give_up(self) -> None:
        """As it was at first."""
        held = self._followed()
        if self._task is not None:
            self._session.background.stop(self._task)
        elif held is not None and held.is_begun:
            self._held = None
            self._session.undo()
            self._changed()

    # How it is done.

    def _do(self, held: _Held, placement: Placement, resampling: Resampling) -> None:
        start = Placement.of(held.around)
        is_moved = replace(placement, centre=start.centre) == start
        title = "Move layer" if is_moved else "Transform layer"
        made: list[Picture] = []

        def make(document: Document, work: Work) -> PictureReplaced | None:
            del document
            made.append(_made(held, placement, resampling, work))
            if made[0] is held.original:
                return None
            return PictureReplaced(title, held.shown, made[0], held.mark)

        def ended() -> None:
            self._task = None
            document = self._session.document
            is_ours = document.picture is held.shown and self._newest is held.command
            if made and made[0] is held.original and is_ours:
                self._session.undo()
            elif not made or document.picture is not made[0]:
                self._changed()
                return
            held.placement, held.shown, held.command = placement, document.picture, self._newest
            self._held, self._resampling = held, resampling
            self._changed()

        px, besides = _px(held, placement), held.original.surfaces
        self._task = do_patiently(self._session, title, px, make, ended, besides=besides)
        self._changed()

    def _followed(self) -> _Held | None:
        """What is in hand, anew where somebody else has changed the picture."""
        picture, newest = self._session.document.picture, self._newest
        held = self._held
        if held is not None and held.shown is picture and held.command is newest:
            return held
        if self._task is not None:
            return held
        if held is None and self._nothing_in == (picture, newest):
            return None
        self._held = self._begun(picture, newest)
        self._nothing_in = (picture, newest) if self._held is None else None
        return self._held

    def _begun(self, picture: Picture, newest: QUndoCommand | None) -> _Held | None:
        try:
            node = moving.movable(picture, picture.active_node)
        except BadInput:
            # `check` tells why, once somebody wants to move it.
            return None
        around = moving.painted_bounds(node)
        if around.is_empty:
            return None
        mark = f"transform {node.uid} {next(_numbers)}"
        return _Held(node.uid, picture, around, Placement.of(around), picture, newest, mark)

    @property
    def _newest(self) -> QUndoCommand | None:
        stack = self._session.undo_stack
        return stack.command(stack.index() - 1) if stack.index() else None


def _made(held: _Held, placement: Placement, resampling: Resampling, work: Work) -> Picture:
    way = _way(held, placement)
    if way is not None:
        return moving.moved(held.shown, held.uid, *way)
    return moving.placed_in(held.original, held.uid, placement, resampling, work)


def _way(held: _Held, placement: Placement) -> tuple[int, int] | None:
    """Px by which what is made already only comes to lie elsewhere; None: it is made anew."""
    dx = placement.centre.x - held.placement.centre.x
    dy = placement.centre.y - held.placement.centre.y
    is_elsewhere = placement == held.placement.moved(dx, dy) and (dx, dy) != (0, 0)
    is_as_it_was = placement == Placement.of(held.around)
    if is_elsewhere and dx.is_integer() and dy.is_integer() and not is_as_it_was:
        return int(dx), int(dy)
    return None


def _px(held: _Held, placement: Placement) -> int:
    """Pixels that are looked at and made, as the slowest filter takes time for them."""
    result = Extent(max(1, round(abs(placement.width))), max(1, round(abs(placement.height))))
    node = found(held.original.nodes, held.uid)
    assert node is not None, "a node of the picture"
    px = len(layers_of((node,))) * (held.around.extent.area + result.area)
    if result != held.around.extent:
        return px
    return px // (_TURNED if placement.quarter_turns is None else _COPIED)
