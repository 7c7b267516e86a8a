"""The settings of tools. Those of a new family are a file here and a row in this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from studio.ui.menus.desk import Desk
from studio.ui.panels.options.brush import LayerBrushOptions, MaskBrushOptions, SmearOptions
from studio.ui.panels.options.colouring import FillOptions, GradientOptions, PickerOptions
from studio.ui.panels.options.crop import CropOptions
from studio.ui.panels.options.options import ToolOptions
from studio.ui.panels.options.selection import LikenessOptions, SelectionOptions
from studio.ui.panels.options.transform import TransformOptions


@dataclass(frozen=True, slots=True)
class Family:
    """Tools that are set by the same row of settings."""

    tools: tuple[str, ...]
    """Their names."""
    make: Callable[[Desk], ToolOptions] = ToolOptions
    masks: bool = False
    """Whether they mask: how a filled part meets its surroundings is shown with them."""


FAMILIES: tuple[Family, ...] = (
    Family(("mask_brush", "mask_eraser"), MaskBrushOptions, masks=True),
    Family(("paint_brush", "eraser"), LayerBrushOptions),
    Family(("smudge", "blur"), SmearOptions),
    Family(("fill",), FillOptions),
    Family(("gradient",), GradientOptions),
    Family(("picker",), PickerOptions),
    Family(
        ("mask_rectangle", "mask_ellipse", "mask_lasso", "mask_polygon"),
        SelectionOptions,
        masks=True,
    ),
    Family(("mask_wand", "mask_colour"), LikenessOptions, masks=True),
    Family(("transform",), TransformOptions),
    Family(("crop",), CropOptions),
)
