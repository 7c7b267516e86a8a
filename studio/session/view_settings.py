"""What helps the eye and the hand on the canvas; nothing of it is part of a picture."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.request import check_range

SMALLEST_GRID_PX, LARGEST_GRID_PX = 2, 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSettings:
    """Raises BadInput for a number outside its range."""

    rulers: bool = False
    guides: bool = True
    grid: bool = False
    grid_px: int = 64
    """From one line of the grid to the next, in px of the picture."""
    grid_x_px: int = 0
    grid_y_px: int = 0
    """Where the first lines lie."""
    grid_colour: str = ""
    """#rrggbb; empty = a grey that is seen on light and dark."""
    pixel_grid: bool = True
    """Lines between pixels where these are large enough."""
    snap_to_guides: bool = True
    """Only to what is shown."""
    snap_to_grid: bool = True
    """Only while it is shown."""
    snap_to_edges: bool = False
    """Of the picture, and the lines through its middle."""
    navigator: bool = False
    split: bool = False
    """A result is shown beside what it would replace, and else the picture as it was at first
    beside what has become of it."""

    def __post_init__(self) -> None:
        check_range("The grid", self.grid_px, SMALLEST_GRID_PX, LARGEST_GRID_PX)
        for px in (self.grid_x_px, self.grid_y_px):
            check_range("The offset of the grid", px, 0, LARGEST_GRID_PX)
