"""What an action works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
    keymap: Keymap
    """Whoever makes actions adds to it."""

    @classmethod
    def of(
        cls,
        session: Session,
        canvas: CanvasView,
        window: QWidget,
        show_panel: Callable[[str], None],
        choose_tool: Callable[[str], None],
        chosen_layers: Callable[[], tuple[str, ...]],
        rename_layer: Callable[[], None],
    ) -> Desk:
        return cls(
            session=session,
            canvas=canvas,
            window=window,
            show_panel=show_panel,
            choose_tool=choose_tool,
            chosen_layers=chosen_layers,
            rename_layer=rename_layer,
            keymap=Keymap(),
        )
