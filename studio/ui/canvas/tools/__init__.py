"""The tools of the canvas. A new one is a file here and a row in this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from studio.ui.canvas.tools.box import Ellipse, Rectangle
from studio.ui.canvas.tools.colouring import Fill, GradientTool
from studio.ui.canvas.tools.crop import Crop
from studio.ui.canvas.tools.hand import Hand
from studio.ui.canvas.tools.lasso import Lasso
from studio.ui.canvas.tools.mask_brush import MaskBrush, MaskEraser
from studio.ui.canvas.tools.paint_brush import Blur, Eraser, PaintBrush, Smudge
from studio.ui.canvas.tools.picker import Picker
from studio.ui.canvas.tools.polygon import Polygon
from studio.ui.canvas.tools.tool import Host, Tool
from studio.ui.canvas.tools.transform import Transform
from studio.ui.canvas.tools.wand import ColourRange, MagicWand


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """A tool that can be chosen."""

    name: str
    title: str
    icon: str
    """Phosphor's name."""
    shortcut: str
    factory: Callable[[Host], Tool]
    group: str = ""
    """Tools of one group share a slot of the column; empty = a slot of its own.

    Tools with the same shortcut take turns with Shift.
    """


MASK_BRUSH, MASK_ERASER = "mask_brush", "mask_eraser"
PAINT_BRUSH, ERASER = "paint_brush", "eraser"
ERASERS = {MASK_BRUSH: MASK_ERASER, PAINT_BRUSH: ERASER}
"""What takes away again what a brush has drawn."""
_SHAPES, _OUTLINES, _ALIKE = "mask shapes", "mask outlines", "mask alike"

TOOLS: tuple[ToolInfo, ...] = (
    ToolInfo(MASK_BRUSH, "Mask brush", "pencil-simple", "B", MaskBrush),
    ToolInfo(MASK_ERASER, "Mask eraser", "eraser", "E", MaskEraser),
    ToolInfo("mask_rectangle", "Mask rectangle", "selection", "U", Rectangle, group=_SHAPES),
    ToolInfo("mask_ellipse", "Mask ellipse", "circle-dashed", "U", Ellipse, group=_SHAPES),
    ToolInfo("mask_lasso", "Mask lasso", "scribble-loop", "L", Lasso, group=_OUTLINES),
    ToolInfo("mask_polygon", "Mask polygon", "polygon", "L", Polygon, group=_OUTLINES),
    ToolInfo("mask_wand", "Magic wand", "magic-wand", "W", MagicWand, group=_ALIKE),
    ToolInfo("mask_colour", "Mask by colour", "swatches", "W", ColourRange, group=_ALIKE),
    ToolInfo(PAINT_BRUSH, "Brush", "paint-brush", "P", PaintBrush, group="paint"),
    ToolInfo(ERASER, "Eraser", "eraser", "E", Eraser, group="paint"),
    ToolInfo("smudge", "Smudge", "fingerprint-simple", "S", Smudge, group="smear"),
    ToolInfo("blur", "Blur", "drop", "S", Blur, group="smear"),
    ToolInfo("fill", "Fill", "paint-bucket", "G", Fill, group="fill"),
    ToolInfo("gradient", "Gradient", "circle-half", "G", GradientTool, group="fill"),
    ToolInfo("picker", "Colour picker", "eyedropper", "I", Picker),
    ToolInfo("transform", "Move and transform", "arrows-out-cardinal", "V", Transform),
    ToolInfo("crop", "Crop", "crop", "Shift+C", Crop),
    ToolInfo("hand", "Hand", "hand", "H", Hand),
)


def tool_info(name: str) -> ToolInfo:
    """Raises KeyError on a name that is not in the table."""
    return {tool.name: tool for tool in TOOLS}[name]
