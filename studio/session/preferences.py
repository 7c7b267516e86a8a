"""How a person wants the studio to behave, whatever the picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.core.request import check_range

SMALLEST_HISTORY_MB, LARGEST_HISTORY_MB = 64, 65536
SHORTEST_AUTOSAVE_S, LONGEST_AUTOSAVE_S = 5, 3600


class BrushCursor(StrEnum):
    OUTLINE = "outline"
    CROSS = "cross"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Raises BadInput for a number outside its range."""

    wheel_sizes_brush: bool = False
    """The wheel alone sizes the brush, and zooms with Ctrl; else the other way round."""
    brush_cursor: BrushCursor = BrushCursor.OUTLINE
    results_apart: bool = False
    """An accepted result becomes a layer of its own; else it goes into the active layer."""
    history_mb: int = 1024
    """Memory that steps of undo may take; what is beyond it goes to a temporary file."""
    autosaves: bool = True
    """Keep what is not saved safe from a crash, in a journal of the person's own."""
    autosave_s: int = 60
    """Each stroke is in the journal at once; this often it is made to outlast a power failure."""

    def __post_init__(self) -> None:
        check_range("The memory of undo", self.history_mb, SMALLEST_HISTORY_MB, LARGEST_HISTORY_MB)
        check_range(
            "The time between autosaves", self.autosave_s, SHORTEST_AUTOSAVE_S, LONGEST_AUTOSAVE_S
        )
