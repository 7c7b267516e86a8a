"""What an action works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from studio.session.session import Session
from studio.ui.canvas.view import CanvasView
from studio.ui.keymap import Keymap


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """The parts of the window that commands may use."""

    session: Session
    canvas: CanvasView
    window: QWidget
    """The parent of questions."""
    show_panel: Callable[[str], None]
    """By its title."""
    choose_tool: Callable[[str], None]
    """By its name."""
    chosen_layers: Callable[[], tuple[str, ...]]
    """Uids of the layers and groups that are chosen in the list, the active one among them."""
    rename_layer: Callable[[], None]
    """The active one, in the list."""
    keymap: Keymap = field(default_factory=Keymap)
    """Whoever makes actions adds to it."""
