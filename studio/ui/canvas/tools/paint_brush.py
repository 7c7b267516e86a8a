"""Tools that draw on the active layer: brush, eraser, smudge and blur. Alt picks a colour.

Smudge and blur can work on the mask instead.
"""

from __future__ import annotations

from collections.abc import Callable

from studio.document.brushes.stroke import (
    Stroke,
    blur_stroke,
    erase_stroke,
    paint_stroke,
    smudge_stroke,
)
from studio.document.surface import Mask
from studio.ui.canvas.tools.brush_tool import BrushTool
from studio.ui.canvas.tools.on_layer import begin_painting, mask_to_keep_to
from studio.ui.canvas.tools.picker import pick_foreground
from studio.ui.canvas.tools.tool import Host, Pointer


class _LayerTool(BrushTool):
    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._picks = False

    def press(self, pointer: Pointer) -> None:
        self._picks = pointer.has_alt
        if self._picks:
            pick_foreground(self._host.session, pointer.position)
        else:
            super().press(pointer)

    def move(self, pointer: Pointer) -> None:
        if self._picks:
            pick_foreground(self._host.session, pointer.position)
        else:
            super().move(pointer)

    def release(self, pointer: Pointer) -> None:
        if not self._picks:
            super().release(pointer)
        self._picks = False

    def cancel(self) -> None:
        super().cancel()
        self._picks = False

    @property
    def within(self) -> Mask | None:
        """Where alone it may draw; None: everywhere."""
        return mask_to_keep_to(self._host.session)

    def erasing(self) -> Stroke:
        document = self._host.session.document
        return erase_stroke(document, self.brush, within=self.within, string_px=self.string_px)


class PaintBrush(_LayerTool):
    brush_name = "paint_brush"

    @property
    def can_draw(self) -> bool:
        """An empty sheet gets its first layer."""
        return True

    def begun(self, pointer: Pointer) -> Stroke:
        session = self._host.session
        if pointer.is_eraser:
            return self.erasing()
        begin_painting(session)
        return paint_stroke(
            session.document,
            self.brush,
            session.tool.foreground,
            within=self.within,
            string_px=self.string_px,
        )


class Eraser(_LayerTool):
    brush_name = "eraser"

    def begun(self, pointer: Pointer) -> Stroke:
        del pointer
        return self.erasing()


class _SmearingTool(_LayerTool):
    """On the active layer or, where that is chosen, on the mask."""

    smear: Callable[..., Stroke]

    @property
    def on_mask(self) -> bool:
        return self._host.session.tool.smears_mask

    def begun(self, pointer: Pointer) -> Stroke:
        del pointer
        within = None if self.on_mask else self.within
        document, string_px = self._host.session.document, self.string_px
        make = type(self).smear
        return make(document, self.brush, on_mask=self.on_mask, within=within, string_px=string_px)


class Smudge(_SmearingTool):
    brush_name = "smudge"
    smear = smudge_stroke


class Blur(_SmearingTool):
    brush_name = "blur"
    smear = blur_stroke
