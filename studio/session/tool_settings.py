"""How the canvas and its tools behave: brushes, colours and what each tool is set to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from studio.core.request import check_range
from studio.document.brushes.brush import Brush
from studio.document.colour import BLACK, WHITE, Colour
from studio.document.masking.shapes import Mode
from studio.document.operations.filling import GradientShape
from studio.document.operations.mask_edges import LARGEST_PX
from studio.document.operations.mask_picking import Likeness

RECENT_KEPT = 12
SWATCHES = tuple(
    Colour.of_hex(text)
    for text in (
        *("000000", "4a4f57", "9298a1", "d8dbe0", "ffffff"),
        *("7a2e2e", "d64545", "f2855a", "f2b84b", "ffe08a"),
        *("2f5d3a", "4f9d5b", "a8cf6b", "1f4e79", "3f7fd0"),
        *("7cc4e8", "4b2e83", "8a5cd6", "d66ba8", "8c6239"),
    )
)
"""To begin with: greys, then warm, green, blue and violet, as a box of paints is laid out."""
_FILL_LIKENESS = Likeness(all_layers=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FillSettings:
    likeness: Likeness = _FILL_LIKENESS
    contiguous: bool = True
    grow_px: int = 0

    def __post_init__(self) -> None:
        check_range("The growth of the fill", self.grow_px, -64, 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientSettings:
    shape: GradientShape = GradientShape.LINEAR
    to_clear: bool = False
    """Fades to nothing; else to the background colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerSettings:
    sample_all: bool = True
    side_px: int = 1
    """Of the square whose mean is taken."""

    def __post_init__(self) -> None:
        check_range("The picker's square", self.side_px, 1, 101)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionSettings:
    """Of the tools that mask by an outline or by colour."""

    mode: Mode = Mode.ADD
    antialias: bool = True
    softness_px: int = 0
    """The edge fades over so many px to each side."""
    tolerance: int = 32
    """0..255: how far a channel may differ from the colour that is clicked."""
    sample_all: bool = True
    """Look at all layers; else at the active one."""

    def __post_init__(self) -> None:
        check_range("The feather", self.softness_px, 0, LARGEST_PX)
        check_range("The tolerance", self.tolerance, 0, 255)


_MASK = Brush()
_PAINT = Brush(size_px=32.0, hardness=0.9, smoothing=0.1)
_ERASER = Brush(size_px=48.0, hardness=0.9)
_SMUDGE = Brush(hardness=0.3, opacity=0.6, spacing=0.08)
_BLUR = Brush(size_px=96.0, hardness=0.2, opacity=0.6, spacing=0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSettings:
    """Raises BadInput for a number outside its range. A tool's brush has the tool's name."""

    mask_brush: Brush = _MASK
    mask_eraser: Brush = _MASK
    paint_brush: Brush = _PAINT
    eraser: Brush = _ERASER
    smudge: Brush = _SMUDGE
    blur: Brush = _BLUR
    fill: FillSettings = FillSettings()
    gradient: GradientSettings = GradientSettings()
    picker: PickerSettings = PickerSettings()
    selection: SelectionSettings = SelectionSettings()
    foreground: Colour = BLACK
    background: Colour = WHITE
    swatches: tuple[Colour, ...] = SWATCHES
    recent: tuple[Colour, ...] = ()
    """Colours that were painted with, the newest first."""
    inside_mask: bool = False
    """Painting leaves what is not masked as it is, where there is a mask."""
    smears_mask: bool = False
    """Smudge and blur work on the mask; else on the active layer."""
    mask_colour: str = ""
    """#rrggbb; empty = the theme's."""
    mask_opacity: float = 0.5
    overlays_shown: bool = True

    def __post_init__(self) -> None:
        check_range("The mask's opacity", self.mask_opacity, 0.0, 1.0)

    def brush(self, tool: str) -> Brush | None:
        """The brush of a tool, by its name; None for a tool without one."""
        found = getattr(self, tool, None)
        return found if isinstance(found, Brush) else None


def brush_changed(settings: ToolSettings, tool: str, **changes: Any) -> ToolSettings:
    """With other fields of a tool's brush. Any: each field has its own type. Raises BadInput."""
    brush = settings.brush(tool)
    assert brush is not None, "a tool with a brush"
    return replace(settings, **{tool: replace(brush, **changes)})


def recent_with(recent: tuple[Colour, ...], colour: Colour) -> tuple[Colour, ...]:
    """With a colour as the newest of the recent ones."""
    return (colour, *(other for other in recent if other != colour))[:RECENT_KEPT]
