"""The tools of the canvas. A new one is a file here and a row in this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from studio.ui.canvas.tools.box import Ellipse, Rectangle
from studio.ui.canvas.tools.hand import Hand
from studio.ui.canvas.tools.lasso import Lasso
from studio.ui.canvas.tools.mask_brush import MaskBrush, MaskEraser
from studio.ui.canvas.tools.polygon import Polygon
from studio.ui.canvas.tools.tool import Host, Tool
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
    paints: bool = False
    """Whether size, hardness and opacity of the brush matter to it."""
    group: str = ""
    """Tools of one group share a slot of the column; empty = a slot of its own.

    Tools with the same shortcut take turns with Shift.
    """


MASK_BRUSH, MASK_ERASER = "mask_brush", "mask_eraser"
_SHAPES, _OUTLINES, _ALIKE = "mask shapes", "mask outlines", "mask alike"

TOOLS: tuple[ToolInfo, ...] = (
    ToolInfo(MASK_BRUSH, "Mask brush", "paint-brush", "B", MaskBrush, paints=True),
    ToolInfo(MASK_ERASER, "Mask eraser", "eraser", "E", MaskEraser, paints=True),
    ToolInfo("mask_rectangle", "Mask rectangle", "selection", "U", Rectangle, group=_SHAPES),
    ToolInfo("mask_ellipse", "Mask ellipse", "circle-dashed", "U", Ellipse, group=_SHAPES),
    ToolInfo("mask_lasso", "Mask lasso", "scribble-loop", "L", Lasso, group=_OUTLINES),
    ToolInfo("mask_polygon", "Mask polygon", "polygon", "L", Polygon, group=_OUTLINES),
    ToolInfo("mask_wand", "Magic wand", "magic-wand", "W", MagicWand, group=_ALIKE),
    ToolInfo("mask_colour", "Mask by colour", "swatches", "W", ColourRange, group=_ALIKE),
    ToolInfo("hand", "Hand", "hand", "H", Hand),
)


def tool_info(name: str) -> ToolInfo:
    """Raises KeyError on a name that is not in the table."""
    return {tool.name: tool for tool in TOOLS}[name]
