"""The brush in hand: a part of the menu *Edit*."""

from __future__ import annotations

from studio.document.brushes.brush import LARGEST_PX, SMALLEST_PX
from studio.ui.canvas.tools import ERASERS, MASK_BRUSH
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import Row, Rows

_BRUSH_FACTOR = 1.2
_HARDNESS_STEP = 0.1


def swap_brush(desk: Desk) -> None:
    """The eraser of the brush in hand, or the brush of the eraser; else the mask's brush."""
    brushes = {eraser: brush for brush, eraser in ERASERS.items()}
    name = desk.canvas.tool_name
    desk.choose_tool(ERASERS.get(name) or brushes.get(name) or MASK_BRUSH)


def smaller_brush(desk: Desk) -> None:
    _scale_brush(desk, 1 / _BRUSH_FACTOR)


def larger_brush(desk: Desk) -> None:
    _scale_brush(desk, _BRUSH_FACTOR)


def softer_brush(desk: Desk) -> None:
    _harden_brush(desk, -_HARDNESS_STEP)


def harder_brush(desk: Desk) -> None:
    _harden_brush(desk, _HARDNESS_STEP)


def _scale_brush(desk: Desk, factor: float) -> None:
    brush = desk.session.tool.brush(desk.canvas.tool_name)
    if brush is None:
        return
    size = brush.size_px
    # A small brush still moves by a whole pixel.
    wanted = max(size + 1, size * factor) if factor > 1 else min(size - 1, size * factor)
    size_px = min(max(float(round(wanted)), SMALLEST_PX), LARGEST_PX)
    desk.session.update_brush(desk.canvas.tool_name, size_px=size_px)


def _harden_brush(desk: Desk, by: float) -> None:
    brush = desk.session.tool.brush(desk.canvas.tool_name)
    if brush is not None:
        hardness = min(max(round(brush.hardness + by, 2), 0.0), 1.0)
        desk.session.update_brush(desk.canvas.tool_name, hardness=hardness)


ROWS: Rows = (
    Row("swap_brush", "Paint or erase", swap_brush, "Q"),
    Row("smaller", "Smaller brush", smaller_brush, "["),
    Row("larger", "Larger brush", larger_brush, "]"),
    Row("softer", "Softer brush", softer_brush, "{  Shift+{"),
    Row("harder", "Harder brush", harder_brush, "}  Shift+}"),
)
