"""Masks what looks like the pixel that is clicked; a drag to the side changes the tolerance."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from studio.core.errors import StudioError
from studio.core.geometry import Point
from studio.document.document import Document
from studio.document.edit import PixelEdit
from studio.document.masking.shapes import Shape, softened
from studio.document.operations.mask_picking import Likeness, colour_shape, wand_shape
from studio.document.operations.masks import shape_edit
from studio.ui.canvas.tools.selecting import SelectingTool, paint_size
from studio.ui.canvas.tools.tool import Host, Pointer

_DRAG_PX = 6.0
_PX_PER_LEVEL = 2.0
_LARGEST_TOLERANCE = 255
_PATIENCE_S = 0.25
"""Where a patch takes longer than this to find, it is shown only when the pointer is lifted."""


class MagicWand(SelectingTool):
    """As far as it hangs together with that pixel."""

    what = "magic wand"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._point: Point | None = None
        """Where it was pressed; None while it is not."""
        self._pressed_at = self._pointer_at = QPointF()
        self._tolerance = 0
        self._shown: tuple[int, PixelEdit | None] | None = None
        """A tolerance, and what it makes of the mask, which is in the picture already."""
        self._took_s = 0.0

    def picked(self, document: Document, point: Point, likeness: Likeness) -> Shape:
        """What is like the pixel at that place."""
        return wand_shape(document, point, likeness)

    def press(self, pointer: Pointer) -> None:
        if self.begin(pointer) and self._is_inside(pointer.position):
            self._point = pointer.position
            self._pressed_at = self._pointer_at = pointer.view
            self._tolerance = self.settings.tolerance
            self._show()

    def move(self, pointer: Pointer) -> None:
        if self._point is None:
            return
        self._pointer_at = pointer.view
        across = pointer.view.x() - self._pressed_at.x()
        if abs(across) >= _DRAG_PX or self._tolerance != self.settings.tolerance:
            wanted = self.settings.tolerance + round(across / _PX_PER_LEVEL)
            self._tolerance = min(max(wanted, 0), _LARGEST_TOLERANCE)
            self._host.repaint()
        if self._took_s <= _PATIENCE_S:
            self._show()

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        if self._point is None:
            return
        self._show()
        edit = None if self._shown is None else self._shown[1]
        self._point = self._shown = None
        session = self._host.session
        session.push(edit)
        if self._tolerance != self.settings.tolerance:
            session.update_tool(selection=replace(self.settings, tolerance=self._tolerance))
        self._host.repaint()

    def cancel(self) -> None:
        self._take_back()
        self._point = None
        self._host.repaint()

    def paint(self, painter: QPainter) -> None:
        if self._point is not None and self._tolerance != self.settings.tolerance:
            paint_size(painter, f"tolerance {self._tolerance}", self._pointer_at)

    def _show(self) -> None:
        """Find the patch for the tolerance as it is, unless it is shown already."""
        if self._shown is not None and self._shown[0] == self._tolerance:
            return
        self._take_back()
        session, begun = self._host.session, perf_counter()
        try:
            edit = self._edit_of(session.document)
        except StudioError as error:
            self._point = None
            session.problem.emit(str(error))
            return
        if edit is not None:
            edit.apply(session.document)
        self._shown = self._tolerance, edit
        self._took_s = perf_counter() - begun

    def _take_back(self) -> None:
        if self._shown is not None and self._shown[1] is not None:
            self._shown[1].revert(self._host.session.document)
        self._shown = None

    def _edit_of(self, document: Document) -> PixelEdit | None:
        assert self._point is not None, "only while it is pressed"
        settings = self.settings
        likeness = Likeness(
            tolerance=self._tolerance,
            all_layers=settings.sample_all,
            antialias=settings.antialias,
        )
        shape = self.picked(document, self._point, likeness)
        soft = softened(shape, settings.softness_px, document.extent)
        return shape_edit(document, self.what, soft, self._mode)

    def _is_inside(self, point: Point) -> bool:
        return 0 <= point.x < self.extent.width and 0 <= point.y < self.extent.height


class ColourRange(MagicWand):
    """Wherever it lies in the picture."""

    what = "colour"

    def picked(self, document: Document, point: Point, likeness: Likeness) -> Shape:
        return colour_shape(document, point, likeness)
