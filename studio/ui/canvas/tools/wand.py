"""Masks what looks like the pixel that is clicked."""

from __future__ import annotations

from studio.core.geometry import Point
from studio.document.document import Document
from studio.document.edit import PixelEdit
from studio.document.masking.shapes import Shape, softened
from studio.document.operations.mask_picking import Likeness, colour_shape, wand_shape
from studio.document.operations.masks import shape_edit
from studio.ui.canvas.tools.selecting import SelectingTool
from studio.ui.canvas.tools.tool import Pointer


class MagicWand(SelectingTool):
    """As far as it hangs together with that pixel."""

    what = "magic wand"

    def press(self, pointer: Pointer) -> None:
        if self.begin(pointer) and self._is_inside(pointer.position):
            point = pointer.position
            self._host.session.do(lambda document: self._picked(document, point))

    def picked(self, document: Document, point: Point, likeness: Likeness) -> Shape:
        """What is like the pixel at that place."""
        return wand_shape(document, point, likeness)

    def _picked(self, document: Document, point: Point) -> PixelEdit | None:
        settings = self.settings
        likeness = Likeness(
            tolerance=settings.tolerance,
            all_layers=settings.sample_all,
            antialias=settings.antialias,
        )
        shape = self.picked(document, point, likeness)
        soft = softened(shape, settings.softness_px, document.extent)
        return shape_edit(document, self.what, soft, self._mode)

    def _is_inside(self, point: Point) -> bool:
        return 0 <= point.x < self.extent.width and 0 <= point.y < self.extent.height


class ColourRange(MagicWand):
    """Wherever it lies in the picture."""

    what = "colour"

    def picked(self, document: Document, point: Point, likeness: Likeness) -> Shape:
        return colour_shape(document, point, likeness)
