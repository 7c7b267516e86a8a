"""The mask, and the brush that paints it."""

from __future__ import annotations

from studio.core.errors import StudioError
from studio.document.brushes.brush import LARGEST_PX, SMALLEST_PX
from studio.document.files.images import check_suffix, save_picture
from studio.ui.canvas.tools import MASK_BRUSH, MASK_ERASER
from studio.ui.dialogs.files import ask_file_to_open, ask_file_to_save, last_folder
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, has_mask, has_picture

_BRUSH_FACTOR = 1.2
_HARDNESS_STEP = 0.1


def clear(desk: Desk) -> None:
    desk.session.clear_mask()


def invert(desk: Desk) -> None:
    desk.session.invert_mask()


def fill(desk: Desk) -> None:
    desk.session.fill_mask()


def open_file(desk: Desk) -> None:
    path = ask_file_to_open(desk.window, "Open a mask")
    if path is not None:
        desk.session.open_mask(path)


def save_file(desk: Desk) -> None:
    suggested = last_folder() / f"{desk.session.document.name} mask.png"
    path = ask_file_to_save(desk.window, "Save the mask", suggested)
    if path is None:
        return
    mask = desk.session.document.mask.pixels
    try:
        check_suffix(path)
        save_picture(path, mask[..., None].repeat(3, axis=2))
    except StudioError as error:
        desk.session.problem.emit(str(error))


def swap_brush(desk: Desk) -> None:
    """The eraser while the brush is in hand, else the brush."""
    desk.choose_tool(MASK_ERASER if desk.canvas.tool_name == MASK_BRUSH else MASK_BRUSH)


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
    Row("invert_mask", "Invert", invert, "Shift+V", "selection-inverse"),
    Row("clear_mask", "Clear", clear, "Ctrl+D", "selection-slash", can=has_mask),
    Row("fill_mask", "Mask everything", fill, "Ctrl+A"),
    SEPARATOR,
    Row("open_mask", "Open mask…", open_file, can=has_picture),
    Row("save_mask", "Save mask…", save_file, can=has_mask),
    SEPARATOR,
    Row("swap_brush", "Paint or erase", swap_brush, "Q"),
    Row("smaller", "Smaller brush", smaller_brush, "["),
    Row("larger", "Larger brush", larger_brush, "]"),
    Row("softer", "Softer brush", softer_brush, "{  Shift+{"),
    Row("harder", "Harder brush", harder_brush, "}  Shift+}"),
)
