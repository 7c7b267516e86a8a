"""Paints the mask, or takes it away; Alt does the other of the two."""

from __future__ import annotations

from studio.document.brushes.stroke import Stroke, mask_stroke
from studio.ui.canvas.tools.brush_tool import BrushTool
from studio.ui.canvas.tools.on_mask import begin_masking
from studio.ui.canvas.tools.tool import Pointer


class MaskBrush(BrushTool):
    brush_name = "mask_brush"
    erases = False

    @property
    def can_draw(self) -> bool:
        return self._host.session.can_mask

    def press(self, pointer: Pointer) -> None:
        if begin_masking(self._host.session):
            super().press(pointer)

    def begun(self, pointer: Pointer) -> Stroke:
        erase = pointer.is_eraser or self.erases != pointer.has_alt
        document = self._host.session.document
        return mask_stroke(document, self.brush, erase=erase, string_px=self.string_px)


class MaskEraser(MaskBrush):
    brush_name = "mask_eraser"
    erases = True
